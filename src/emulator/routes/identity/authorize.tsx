import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { readAuthorizeRequest } from '../../identity/authorize-request.ts'
import { addToRedirectUri } from '../../identity/redirect-uri.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { MismatchPage } from '../../pages/sign-in/mismatch.tsx'
import { PickUserPage } from '../../pages/sign-in/pick-user.tsx'
import { answerPage } from '../../server/page-answer.ts'

/** `GET /v1/authorize`: checks the request, then lets a person be chosen. @see WEBEX.md §1 */
export function authorizeRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const { search, searchParams } = new URL(c.req.url)
    const outcome = readAuthorizeRequest(searchParams, context.integrations)
    if (outcome.kind === 'unknown-client') return showUnknownClient(c, outcome.problem)
    const { integration } = outcome
    c.env.findings.clientId = integration.clientId
    if (outcome.kind === 'redirect-mismatch') {
      c.env.findings.summary = 'redirect URI does not match'
      const page = <MismatchPage {...outcome} search={search} />
      return answerPage(c, page, { status: 400, formEndsAt: outcome.sent })
    }
    if (outcome.kind === 'refused') {
      const { redirectUri, error, description, state } = outcome
      c.env.findings.summary = `${error}: ${description}`
      return c.redirect(addToRedirectUri(redirectUri, { error, error_description: description, state }), 303)
    }
    const signIn = context.signIns.begin(outcome.request)
    c.env.findings.summary = `asks for ${signIn.scopes.join(' ')}`
    return answerPage(c, <PickUserPage signIn={signIn} integration={integration} users={context.people.all()} />)
  }
}

function showUnknownClient(c: Context<Exchange>, problem: string) {
  c.env.findings.summary = problem
  const advice =
    'Compare it with the client id under My Webex Apps. Webex never redirects when it cannot tell who asks.'
  return answerPage(c, <ProblemPage title="Unknown integration" problem={problem} advice={advice} />, { status: 400 })
}
