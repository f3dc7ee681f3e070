import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { answerJson } from '../../server/answers.ts'
import { answerPage } from '../../server/page-answer.ts'
import { endSession } from './browser-session.ts'
import { readJsonBody } from './json-body.ts'

/**
 * `GET /idb/oauth2/v1/logout?token=…&goto=…`: ends the access token and the browser's session, then goes on to an origin
 * that an integration registered; anywhere else would make the emulator an open redirector. @see WEBEX.md §5
 */
export function logoutPageRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    endToken(context, c, c.req.query('token'))
    endSession(context, c)
    const goto = c.req.query('goto') ?? ''
    if (isKnownOrigin(context, goto)) return c.redirect(goto, 303)
    const advice = goto ? 'The page to go on to is on no origin that an integration registered.' : 'Close this page.'
    return answerPage(c, <ProblemPage title="Signed out" problem="The session is over." advice={advice} />)
  }
}

/** `POST /idb/oauth2/v1/logout`: what the JavaScript SDK does on Node. @see WEBEX.md §5 */
export function logoutRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const isJson = c.req.header('content-type')?.includes('json')
    const token = isJson ? readJsonBody(c.env.body)?.token : new URLSearchParams(c.env.body).get('token')
    endToken(context, c, typeof token === 'string' ? token : undefined)
    return answerJson({})
  }
}

function endToken({ grants }: EmulatorContext, c: Context<Exchange>, text: string | undefined): void {
  const token = grants.findAccessToken(text ?? '')
  c.env.findings.summary = token ? 'signed out' : 'signed out without a live token'
  if (!token) return
  c.env.findings.user = token.grant.userKey
  grants.revokeAccessToken(token)
}

function isKnownOrigin({ integrations }: EmulatorContext, address: string): boolean {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false
  const { origin } = new URL(address)
  return integrations.list().some(({ redirectUris }) => redirectUris.some((uri) => new URL(uri).origin === origin))
}
