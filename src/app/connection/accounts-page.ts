import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { badge, connectForm, initial, notice, personName } from '../frame/parts.ts'

/** Accounts that a browser's session holds at most. */
const MOST_ACCOUNTS = 8

/** GET /accounts: the accounts of this browser, which of them is used, and the way out. */
export const accountsPage: Page = async (visit) => {
  const { app, request, url } = visit
  const [chosen, ...others] = await app.keeper.sessions.grantsOf(request)
  const { accounts: words } = app.language.words.connection
  const content = html`<h1>${words.title}</h1>
${chosen ? listing(app, chosen, others, url.searchParams.has('chosen')) : empty(app)}`
  return renderPage(visit, request, { title: words.title, grant: chosen }, content)
}

function empty({ language }: AppContext): Html {
  const { accounts, connect } = language.words.connection
  return html`<div class="empty"><p>${accounts.none}</p>${connectForm('/granted', connect.grant)}</div>`
}

function listing(app: AppContext, chosen: Grant, others: readonly Grant[], isNew: boolean): Html {
  const { words } = app.language
  const { accounts } = words.connection
  return html`${isNew && notice(words, 'good', accounts.now(personName(words, chosen)))}
<p>${accounts.lead}</p>
<ul class="accounts" aria-label="${accounts.list}">
${account(app, chosen, badge('good', accounts.chosen))}
${others.map((grant) => account(app, grant, chooseForm(app, grant)))}
</ul>
${chosen.status === 'reconnect' && connectForm('/accounts?chosen', words.frame.reconnect)}
${others.length + 1 < MOST_ACCOUNTS ? anotherForm(app) : html`<p class="quiet">${accounts.full}</p>`}
<form class="actions" method="post" action="/sign-out"><button type="submit">${accounts.signOut}</button>
<a class="button" href="/disconnect">${accounts.disconnect}</a></form>
<p class="quiet">${accounts.signOutLead}</p>`
}

function account({ language, moments, environment }: AppContext, grant: Grant, action: Html): Html {
  const { accounts } = language.words.connection
  const since = accounts.connectedSince(moments.age(grant.connectedAt, environment.now()))
  const state = grant.status !== 'healthy' && badge('warning', accounts[grant.status])
  return html`<li>${initial(grant)}<span class="who"><strong id="who-${grant.id}">${personName(language.words, grant)}</strong>
<span class="quiet">${since}</span></span> ${state && html`${state} `}${action}</li>
`
}

function chooseForm({ language }: AppContext, { id }: Grant): Html {
  const { accounts } = language.words.connection
  return html`<form method="post" action="/accounts/${id}">
<button type="submit" id="use-${id}" aria-labelledby="use-${id} who-${id}">${accounts.choose}</button></form>`
}

function anotherForm({ language }: AppContext): Html {
  const { accounts } = language.words.connection
  return html`<form method="post" action="/connect?account=another&return_to=${encodeURIComponent('/accounts?chosen')}">
<button type="submit" aria-describedby="another">${accounts.another}</button> <span class="quiet" id="another">${accounts.anotherLead}</span></form>`
}
