import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import { badge, clip, copyButton, fact } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { curlOf } from './curl.ts'
import type { Check, Leg, Step, WebexView } from './flow.ts'
import { addressOf, MARKS, moodOf, partyName, resultOf } from './flow-words.ts'
import { messageTable } from './message-table.ts'

/** A step in words: who asks whom for what, what was checked, and everything that travelled. */
export function stepItem(app: AppContext, { step, part }: Leg, number: number): Html {
  if (part === 'response') return answerItem(app, step, number)
  const { flow: words } = app.language.words
  const { from, to, tookMs, checks } = step
  const result = part === 'whole' ? resultOf(app, step) : undefined
  const who =
    from === to ? words.self(partyName(app, from)) : words.stepsTitle(partyName(app, from), partyName(app, to))
  return html`<li id="step-${String(step.id)}" class="card">
<div class="flow-head"><span class="flow-number" aria-hidden="true">${String(number)}</span>
<div><p class="quiet">${who}</p><h3>${words.steps[step.name]}</h3>
<p class="flow-address">${step.method && html`<code>${addressOf(step)}</code>`} ${result && badge(moodOf(step), result)}
${part === 'whole' && tookMs !== undefined && html`<span class="quiet number">${words.span(tookMs)}</span>`}</p>
${step.webex && (step.webex.user || step.webex.summary) && html`<p class="quiet"><bdi>${words.emulatorSays(step.webex.user, step.webex.summary)}</bdi></p>`}</div></div>
${step.waitedMs !== undefined && html`<p>${words.waited(words.span(step.waitedMs))}</p>`}
${step.leadsTo && html`<p><a href="/flow/${step.leadsTo}">${words.leadsTo}</a></p>`}
${checkList(app, checks)}
${(step.request || step.webex) && details(app, step, part === 'whole')}
</li>`
}

/** What the app answers a browser, after all that it did for it. */
function answerItem(app: AppContext, step: Step, number: number): Html {
  const { flow: words } = app.language.words
  const result = resultOf(app, step)
  return html`<li id="step-${String(step.id)}-answer" class="card">
<div class="flow-head"><span class="flow-number" aria-hidden="true">${String(number)}</span>
<div><p class="quiet">${words.stepsTitle(partyName(app, step.to), partyName(app, step.from))}</p>
<h3>${(step.status ?? 0) < 400 ? words.answer(step.name) : words.refused}</h3>
<p class="flow-address">${result && badge(moodOf({ ...step, checks: [] }), result)}
${step.tookMs !== undefined && html`<span class="quiet number">${words.span(step.tookMs)}</span>`}</p></div></div>
<details id="details-${String(step.id)}-answer"><summary>${words.details}</summary>
<h4>${words.response}</h4>${messageTable(app, step.response)}</details></li>`
}

function checkList({ language }: AppContext, checks: readonly Check[]): Html | undefined {
  if (checks.length === 0) return undefined
  const { flow: words } = language.words
  const item = ({ name, verdict, detail }: Check) =>
    html`<li class="${verdict}"><span aria-hidden="true">${MARKS[verdict]}</span> <span><span class="sr-only">${words.verdicts[verdict]} </span>${words.check(name, verdict)}${detail && html` <code>${detail}</code>`}</span></li>`
  return html`<ul class="flow-checks">${checks.map(item)}</ul>`
}

function details(app: AppContext, step: Step, withAnswer: boolean): Html {
  const { flow: words } = app.language.words
  const curl = curlOf(step)
  const curlId = `curl-${step.id}`
  return html`<details id="details-${String(step.id)}"><summary>${words.details}</summary>
<div class="flow-sides"><div>${step.request && html`<h4>${words.request}</h4>${step.url && html`<p class="flow-url"><code>${step.method} ${clip(step.url, 300)}</code></p>`}${messageTable(app, step.request)}`}
${withAnswer && step.response && html`<h4>${words.response}</h4>${messageTable(app, step.response)}`}</div>
${step.webex && emulatorView(app, step.webex)}</div>
${
  curl &&
  html`<h4>${words.curl}</h4><div class="code-block"><pre id="${curlId}" tabindex="0">${curl}</pre></div>
<p class="actions">${copyButton(app.language.words, curlId)}${curl.includes('$') && html` <span class="hint">${words.curlNote}</span>`}</p>`
}
</details>`
}

/** The other side of the same step. */
function emulatorView({ language }: AppContext, view: WebexView): Html {
  const { flow: words } = language.words
  const { emulator: names } = words
  const marks = Object.entries(view.marks)
  return html`<section class="flow-emulator"><h4>${words.emulatorView}</h4><dl class="facts">
${fact(names.summary, view.summary)}
${fact(names.user, view.user)}
${fact(names.status, html`${view.status === 0 ? words.failure('interrupted') : String(view.status)}`)}
${fact(names.took, words.span(view.tookMs))}
${fact(names.fault, view.fault)}
${fact(names.trackingId, html`<code>${view.trackingId}</code>`)}
${marks.map(([name, fingerprint]) => fact(words.marks[name] ?? name, html`<code>${fingerprint}</code>`))}
</dl></section>`
}
