import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Page, Visit } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { clip, notice } from '../frame/parts.ts'
import { forOperators, requireOperator } from '../operator/operators.ts'
import type { Html } from '../words/html.ts'
import { type FlowFilter, isNarrowed, isWanted, queryOf, readFlowFilter } from './filter.ts'
import { type Flow, flowKinds, outcomes } from './flow.ts'
import { codeOf, outcomeBadge, titleOf, troubles } from './flow-words.ts'
import { inspectorOf } from './inspector-of-visit.ts'

/** GET /flow?q=&kind=&outcome=: what happened, the newest first. */
export const flowsPage = forOperators(async (visit) => {
  const { app, request, url } = visit
  const { flow: words } = app.language.words
  const inspector = inspectorOf(visit)
  const filter = readFlowFilter(url.searchParams)
  const all = inspector.flows
  const shown = all.filter((flow) => isWanted(filter, flow))
  const query = queryOf(filter)
  const content = html`<div class="split"><h1>${words.title}</h1>
<div class="actions"><a class="button" href="/flow${query}">${words.reload}</a>
<a class="button" href="/flow/har${query}" download="flows.har">${words.exportAll}</a>
<form method="post" action="/flow/clear"><button type="submit">${words.clear}</button></form></div></div>
<p class="lead">${words.lead}</p>
${url.searchParams.get('done') === 'cleared' && notice(app.language.words, 'good', words.cleared)}
${filterForm(app, filter)}
${liveView(app, inspector.lastChange)}
<div data-live>
${listing(app, { shown, all: all.length, isFiltered: isNarrowed(filter) })}
</div>`
  return renderPage(visit, request, { title: words.title, grant: await grantOfVisit(visit) }, content)
})

/** POST /flow/clear */
export const clearFlows: Page = (visit: Visit) => {
  const who = requireOperator(visit)
  inspectorOf(visit).clear()
  visit.app.note({ what: 'operator.flow-cleared', who })
  return new Response(null, { status: 303, headers: { ...visit.app.headers, location: '/flow?done=cleared' } })
}

function filterForm({ language }: AppContext, filter: FlowFilter): Html {
  const { kinds, outcomes: outcomeWords, filter: words } = language.words.flow
  return html`<search><form class="filter" method="get" action="/flow" aria-label="${words.label}">
<label>${words.text} <input type="search" name="q" value="${filter.q}" maxlength="200" autocomplete="off"></label>
<label>${words.kind} <select name="kind">${option('', words.anyKind, !filter.kind)}
${flowKinds.map((kind) => option(kind, kinds[kind], kind === filter.kind))}</select></label>
<label>${words.outcome} <select name="outcome">${option('', words.anyOutcome, !filter.outcome)}
${outcomes.map((outcome) => option(outcome, outcomeWords[outcome], outcome === filter.outcome))}</select></label>
<button type="submit">${words.apply}</button>
${isNarrowed(filter) && html`<a class="button plain" href="/flow">${words.clear}</a>`}
</form></search>`
}

function option(value: string, label: string, isChosen: boolean): Html {
  return html`<option value="${value}"${isChosen ? html` selected` : ''}>${label}</option>`
}

/** Filled by script as things happen; without it there is nothing to see. */
export function liveView({ language }: AppContext, after: number): Html {
  const { flow: words } = language.words
  return html`<section class="flow-live" data-flow-stream="/flow/stream?after=${String(after)}" data-summary="${words.summary}" data-lost="${words.lost}" aria-labelledby="flow-log-title" hidden>
<div class="split"><h2 id="flow-log-title">${words.log}</h2>
<p class="actions"><span class="flow-pulse" data-live-word="${words.live}" data-paused-word="${words.paused}" data-away-word="${words.away}" data-ended-word="${words.ended}">${words.live}</span>
<button class="small" type="button" data-pause aria-pressed="false">${words.pause}</button></p></div>
<div role="log" aria-labelledby="flow-log-title" tabindex="0"><p class="quiet" data-quiet>${words.quiet}</p></div></section>`
}

function listing(app: AppContext, list: { shown: readonly Flow[]; all: number; isFiltered: boolean }): Html {
  const { flow: words } = app.language.words
  if (list.all === 0) {
    const { title, text, action } = words.none
    return html`<div class="empty"><h2>${title}</h2><p>${text}</p><p><a class="button primary" href="/">${action}</a></p></div>`
  }
  if (list.shown.length === 0)
    return html`<div class="empty"><p>${words.noneFound}</p><p><a class="button" href="/flow">${words.filter.clear}</a></p></div>`
  const { flow, outcome, steps, took, when } = words.columns
  return html`<table class="table flows"><caption class="quiet">${words.shown(list.shown.length, list.all)}<span class="sr-only">. ${words.caption}</span></caption>
<thead><tr><th scope="col">${flow}</th><th scope="col">${outcome}</th><th scope="col" class="number">${steps}</th><th scope="col" class="number">${took}</th><th scope="col">${when}</th></tr></thead>
<tbody>${list.shown.map((one) => row(app, one))}</tbody></table>`
}

function row(app: AppContext, flow: Flow): Html {
  const { language, moments, environment } = app
  const { span, columns } = language.words.flow
  return html`<tr><th scope="row"><a href="/flow/${flow.id}"><bdi>${titleOf(app, flow)}</bdi></a>
${flow.page && html`<br><code class="quiet">${clip(flow.page, 80)}</code>`}</th>
<td data-label="${columns.outcome}"><span class="actions">${outcomeBadge(app, flow)} ${troubles(app, flow)} ${codeOf(app, flow)}</span></td>
<td class="number" data-label="${columns.steps}">${String(flow.steps.length)}</td>
<td class="number" data-label="${columns.took}">${span(flow.tookMs)}</td>
<td data-label="${columns.when}"><time datetime="${new Date(flow.beganAt).toISOString()}">${moments.age(flow.beganAt, environment.now())}</time></td></tr>`
}
