import { html } from 'hono/html'
import { catalogue, type ErrorCode, type Grant, GrantkeeperError } from '../../index.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { clip, fact, notice } from '../frame/parts.ts'
import { reconnectLink, trouble } from './connections-table.ts'
import { codeLink, healthBadge, shortName } from './grant-words.ts'
import { lifeBars } from './life.ts'
import { forOperators } from './operators.ts'
import { scopesTable } from './scopes-table.ts'
import { readTimeline, timeline } from './timeline.ts'

/** GET /connections/:id?before=: one grant, what may be done with it, and what has happened to it. */
export const connectionPage = forOperators(async (visit) => {
  const { app, request, id } = visit
  const [grant, happenings, own] = await Promise.all([
    app.keeper.grants.get(id),
    readTimeline(visit),
    grantOfVisit(visit),
  ])
  if (!grant) throw new GrantkeeperError('WX-GRANT-UNKNOWN')
  const { words } = app.language
  const { connection } = words.operator
  const content = html`<p class="crumb"><a href="/connections">${words.frame.links.connections}</a></p>
<div class="split"><h1>${shortName(words, grant)}</h1> ${healthBadge(words, grant)}</div>
${outcome(visit)}
${actions(app, grant)}
<div class="columns">
<section aria-labelledby="life"><h2 id="life">${connection.life}</h2>${lifeBars(app, grant)}${lastError(app, grant)}</section>
<section aria-labelledby="facts"><h2 id="facts">${connection.facts}</h2>${facts(app, grant)}</section>
</div>
<section aria-labelledby="scopes"><h2 id="scopes">${connection.scopes.title}</h2>${scopesTable(app, grant)}</section>
<section aria-labelledby="timeline"><h2 id="timeline">${connection.timeline.title}</h2>${timeline(visit, happenings)}</section>
<p class="hint">${connection.tokens}</p>`
  return renderPage(visit, request, { title: connection.title, grant: own }, content)
})

/** What came of the button that led here. */
function outcome({ app, url }: Visit): Html | undefined {
  const { words } = app.language
  const { connection } = words.operator
  const done = url.searchParams.get('done')
  if (done === 'refreshed') return notice(words, 'good', connection.refreshed)
  const code = url.searchParams.get('code') ?? ''
  if (done !== 'not-refreshed' || !isCode(code)) return undefined
  const { title, fix } = words.errors(code)
  return notice(words, 'bad', connection.notRefreshed(title, fix, codeLink(words, code)))
}

function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text)
}

function actions(app: AppContext, { id, status, health }: Grant): Html {
  const { connections, connection } = app.language.words.operator
  const path = `/connections/${id}`
  const mustReconnect = status === 'reconnect'
  return html`${(mustReconnect || health === 'expiring') && html`<p>${mustReconnect ? connection.mustReconnect : connection.shouldReconnect}</p>${reconnectLink(app)}`}
<div class="actions">${!mustReconnect && html`<form method="post" action="${path}/refresh"><button type="submit">${connections.refresh}</button></form>`}
<a class="button danger" href="${path}/disconnect">${connections.disconnect}</a>
${app.inspector && html`<a class="button plain" href="/flow?q=${id}">${connection.flows}</a>`}</div>`
}

/** Under a word of its own here, where no column says what it is. */
function lastError(app: AppContext, grant: Grant): Html | undefined {
  if (grant.status === 'healthy') return undefined
  return html`<h3>${app.language.words.operator.connections.columns.trouble}</h3>${trouble(app, grant)}`
}

function facts({ language, moments, environment }: AppContext, grant: Grant): Html {
  const { fact: names } = language.words.operator.connection
  const now = environment.now()
  const instant = (at: number | undefined) =>
    at === undefined
      ? undefined
      : html`<time datetime="${new Date(at).toISOString()}">${moments.instant(at, now)}</time>`
  const { person, owner, login } = grant
  const name = (text: string | null | undefined) => (text ? html`<bdi>${clip(text, 80)}</bdi>` : undefined)
  const code = (text: string | null | undefined) => (text ? html`<code>${clip(text, 120)}</code>` : undefined)
  return html`<dl class="facts">
${fact(names.email, name(person?.email))}
${fact(names.login, name(login?.name))}
${fact(names.connected, instant(grant.connectedAt))}
${fact(names.lastOk, instant(grant.lastOkAt))}
${fact(names.accessEnds, instant(grant.accessExpiresAt))}
${fact(names.refreshEnds, instant(grant.refreshExpiresAt))}
${fact(names.lastError, instant(grant.lastErrorAt))}
${fact(names.generation, moments.count(grant.generation))}
${fact(names.id, code(grant.id))}
${fact(names.person, code(person?.id))}
${fact(names.owner, owner === person?.id ? undefined : code(owner))}
${fact(names.organization, code(person?.orgId))}
</dl>`
}
