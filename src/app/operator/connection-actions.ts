import { html } from 'hono/html'
import { GrantkeeperError, isGrantkeeperError } from '../../index.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { Page } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { personName } from '../frame/parts.ts'
import { forOperators, requireOperator } from './operators.ts'
import { redirect } from './redirect.ts'

/** POST /connections/:id/refresh: asks Webex for new tokens now; the grant's page says what came of it. */
export const refreshNow: Page = async (visit) => {
  const who = requireOperator(visit)
  const { app, id } = visit
  try {
    await app.keeper.grants.refresh(id)
    app.note({ what: 'operator.refresh', who, grantId: id })
    return redirect(app, `/connections/${id}?done=refreshed`)
  } catch (error) {
    if (!isGrantkeeperError(error) || error.code === 'WX-GRANT-UNKNOWN') throw error
    app.note({ what: 'operator.refresh', who, grantId: id, code: error.code })
    return redirect(app, `/connections/${id}?done=not-refreshed&code=${error.code}`)
  }
}

/** GET /connections/:id/disconnect: what it does, before it is done. */
export const askDisconnect = forOperators(async (visit) => {
  const { app, request, id } = visit
  const { words } = app.language
  const { disconnect } = words.operator
  const [grant, own] = await Promise.all([app.keeper.grants.get(id), grantOfVisit(visit)])
  if (!grant) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
  const content = html`<p class="crumb"><a href="/connections">${words.frame.links.connections}</a></p>
<h1>${disconnect.title}</h1>
<p class="lead">${disconnect.lead(personName(words, grant))}</p>
<ul>${disconnect.effects.map((effect) => html`<li>${effect}</li>`)}</ul>
<div class="actions"><form method="post" action="/connections/${id}/disconnect"><button class="danger" type="submit">${disconnect.submit}</button></form>
<a class="button" href="/connections/${id}">${disconnect.keep}</a></div>`
  return renderPage(visit, request, { title: disconnect.title, grant: own }, content)
})

/** POST /connections/:id/disconnect: deletes the grant here, and asks Webex to end it. */
export const disconnectNow: Page = async (visit) => {
  const who = requireOperator(visit)
  const { app, id } = visit
  const { revokedAtWebex, code } = await app.keeper.grants.disconnect(id)
  app.note({ what: 'operator.disconnect', who, grantId: id, ...(code && { code }) })
  return redirect(app, `/connections?done=${revokedAtWebex ? 'disconnected' : 'disconnected-here'}`)
}
