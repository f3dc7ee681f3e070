import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { checkIntegrationForm, EMPTY_FORM, readIntegrationForm, toDetails } from '../../identity/integration-form.ts'
import type { Integration } from '../../identity/integrations.ts'
import { readRedirectUri } from '../../identity/redirect-uri.ts'
import { AppDetailPage } from '../../pages/control/app-detail.tsx'
import { AppsPage } from '../../pages/control/apps.tsx'
import { NewAppPage } from '../../pages/control/new-app.tsx'
import { ProblemPage } from '../../pages/problem.tsx'
import { answerPage } from '../../server/page-answer.ts'

/** "My Webex Apps": list, form, detail, and what can be changed. @see WEBEX.md §11 */
export function appsRoutes(context: EmulatorContext): ['GET' | 'POST', string, Handler<Exchange>][] {
  const { integrations, grants, origin } = context
  return [
    ['GET', '/apps', (c) => answerPage(c, <AppsPage integrations={integrations.list()} />)],
    ['GET', '/apps/new', (c) => answerPage(c, <NewAppPage form={EMPTY_FORM} problems={{}} />)],
    ['POST', '/apps/new', (c) => addIntegration(context, c)],
    [
      'GET',
      '/apps/:clientId',
      forOne(context, (c, integration) => answerPage(c, <AppDetailPage integration={integration} origin={origin()} />)),
    ],
    [
      'POST',
      '/apps/:clientId/secret',
      forOne(context, (c, integration) => {
        integrations.renewSecret(integration)
        return c.redirect(`/apps/${integration.clientId}`, 303)
      }),
    ],
    [
      'POST',
      '/apps/:clientId/delete',
      forOne(context, (c, integration) => {
        integrations.remove(integration)
        grants.revokeWhere(({ clientId }) => clientId === integration.clientId)
        return c.redirect('/apps', 303)
      }),
    ],
    ['POST', '/apps/:clientId/redirect-uris', forOne(context, (c, found) => addRedirectUri(context, c, found))],
  ]
}

function addIntegration({ integrations }: EmulatorContext, c: Context<Exchange>) {
  const form = readIntegrationForm(c.env.body)
  const problems = checkIntegrationForm(form)
  if (Object.keys(problems).length > 0) {
    return answerPage(c, <NewAppPage form={form} problems={problems} />, { status: 400 })
  }
  return c.redirect(`/apps/${integrations.add(toDetails(form)).clientId}`, 303)
}

/** Registers the redirect URI of an authorization request that was refused for it, and goes back to that request. */
function addRedirectUri({ integrations }: EmulatorContext, c: Context<Exchange>, integration: Integration) {
  const query = new URLSearchParams(new URLSearchParams(c.env.body).get('query') ?? '')
  const uri = query.get('redirect_uri') ?? ''
  const { problem } = readRedirectUri(uri)
  if (problem) {
    const advice = 'Change it in the application, and start again there.'
    const page = <ProblemPage title="Not added" problem={`The redirect URI ${problem}.`} advice={advice} />
    return answerPage(c, page, { status: 400 })
  }
  integrations.addRedirectUri(integration, uri)
  return c.redirect(`/v1/authorize?${query}`, 303)
}

type Act = (c: Context<Exchange>, integration: Integration) => Response | Promise<Response>

function forOne({ integrations }: EmulatorContext, act: Act): Handler<Exchange> {
  return (c) => {
    const integration = integrations.find(c.req.param('clientId') ?? '')
    if (integration) return act(c, integration)
    const advice = 'It may have been deleted, or the emulator was started anew.'
    const page = (
      <ProblemPage title="No such integration" problem="No integration has this client id." advice={advice} />
    )
    return answerPage(c, page, { status: 404 })
  }
}
