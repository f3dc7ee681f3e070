import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { type GoodRequest, readAuthorizeRequest } from '../../identity/authorize-request.ts'
import { codeAddress, hasConsented, refusalAddress } from '../../identity/finish-sign-in.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { MismatchPage } from '../../pages/sign-in/mismatch.tsx'
import { answerPage } from '../../server/page-answer.ts'
import { readSession } from './browser-session.ts'
import { signInAs } from './sign-in.tsx'
import { showPeople } from './sign-in-pages.tsx'

/** `GET /v1/authorize`: checks the request, then lets a person be chosen. @see WEBEX.md §1 */
export function authorizeRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { search } = new URL(c.req.url)
    const outcome = readAuthorizeRequest(search, context)
    if (outcome.kind === 'unknown-client') return showUnknownClient(c, outcome.problem)
    const { integration } = outcome
    c.env.findings.clientId = integration.clientId
    if (outcome.kind === 'redirect-mismatch') {
      c.env.findings.summary = 'redirect URI does not match'
      const page = <MismatchPage {...outcome} search={search} />
      return answerPage(c, page, { status: 400, formEndsAt: outcome.sent })
    }
    if (outcome.kind === 'refused') {
      const { redirectUri: uri, state, error, description } = outcome
      return refuse(context, c, { uri, state }, error, description)
    }
    return outcome.prompt === 'none' ? answerWithoutPage(context, c, outcome) : askSomebody(context, c, outcome)
  }
}

function askSomebody(context: EmulatorContext, c: Context<Exchange>, request: GoodRequest) {
  const { terms, integration, prompt } = request
  const session = findSession(context, c, request)
  const signIn = context.signIns.begin({ ...terms, hint: terms.hint ?? session?.user.email })
  c.env.findings.summary = `asks for ${signIn.scopes.join(' ')}`
  const isAnother = terms.hint !== undefined && context.people.findByEmail(terms.hint) !== session?.user
  if (!session || context.settings.signIn === 'always' || prompt === 'select_account' || isAnother) {
    return showPeople(context, c, { signIn, integration })
  }
  return signInAs(context, c, { signIn, integration }, session.user, session.signedInAt)
}

/** `prompt=none`: an answer at once, from what this browser did before. @see OpenID Connect Core §3.1.2.6 */
function answerWithoutPage(context: EmulatorContext, c: Context<Exchange>, request: GoodRequest) {
  const { terms } = request
  const session = findSession(context, c, request)
  if (!session) return refuse(context, c, terms.answer, 'login_required', 'nobody is signed in with this browser')
  const { user, signedInAt } = session
  c.env.findings.user = user.key
  if (user.blockedByAdmin) {
    return refuse(context, c, terms.answer, 'access_denied', 'the administrator blocks the integration')
  }
  if (!hasConsented(context, terms, user)) {
    return refuse(context, c, terms.answer, 'consent_required', 'this person has not allowed it yet')
  }
  c.env.findings.summary = 'accepted before'
  return c.redirect(codeAddress(context, terms, { userKey: user.key, signedInAt, scopes: terms.scopes }), 303)
}

/** Who signed in with this browser, unless that is longer ago than the request allows. */
function findSession(context: EmulatorContext, c: Context<Exchange>, { maxAgeMs }: GoodRequest) {
  const session = readSession(context, c)
  const user = session && context.people.find(session.userKey)
  if (!user || session.signedInAt + maxAgeMs < context.clock.now()) return undefined
  return { user, signedInAt: session.signedInAt }
}

function refuse(
  context: EmulatorContext,
  c: Context<Exchange>,
  back: { uri: string; state: string | undefined },
  error: string,
  description: string,
) {
  c.env.findings.summary = `${error}: ${description}`
  return c.redirect(refusalAddress(context, back, error, description), 303)
}

function showUnknownClient(c: Context<Exchange>, problem: string) {
  c.env.findings.summary = problem
  const advice =
    'Compare it with the client id under My Webex Apps. Webex never redirects when it cannot tell who asks.'
  return answerPage(c, <ProblemPage title="Unknown integration" problem={problem} advice={advice} />, { status: 400 })
}
