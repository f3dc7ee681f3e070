import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { TypeCodePage } from '../../pages/sign-in/type-code.tsx'
import { answerPage } from '../../server/page-answer.ts'

/** `GET /verify`: where the code of a device is typed; a link may bring it along, but never opens it by itself. */
export function typeCodeRoute(): Handler<Exchange> {
  return (c) => answerPage(c, <TypeCodePage code={c.req.query('userCode')?.slice(0, 64)} />)
}

/** `POST /verify`: the browser that brings the code first goes on to sign in. */
export function openCodeRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { deviceRequests, signIns } = context
    const code = new URLSearchParams(c.env.body).get('userCode')?.replace(/[\s-]/g, '') ?? ''
    const refuse = (problem: string) => {
      c.env.findings.summary = 'no such code'
      return answerPage(c, <TypeCodePage code={code.slice(0, 64)} problem={problem} />, { status: 400 })
    }
    if (!deviceRequests.mayGuess()) return refuse('Too many wrong codes. Wait a minute.')
    const request = deviceRequests.findToOpen(code)
    if (!request) {
      deviceRequests.countWrongGuess()
      return refuse('No device waits with this code. It may be expired, or opened in another window.')
    }
    request.wasOpened = true
    const { clientId, scopes, deviceCode } = request
    c.env.findings.clientId = clientId
    c.env.findings.summary = `asks for ${scopes.join(' ')}`
    const signIn = signIns.begin({ clientId, scopes, hint: undefined, answer: { kind: 'device', deviceCode } })
    return c.redirect(`/sign-in/${signIn.id}`, 303)
  }
}
