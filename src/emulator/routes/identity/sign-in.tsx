import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { Integration } from '../../identity/integrations.ts'
import { addToRedirectUri } from '../../identity/redirect-uri.ts'
import type { SignIn } from '../../identity/sign-ins.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { ConsentPage } from '../../pages/sign-in/consent.tsx'
import { DeniedPage } from '../../pages/sign-in/denied.tsx'
import { PickUserPage } from '../../pages/sign-in/pick-user.tsx'
import type { User } from '../../people.ts'
import { answerPage } from '../../server/page-answer.ts'

type C = Context<Exchange>

/** `GET /sign-in/:id`: the page this sign-in waits on. */
export function signInPageRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const found = findSignIn(context, c)
    if (!found) return showOver(c)
    const user = findUser(context, found.signIn)
    if (user) return showConsent(c, found, user)
    return answerPage(c, <PickUserPage {...found} users={context.people.all()} />)
  }
}

/** `POST /sign-in/:id/user`: somebody was chosen. */
export function pickUserRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const found = findSignIn(context, c)
    if (!found) return showOver(c)
    const { signIn, integration } = found
    const user = context.people.find(new URLSearchParams(c.env.body).get('user') ?? '')
    if (!user) return c.redirect(`/sign-in/${signIn.id}`, 303)
    c.env.findings.user = user.key
    if (user.blockedByAdmin) {
      c.env.findings.summary = 'the administrator blocks the integration'
      return answerPage(c, <DeniedPage integration={integration} user={user} />, { status: 403 })
    }
    signIn.userKey = user.key
    return c.redirect(`/sign-in/${signIn.id}`, 303)
  }
}

/** `POST /sign-in/:id/consent`: accepted or denied, and back to the integration. @see RFC 6749 §4.1.2 */
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
    if (form.get('decision') === 'Deny') return deny(context, c, signIn)
    if (form.get('decision') !== 'Accept') return showConsent(c, found, user, 'Choose Accept or Deny.')
    if (scopes.length === 0) return showConsent(c, found, user, 'Tick at least one, or choose Deny.')
    return accept(context, c, signIn, user, scopes)
  }
}

function accept(context: EmulatorContext, c: C, signIn: SignIn, user: User, scopes: string[]) {
  context.signIns.end(signIn)
  const { clientId, redirectUri, redirectUriWasSent, challenge, state } = signIn
  const code = context.codes.issue({ clientId, userKey: user.key, scopes, redirectUri, redirectUriWasSent, challenge })
  c.env.findings.summary = `accepted ${scopes.join(' ')}`
  return c.redirect(addToRedirectUri(redirectUri, { code, state }), 303)
}

function deny(context: EmulatorContext, c: C, signIn: SignIn) {
  context.signIns.end(signIn)
  c.env.findings.summary = 'denied'
  const error = { error: 'access_denied', error_description: 'The person denied the request', state: signIn.state }
  return c.redirect(addToRedirectUri(signIn.redirectUri, error), 303)
}

function findSignIn(context: EmulatorContext, c: C): { signIn: SignIn; integration: Integration } | undefined {
  const signIn = context.signIns.find(c.req.param('id') ?? '')
  const integration = signIn && context.integrations.find(signIn.clientId)
  if (!signIn || !integration) return undefined
  c.env.findings.clientId = signIn.clientId
  return { signIn, integration }
}

function findUser({ people }: EmulatorContext, { userKey }: SignIn): User | undefined {
  return userKey === undefined ? undefined : people.find(userKey)
}

function showConsent(c: C, found: { signIn: SignIn; integration: Integration }, user: User, problem?: string) {
  const page = <ConsentPage {...found} user={user} problem={problem} />
  return answerPage(c, page, { status: problem ? 400 : 200, formEndsAt: found.signIn.redirectUri })
}

function showOver(c: C) {
  const problem = 'It was answered before, or it waited longer than ten minutes.'
  const advice = 'Go back to the application and start again.'
  return answerPage(c, <ProblemPage title="This sign-in is over" problem={problem} advice={advice} />, { status: 400 })
}
