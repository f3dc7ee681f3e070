import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { connectForm, endedNotice, notice, personName } from '../frame/parts.ts'
import { scopeItem } from './scope-item.ts'

/** GET /: what the app will be able to do, and the button that asks for it. */
export const connectPage: Page = async (visit) => {
  const { app, request } = visit
  const grant = await app.keeper.grantOf(request)
  const words = app.language.words.connection.connect
  const title = grant ? words.titleConnected : words.title
  const content = html`<h1>${title}</h1>
${grant ? connected(app, grant) : offer(app)}`
  return renderPage(visit, request, { title, grant }, content)
}

function connected({ language }: AppContext, grant: Grant): Html {
  const { words } = language
  const { connectedAs, showSpaces, connect } = words.connection
  if (grant.status === 'reconnect') return endedNotice(words, grant, '/spaces')
  return html`${notice(words, 'good', connectedAs(personName(words, grant)))}
<p class="actions"><a class="button primary" href="/spaces">${showSpaces}</a> <a class="button" href="/granted">${connect.manage}</a></p>`
}

function offer({ appearance, keeper, language }: AppContext): Html {
  const { scopes, optionalScopes, authorizeUrl } = keeper.integration
  const words = language.words.connection.connect
  const { host } = new URL(authorizeUrl)
  return html`<p class="lead">${words.lead(appearance.name)}</p>
<div class="card columns">
<section aria-labelledby="able"><h2 id="able">${words.able}</h2>
<ul class="marked can">${scopes.map((scope) => scopeItem(language.words, scope))}</ul></section>
<section aria-labelledby="unable"><h2 id="unable">${words.unable}</h2>
<ul class="marked cannot">${listRefusals(scopes).map((what) => html`<li>${words.refusals[what]}</li>`)}</ul></section>
</div>
${connectForm('/granted', scopes.includes('openid') ? words.signIn : words.grant)}
<p class="quiet">${words.thereAndBack(host)}${optionalScopes.length > 0 && html` ${words.optional}`}</p>
<details><summary>${words.whatHappens}</summary>
<ol>${words.steps(host).map((step) => html`<li>${step}</li>`)}</ol></details>
<p class="quiet">${language.words.waiting.ask} <a href="/waiting">${language.words.waiting.link}</a></p>`
}

const REFUSALS = [
  { what: 'password', unless: [] },
  { what: 'readMessages', unless: ['spark:all', 'spark:messages_read'] },
  { what: 'sendMessages', unless: ['spark:all', 'spark:messages_write'] },
  { what: 'changeSpaces', unless: ['spark:all', 'spark:rooms_write'] },
] as const

function listRefusals(scopes: readonly string[]) {
  return REFUSALS.filter(({ unless }) => !unless.some((scope) => scopes.includes(scope))).map(({ what }) => what)
}
