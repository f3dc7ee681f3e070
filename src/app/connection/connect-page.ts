import { html } from 'hono/html'
import { describeScope, type Grant } from '../../index.ts'
import type { AppContext, Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { connectForm, endedNotice, notice, personName } from '../frame/parts.ts'

/** GET /: what the app will be able to do, and the button that asks for it. */
export const connectPage: Page = async (visit) => {
  const grant = await visit.app.keeper.grantOf(visit.request)
  const title = grant ? 'Your connection' : 'Connect your account'
  const content = html`<h1>${title}</h1>
${grant ? connected(grant) : offer(visit.app)}`
  return renderPage(visit, visit.request, { title, grant }, content)
}

function connected(grant: Grant): Html {
  if (grant.status === 'reconnect') return endedNotice(grant, '/spaces')
  return html`${notice('good', html`Connected as ${personName(grant)}`)}
<p class="actions"><a class="button primary" href="/spaces">SHOW SPACES</a> <a class="button" href="/granted">Manage connection</a></p>`
}

function offer({ appearance, keeper }: AppContext): Html {
  const { scopes, authorizeUrl } = keeper.integration
  const { host } = new URL(authorizeUrl)
  return html`<p class="lead">Connect once, and ${appearance.name} shows the spaces you are in.</p>
<div class="columns">
<section aria-labelledby="able"><h2 id="able">This app will be able to</h2>
<ul class="marked can">${scopes.map(scopeItem)}</ul></section>
<section aria-labelledby="unable"><h2 id="unable">It will not be able to</h2>
<ul class="marked cannot">${listRefusals(scopes).map((text) => html`<li>${text}</li>`)}</ul></section>
</div>
${connectForm('/granted', 'GRANT ACCESS')}
<p class="quiet">You will be sent to ${host} and back.</p>
<details><summary>What happens?</summary>
<ol>
<li>Your browser goes to ${host}. You sign in there, never here.</li>
<li>You see the same list again and choose "Accept" or "Deny".</li>
<li>Your browser comes back with a code that works once, in this browser only.</li>
<li>This app trades the code for a key of its own and keeps it encrypted. It renews by itself.</li>
<li>You can disconnect at any time; the key is then deleted here and Webex is asked to end it.</li>
</ol></details>`
}

function scopeItem(scope: string): Html {
  const words = describeScope(scope) ?? 'use a permission this app has no words for; Webex will describe it'
  return html`<li>${words} <code>${scope}</code></li>`
}

const REFUSALS: readonly { text: string; unless: readonly string[] }[] = [
  { text: 'see your Webex password', unless: [] },
  { text: 'read your messages', unless: ['spark:all', 'spark:messages_read'] },
  { text: 'send messages in your name', unless: ['spark:all', 'spark:messages_write'] },
  { text: 'change or delete your spaces', unless: ['spark:all', 'spark:rooms_write'] },
]

function listRefusals(scopes: readonly string[]): string[] {
  return REFUSALS.filter(({ unless }) => !unless.some((scope) => scopes.includes(scope))).map(({ text }) => text)
}
