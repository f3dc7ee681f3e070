import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import type { Html } from '../words/html.ts'
import { type Activity, type Column, RANGES, type Range } from './activity.ts'
import { activityChart, barChart } from './charts.ts'

/** What happened over time: as figures, as a chart, and as a table that says the same. */
export function activitySection(app: AppContext, activity: Activity, range: Range): Html {
  const { language, moments } = app
  const { activity: words } = language.words.operator.overview
  const { refreshed, failing, ended, connected, meanMs, longestMs } = activity
  const figure = (name: string, value: string) => html`<div><dt>${name}</dt><dd class="number">${value}</dd></div>`
  const ms: Spoken = (value) => (value === undefined ? '–' : words.ms(moments.count(Math.round(value))))
  return html`<div class="split"><h2 id="activity">${words.title}</h2>${ranges(app, range)}</div>
<dl class="figures">${figure(words.refreshed, moments.count(refreshed))}${figure(words.failing, moments.count(failing))}${figure(words.ended, moments.count(ended))}${figure(words.connected, moments.count(connected))}${figure(words.mean, ms(meanMs))}${figure(words.longest, ms(longestMs))}</dl>
${refreshed + failing + ended === 0 ? html`<p class="quiet">${words.nothing}</p>` : picture(app, activity, range, ms)}`
}

type Spoken = (value: number | undefined) => string

function picture(app: AppContext, activity: Activity, range: Range, ms: Spoken): Html {
  const { activity: words } = app.language.words.operator.overview
  const { columns } = activity
  const axis = html`<p class="axis"><span>${instant(app, columns[0]?.from)}</span><span>${words.now}</span></p>`
  return html`${renewals(app, activity, range)}${axis}
${activity.longestMs !== undefined && html`${latency(app, activity, ms)}${axis}`}
${table(app, columns, ms)}`
}

function renewals(app: AppContext, { columns, refreshed, failing, ended }: Activity, range: Range): Html {
  const { language, moments } = app
  const { activity: words } = language.words.operator.overview
  const most = (read: (column: Column) => number) => moments.count(Math.max(...columns.map(read)))
  const scale = words.most(
    most((column) => column.refreshed),
    most((column) => column.failed),
    words.steps[range],
  )
  const label = words.label(moments.count(refreshed), moments.count(failing + ended))
  return html`<h3>${words.renewals}</h3><p class="hint">${words.key} ${scale}</p>
${activityChart(columns, label, (column) => describe(app, column))}`
}

function latency(app: AppContext, { columns, meanMs, longestMs }: Activity, ms: Spoken): Html {
  const { activity: words } = app.language.words.operator.overview
  const bars = columns.map((column) => ({
    title: words.latencyOf(instant(app, column.from), ms(column.meanMs), ms(column.longestMs)),
    layers: [
      ['pale', column.longestMs ?? 0],
      ['mean', column.meanMs ?? 0],
    ] as const,
  }))
  return html`<h3>${words.latency}</h3><p class="hint">${words.latencyKey(ms(longestMs))}</p>
${barChart(bars, words.latencyLabel(ms(meanMs), ms(longestMs)))}`
}

function ranges({ language }: AppContext, chosen: Range): Html {
  const { activity: words } = language.words.operator.overview
  const link = (range: Range) =>
    html`<li><a href="/overview?range=${range}#activity"${range === chosen ? html` aria-current="true"` : ''}>${words.ranges[range]}</a></li>`
  return html`<nav aria-label="${words.range}"><ul class="states">${(Object.keys(RANGES) as Range[]).map(link)}</ul></nav>`
}

function describe(app: AppContext, { from, refreshed, failed }: Column): string {
  const { activity: words } = app.language.words.operator.overview
  return words.column(instant(app, from), app.moments.count(refreshed), app.moments.count(failed))
}

/** Without an age, which would say the same for all. */
function instant({ moments }: AppContext, at = 0): string {
  return moments.instant(at, at - 1)
}

function table(app: AppContext, columns: readonly Column[], ms: Spoken): Html {
  const { activity: words } = app.language.words.operator.overview
  const busy = columns.filter(({ refreshed, failed }) => refreshed + failed > 0)
  const [from, ...names] = words.columns
  const row = (
    column: Column,
  ) => html`<tr><th scope="row"><time datetime="${new Date(column.from).toISOString()}">${instant(app, column.from)}</time></th>
${[app.moments.count(column.refreshed), app.moments.count(column.failed), ms(column.meanMs), ms(column.longestMs)].map((value, index) => html`<td class="number" data-label="${names[index] ?? ''}">${value}</td>`)}</tr>`
  return html`<details><summary>${words.asTable}</summary>
<table class="table"><caption>${words.tableNote}</caption><thead><tr><th scope="col">${from}</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${busy.map(row)}</tbody></table></details>`
}
