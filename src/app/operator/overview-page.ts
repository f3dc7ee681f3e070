import { html } from 'hono/html'
import { type Grant, type GrantkeeperError, type GrantStatus, isGrantkeeperError } from '../../index.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { notice } from '../frame/parts.ts'
import { type Activity, RANGES, type Range, readRange, startOf, summarizeActivity } from './activity.ts'
import { activitySection } from './activity-section.ts'
import { barChart, statesBar } from './charts.ts'
import { DAY_MS, SOON_MS, STATUSES } from './connections-filter.ts'
import { codeLink, healthBadge, shortName, timeUntil } from './grant-words.ts'
import { forOperators } from './operators.ts'

/** Of those in one state that end soon, so many are looked at for the first to end. */
const SOON_LOOKED_AT = 100
const SOON_SHOWN = 8

interface Overview {
  counts: Partial<Record<GrantStatus, number>>
  /** How many that can still be renewed end on each of the next 7 days. */
  endingSoon: number[]
  /** The first of them to end. */
  soonest: Grant[]
  activity: Activity
}

/** GET /overview?range=24h|7d|30d: how all grants are at a glance. */
export const overviewPage = forOperators(async (visit) => {
  const { app, request, url } = visit
  const { overview: words } = app.language.words.operator
  const range = readRange(url.searchParams)
  const [read, grant] = await Promise.all([readOverview(app, range).catch(readStoreTrouble), grantOfVisit(visit)])
  const isDown = isGrantkeeperError(read)
  const content = html`<h1>${words.title}</h1>
${rejection(app)}
${isDown ? storeDown(visit, read) : body(app, read, range)}`
  return renderPage(visit, request, { title: words.title, grant, status: isDown ? 503 : 200 }, content)
})

async function readOverview({ keeper, environment }: AppContext, range: Range): Promise<Overview> {
  const now = environment.now()
  const since = startOf(range, now)
  const endsBefore = now + SOON_MS
  const ending = (status: GrantStatus) => keeper.grants.list({ endsBefore, status, limit: SOON_LOOKED_AT })
  const [counts, soon, healthy, failing, found] = await Promise.all([
    keeper.grants.count(),
    Promise.all(daysUntil(now).map((day) => keeper.grants.count({ endsBefore: day }))),
    ending('healthy'),
    ending('failing'),
    keeper.grants.activity(since, RANGES[range].stepMs),
  ])
  return {
    counts,
    endingSoon: countEachDay(soon),
    soonest: [...healthy, ...failing].sort((a, b) => endOf(a) - endOf(b)).slice(0, SOON_SHOWN),
    activity: summarizeActivity(found, range, since),
  }
}

/** The ends of the next 7 days, counted from now. */
function daysUntil(now: number): number[] {
  return Array.from({ length: SOON_MS / DAY_MS }, (_, index) => now + (index + 1) * DAY_MS)
}

/** A store counts what ends before an instant; a chart wants what ends between two. */
function countEachDay(before: readonly Overview['counts'][]): number[] {
  const sums = before.map(({ healthy = 0, failing = 0 }) => healthy + failing)
  return sums.map((sum, index) => sum - (sums[index - 1] ?? 0))
}

function endOf({ refreshExpiresAt = 0 }: Grant): number {
  return refreshExpiresAt
}

/** A store that is away is something to show here; everything else is a fault. */
function readStoreTrouble(error: unknown): GrantkeeperError {
  if (isGrantkeeperError(error) && error.code.startsWith('WX-STORE-')) return error
  throw error
}

function rejection({ desk, language, moments, environment }: AppContext): Html | undefined {
  const found = desk.alarms.rejection()
  if (!found) return undefined
  const { words } = language
  const when = moments.instant(found.at, environment.now())
  return notice(
    words,
    'bad',
    html`${words.operator.overview.rejected(when)} <a href="/errors/${found.code}"><code>${found.code}</code></a>`,
  )
}

function storeDown({ app, url }: Visit, { code }: GrantkeeperError): Html {
  const { words } = app.language
  const { title, fix } = words.errors(code)
  return html`${notice(words, 'bad', html`<strong>${title}.</strong> ${fix} ${codeLink(words, code)}`)}
<p><a class="button primary" href="${url.pathname}${url.search}">${words.operator.overview.tryAgain}</a></p>`
}

function body(app: AppContext, overview: Overview, range: Range): Html {
  const { overview: words } = app.language.words.operator
  const total = STATUSES.reduce((sum, status) => sum + (overview.counts[status] ?? 0), 0)
  if (total === 0 && overview.activity.connected === 0)
    return html`<div class="empty"><p role="status">${words.empty}</p><p><a class="button primary" href="/">${words.connectFirst}</a></p></div>`
  return html`<div class="cards">
<section class="card" aria-labelledby="states">${states(app, overview.counts, total)}</section>
<section class="card" aria-labelledby="soon">${endingSoon(app, overview)}</section>
</div>
<section class="card" aria-labelledby="activity">${activitySection(app, overview.activity, range)}</section>`
}

function states({ language, moments }: AppContext, counts: Overview['counts'], total: number): Html {
  const { words } = language
  const { overview } = words.operator
  const said = STATUSES.map((status) => `${words.operator.health[status]} ${moments.count(counts[status] ?? 0)}`).join(
    ', ',
  )
  return html`<h2 id="states">${overview.states}</h2>
<p class="figure"><a href="/connections"><strong class="number">${moments.count(total)}</strong> ${overview.connections(total)}</a></p>
${statesBar(counts, said)}
<ul class="legend">${STATUSES.map((status) => html`<li><a href="/connections?status=${status}">${healthBadge(words, { health: status })} <span class="number">${moments.count(counts[status] ?? 0)}</span></a></li>`)}</ul>`
}

function endingSoon(app: AppContext, { endingSoon: days, soonest }: Overview): Html {
  const { words } = app.language
  const { overview } = words.operator
  const count = days.reduce((sum, day) => sum + day, 0)
  const item = (grant: Grant) =>
    html`<li><a href="/connections/${grant.id}">${shortName(words, grant)}</a> <span class="quiet">${timeUntil(app, endOf(grant))}</span></li>`
  return html`<h2 id="soon">${overview.soon}</h2>
${
  count === 0
    ? html`<p class="quiet">${overview.noneSoon}</p>`
    : html`<p class="figure"><a href="/connections?ends=7d"><strong class="number">${app.moments.count(count)}</strong> ${overview.endSoon(count)}</a></p>
${soonChart(app, days)}
<ul class="plain-list">${soonest.map(item)}</ul>`
}`
}

function soonChart({ language, moments }: AppContext, days: readonly number[]): Html {
  const { overview: words, spans } = language.words.operator
  const said = days.map((count, index) => words.soonOn(spans.ahead(spans.days(index + 1)), moments.count(count)))
  const bars = days.map((count, index) => ({ title: said[index] ?? '', layers: [['soon', count]] as const }))
  return html`${barChart(bars, words.soonChart(said.join(', ')))}
<p class="axis"><span>${words.soonFrom}</span><span>${words.soonTo}</span></p>`
}
