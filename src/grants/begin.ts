import { GrantkeeperError } from '../errors/index.ts'
import { authorizeUrl, challengeOf } from '../oauth/authorize.ts'
import { createAttempt, openAttempt } from './attempt.ts'
import type { GrantsContext } from './context.ts'

/** Attempts a browser may have open at once; the oldest gives way. */
const MOST_OPEN = 24
/** Bytes all their sealed values may take together, so that the Cookie header stays under 4 KiB. */
const MOST_BYTES = 3072

export interface BeginOptions {
  /** The signed-in user of the host app; undefined where the person at Webex is the owner. */
  owner: string | undefined
  /** Scopes to ask for on top of the integration's: each must be one of its own or of the optional ones. Default none. */
  wanted?: readonly string[]
  /** Scopes that were asked for before, and are not to be lost. Those that the app no longer offers are left out. Default none. */
  kept?: readonly string[]
  /** Whether Webex is to ask which account it shall be, also of somebody who is signed in there. Default false. */
  chooseAccount?: boolean
  /** Path on this app's own origin, checked by the caller. */
  returnTo: string
  /** The attempts this browser carries already: id → sealed value. */
  open: ReadonlyMap<string, string>
}

export interface BegunAttempt {
  attemptId: string
  /** What the attempt's cookie carries. */
  sealed: string
  /** Where the browser goes. */
  location: string
  /** Ids of older attempts whose cookies are to be dropped. */
  dropped: string[]
}

/** Starts a sign-in: makes state and verifier, and says where to send the browser. Writes nothing to the store. @throws WX-REQUEST-INVALID */
export function beginAttempt(context: GrantsContext, options: BeginOptions): BegunAttempt {
  const { owner, returnTo, open, chooseAccount } = options
  const { attempt, sealed } = createAttempt(context, { owner, returnTo, more: chooseMore(context, options) })
  const { state, scopes } = attempt
  const codeChallenge = challengeOf(attempt.verifier.reveal())
  const nonce = scopes.includes('openid') ? attempt.nonce() : undefined
  const prompt = chooseAccount ? 'select_account' : undefined
  context.events.emit('attempt.started', { attemptId: attempt.id })
  return {
    attemptId: attempt.id,
    sealed,
    location: authorizeUrl(context.integration, { state, codeChallenge, nonce, scopes, prompt }),
    dropped: chooseDropped(context, open, sealed.length),
  }
}

/** Webex is asked for all scopes each time: what a consent without the earlier ones leaves of them is not documented. */
function chooseMore({ integration }: GrantsContext, { wanted = [], kept = [] }: BeginOptions): string[] {
  const { scopes, optionalScopes } = integration
  if (wanted.some((scope) => !scopes.includes(scope) && !optionalScopes.includes(scope))) {
    throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'It asks for a scope that this app does not offer.' })
  }
  return optionalScopes.filter((scope) => wanted.includes(scope) || kept.includes(scope))
}

/** The oldest of the open attempts, as many as it takes to make room for one more. Foreign ones go first. */
function chooseDropped(context: GrantsContext, open: ReadonlyMap<string, string>, bytes: number): string[] {
  let total = bytes
  for (const sealed of open.values()) total += sealed.length
  if (open.size < MOST_OPEN && total <= MOST_BYTES) return []

  const startedAt = (sealed: string) => openAttempt(context, sealed)?.startedAt ?? 0
  const byAge = [...open].map(([id, sealed]) => ({ id, size: sealed.length, startedAt: startedAt(sealed) }))
  byAge.sort((a, b) => a.startedAt - b.startedAt)
  const dropped: string[] = []
  for (const { id, size } of byAge) {
    if (byAge.length - dropped.length < MOST_OPEN && total <= MOST_BYTES) break
    dropped.push(id)
    total -= size
  }
  return dropped
}
