/** The steps of OAuth as they happen, seen from both ends: the app's keeper and the emulator's journal. No secret is in them. */
import type { JournalEntry } from '../emulator/index.ts'
import type { Grantkeeper } from '../index.ts'
import { cleanText, type Output } from './output.ts'

export interface Step {
  /** Milliseconds since 1970. */
  at: number
  /** 1 to the browser, 2 consent, 3 back to the app, 4 tokens, 5 the API; none for what happens besides. */
  step?: 1 | 2 | 3 | 4 | 5
  /** `app → emulator` */
  who: string
  what: string
}

export type StepListener = (step: Step) => void

/** The keeper, telling of each sign-in that leaves the app (1) and comes back to it (3). */
export function watchKeeper(keeper: Grantkeeper, now: () => number, tell: StepListener): Grantkeeper {
  keeper.on('attempt.refused', ({ code }) => tell({ at: now(), who: 'app', what: `refused the sign-in: ${code}` }))
  keeper.on('grant.reconnect', ({ code }) => tell({ at: now(), who: 'app', what: `the grant has ended: ${code}` }))
  return {
    ...keeper,
    async handle(request) {
      const url = new URL(request.url)
      if (url.pathname === keeper.callbackPath)
        tell({ at: now(), step: 3, who: 'browser → app', what: readReturn(url) })
      const response = await keeper.handle(request)
      const location = response?.headers.get('location')
      if (location?.startsWith(keeper.integration.authorizeUrl)) {
        tell({
          at: now(),
          step: 1,
          who: 'app → browser',
          what: `${response?.status} ${readDeparture(new URL(location))}`,
        })
      }
      return response
    },
  }
}

/** The step that an entry of the emulator's journal is, if it is one. */
export function readStep(entry: JournalEntry): Step | undefined {
  const { at, method, path, status, grantType, user, summary } = entry
  const call = `${method} ${path}${entry.query && `?${entry.query}`}  ${status}  ${summary}`.trimEnd()
  if (path.endsWith('/access_token')) {
    return { at, ...(grantType === 'authorization_code' && { step: 4 }), who: 'app → emulator', what: call }
  }
  if (path.endsWith('/revoke')) return { at, who: 'app → emulator', what: call }
  if (path.endsWith('/authorize'))
    return status < 400 ? undefined : { at, step: 2, who: 'browser → emulator', what: call }
  if (path.startsWith('/v1/')) return { at, step: 5, who: 'app → emulator', what: call }
  if (path.startsWith('/sign-in/') && user && summary)
    return { at, step: 2, who: 'consent', what: `${user}: ${summary}` }
  return undefined
}

export function printStep({ at, step, who, what }: Step, output: Output): void {
  const time = new Date(at).toTimeString().slice(0, 8)
  const line = `${step ?? '·'}  ${who.padEnd(19)}${cleanText(what)}`
  output.print(`${output.paint('dim', time)}  ${line}`)
}

/** A state is no secret, and two letters of it tell one sign-in from another. */
function readDeparture(url: URL): string {
  const { searchParams: query, pathname } = url
  const pkce = query.get('code_challenge_method')
  return `${pathname}  scope=${query.get('scope')}  state=${shorten(query.get('state'))}${pkce ? `  PKCE ${pkce}` : ''}`
}

function readReturn({ pathname, searchParams: query }: URL): string {
  const answer = query.has('code') ? 'code=••••' : `error=${query.get('error') ?? ''}`
  return `GET ${pathname}?${answer}&state=${shorten(query.get('state'))}`
}

function shorten(state: string | null): string {
  return state ? `${state.slice(0, 2)}…` : '(none)'
}
