import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Visit } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { fact } from '../frame/parts.ts'
import { forOperators } from '../operator/operators.ts'
import type { Html } from '../words/html.ts'
import { diagram } from './diagram.ts'
import { type Flow, legsOf } from './flow.ts'
import { codeOf, outcomeBadge, titleOf, troubles } from './flow-words.ts'
import { flowOfVisit, inspectorOf } from './inspector-of-visit.ts'
import { liveView } from './list-page.ts'
import { stepItem } from './step-item.ts'
import { tellOnce } from './tell-once.ts'

/** GET /flow/:id: one flow as a picture and as a list, and what else belongs to the same connection. */
export const flowPage = forOperators(async (visit) => {
  const { app, request } = visit
  const { flow: words } = app.language.words
  const flow = flowOfVisit(visit)
  const title = titleOf(app, flow)
  const legs = legsOf(flow)
  const content = html`<p class="crumb"><a href="/flow">‹ ${words.crumb}</a></p>
<div class="split"><h1><bdi>${title}</bdi></h1>
<div class="actions"><a class="button" href="/flow/${flow.id}">${words.reload}</a>
<a class="button" href="/flow/${flow.id}/har" download="flow-${flow.id}.har">${words.har}</a></div></div>
<div data-live="${flow.id}">
<p class="actions">${outcomeBadge(app, flow)} ${troubles(app, flow)}</p>
${facts(app, flow)}
${diagram(app, legs)}
<h2>${words.list}</h2>
<ol class="flow-steps">${tellOnce(legs).map((leg, index) => stepItem(app, leg, index + 1))}</ol>
${flow.omitted > 0 && html`<p class="quiet">${words.omitted(flow.omitted)}</p>`}
${related(visit, flow)}
</div>
${liveView(app, inspectorOf(visit).lastChange)}`
  return renderPage(visit, request, { title, grant: await grantOfVisit(visit) }, content)
})

function facts(app: AppContext, flow: Flow): Html {
  const { language, moments, environment } = app
  const { facts: names, span } = language.words.flow
  const { beganAt, tookMs, page, connection } = flow
  const grantId = connection?.grantId
  return html`<dl class="facts">
${fact(names.began, html`<time datetime="${new Date(beganAt).toISOString()}">${moments.instant(beganAt, environment.now())}</time>`)}
${fact(names.took, span(tookMs))}
${fact(names.page, page && html`<code>${page}</code>`)}
${fact(names.code, codeOf(app, flow))}
${fact(names.grant, grantId && html`<a href="/connections/${grantId}"><code>${grantId}</code></a>`)}
</dl>`
}

/** The whole life of a connection, as far as it is kept: sign-in, calls, renewals, disconnect. */
function related(visit: Visit, flow: Flow): Html | undefined {
  const { app } = visit
  const { flow: words } = app.language.words
  const flows = inspectorOf(visit).flowsOf(flow)
  if (flows.length < 2) return undefined
  const item = (one: Flow) =>
    html`<li>${
      one === flow
        ? html`<strong>${words.kinds[one.kind]}</strong> <span class="quiet">${words.thisOne}</span>`
        : html`<a href="/flow/${one.id}">${words.kinds[one.kind]}${one.page && html` <code>${one.page}</code>`}</a>`
    } ${outcomeBadge(app, one)} <span class="quiet">${app.moments.age(one.beganAt, app.environment.now())}</span></li>`
  return html`<section aria-labelledby="related"><h2 id="related">${words.related}</h2>
<ul class="flow-related">${flows.slice(0, 30).map(item)}</ul></section>`
}
