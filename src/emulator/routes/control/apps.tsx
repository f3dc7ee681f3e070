import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { runOperation } from '../../control/operations.ts'
import { checkIntegrationForm, EMPTY_FORM, readIntegrationForm, toDetails } from '../../identity/integration-form.ts'
import type { Integration } from '../../identity/integrations.ts'
import { readRedirectUri } from '../../identity/redirect-uri.ts'
import { AppDetailPage } from '../../pages/control/app-detail.tsx'
import { AppsPage } from '../../pages/control/apps.tsx'
import { NewAppPage } from '../../pages/control/new-app.tsx'
import { ProblemPage } from '../../pages/problem.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerPage } from '../../server/page-answer.ts'
import { pageRoutes, queryOf } from './forms.tsx'

/** "My Webex Apps": list, form, detail, and what can be changed. @see WEBEX.md §11 */
export function appsRoutes(context: EmulatorContext): Endpoint[] {
  const { show } = pageRoutes(context, '/apps', AppsPage)
  return [
    ['GET', '/apps', show],
    ['GET', '/apps/new', (c) => answerPage(c, <NewAppPage form={EMPTY_FORM} problems={{}} />)],
    ['POST', '/apps/new', (c) => addIntegration(context, c)],
    ['GET', '/apps/:clientId', forOne(context, (c, integration) => showIntegration(context, c, integration))],
    [
      'POST',
      '/apps/:clientId/secret',
      forOne(context, async (c, { clientId }) => {
        await runOperation(context, 'apps renew-secret', { clientId })
        return c.redirect(`/apps/${clientId}?done=secret-renewed`, 303)
      }),
    ],
    [
      'POST',
      '/apps/:clientId/delete',
      forOne(context, async (c, { clientId }) => {
        await runOperation(context, 'apps remove', { clientId })
        return c.redirect('/apps?done=app-removed', 303)
      }),
    ],
    ['POST', '/apps/:clientId/redirect-uris', forOne(context, (c, found) => addRedirectUri(context, c, found))],
  ]
}

function showIntegration({ origin }: EmulatorContext, c: Context<Exchange>, integration: Integration) {
  return answerPage(c, <AppDetailPage integration={integration} origin={origin()} query={queryOf(c)} />)
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
