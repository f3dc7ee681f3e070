import type { Context, Handler } from 'hono'
import { DroppedConnection } from '../../breaking/faults.ts'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { DeviceOutcome } from '../../identity/device-requests.ts'
import { codeAddress, refusalAddress } from '../../identity/finish-sign-in.ts'
import type { RedirectAnswer, SignIn } from '../../identity/sign-ins.ts'
import { DeviceDonePage } from '../../pages/sign-in/device-done.tsx'
import type { User } from '../../people.ts'
import { answerPage } from '../../server/page-answer.ts'
import { type Found, findSignIn, findUser, showConsent, showDenied, showOver } from './sign-in-pages.tsx'

type C = Context<Exchange>

const SLOW_MS = 5000

/** `POST /sign-in/:id/consent`: what the person decided, or what whoever tests wants to go wrong. @see RFC 6749 §4.1.2 */
export function consentRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const found = findSignIn(context, c)
    if (!found) return showOver(c)
    const { signIn } = found
    const user = findUser(context, signIn)
    if (!user) return c.redirect(`/sign-in/${signIn.id}`, 303)
    c.env.findings.user = user.key
    const form = new URLSearchParams(c.env.body)
    const scopes = signIn.scopes.filter((scope) => form.getAll('scope').includes(scope))
    const decision = form.get('decision')
    if (decision === 'Deny') return deny(context, c, signIn)
    if (decision === 'admin-pending') return leavePending(context, c, found, user)
    if (decision === 'drop') return drop(context, c, signIn)
    if (decision === 'server-error') return failAtServer(context, c, signIn)
    if (!isAccepting(decision)) return showConsent(c, found, user, 'Choose Accept or Deny.')
    if (scopes.length === 0) return showConsent(c, found, user, 'Tick at least one, or choose Deny.')
    return decision === 'slow'
      ? acceptSlowly(context, c, found, user, scopes)
      : accept(context, c, signIn, user, scopes, decision)
  }
}

type Accepting = 'Accept' | 'wrong-state' | 'expired-code' | 'slow'

function isAccepting(decision: string | null): decision is Accepting {
  return ['Accept', 'wrong-state', 'expired-code', 'slow'].some((known) => known === decision)
}

export function accept(
  context: EmulatorContext,
  c: C,
  signIn: SignIn,
  user: User,
  scopes: string[],
  how: Accepting = 'Accept',
) {
  context.signIns.end(signIn)
  c.env.findings.summary = `accepted ${scopes.join(' ')}${how === 'Accept' ? '' : `, with ${how}`}`
  const { answer, signedInAt } = signIn
  if (answer.kind === 'device') {
    answerDevice(context, answer.deviceCode, { kind: 'accepted', userKey: user.key, scopes })
    return answerPage(c, <DeviceDonePage accepted />)
  }
  const troubles = {
    ...(how === 'wrong-state' && { state: 'not-the-state-that-was-sent' }),
    ...(how === 'expired-code' && { lifeMs: 0 }),
  }
  return c.redirect(
    codeAddress(context, { ...signIn, answer }, { userKey: user.key, signedInAt, scopes }, troubles),
    303,
  )
}

async function acceptSlowly(context: EmulatorContext, c: C, { signIn }: Found, user: User, scopes: string[]) {
  await context.environment.sleep(SLOW_MS, c.req.raw.signal).catch(() => {
    throw new DroppedConnection()
  })
  return context.signIns.find(signIn.id) ? accept(context, c, signIn, user, scopes, 'slow') : showOver(c)
}

function deny(context: EmulatorContext, c: C, signIn: SignIn) {
  context.signIns.end(signIn)
  c.env.findings.summary = 'denied'
  if (signIn.answer.kind === 'device') {
    answerDevice(context, signIn.answer.deviceCode, { kind: 'denied' })
    return answerPage(c, <DeviceDonePage accepted={false} />)
  }
  return sendBack(context, c, signIn.answer, 'access_denied', 'The person denied the request')
}

/** As at Webex while an administrator still has to allow it: nobody is sent back. @see WEBEX.md §1 */
function leavePending(context: EmulatorContext, c: C, { signIn, integration }: Found, user: User) {
  context.signIns.end(signIn)
  return showDenied(c, integration, user)
}

function drop(context: EmulatorContext, c: C, signIn: SignIn): never {
  context.signIns.end(signIn)
  c.env.findings.summary = 'connection dropped'
  throw new DroppedConnection()
}

function failAtServer(context: EmulatorContext, c: C, signIn: SignIn) {
  if (signIn.answer.kind === 'device') return deny(context, c, signIn)
  context.signIns.end(signIn)
  c.env.findings.summary = 'server_error'
  return sendBack(context, c, signIn.answer, 'server_error', 'The server failed')
}

function sendBack(context: EmulatorContext, c: C, answer: RedirectAnswer, error: string, description: string) {
  return c.redirect(refusalAddress(context, answer, error, description), 303)
}

function answerDevice({ deviceRequests }: EmulatorContext, deviceCode: string, outcome: DeviceOutcome) {
  const request = deviceRequests.find(deviceCode)
  if (request) request.outcome = outcome
}
