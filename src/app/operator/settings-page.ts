import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, ShownSetting, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { fact } from '../frame/parts.ts'
import type { OperatorProof } from './doorkeeper.ts'
import { forOperators } from './operators.ts'

/** The same three folders up from src/ and from dist/. */
const manifest = new URL('../../../package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }

/** GET /settings?keys=count: what the app runs with, and where each setting came from. Never a secret. */
export const settingsPage = forOperators(async (visit, operator) => {
  const { app, request, url } = visit
  const { settings: words } = app.language.words.operator
  const areKeysAsked = url.searchParams.get('keys') === 'count'
  const [keys, grant] = await Promise.all([areKeysAsked ? keyCounts(app) : askForKeys(app), grantOfVisit(visit)])
  const content = html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<section aria-labelledby="integration"><h2 id="integration">${words.integration.title}</h2>${integration(app)}</section>
<section aria-labelledby="operator"><h2 id="operator">${words.operator.title}</h2>${access(visit, operator)}</section>
${app.settings && html`<section aria-labelledby="configuration"><h2 id="configuration">${words.configuration}</h2>${configuration(app, app.settings())}</section>`}
<section aria-labelledby="keys"><h2 id="keys">${words.keys.title}</h2>${keys}</section>
<section aria-labelledby="versions"><h2 id="versions">${words.versions}</h2><dl class="facts">${fact('grantkeeper', version)}${fact('Node.js', process.versions.node)}</dl></section>`
  return renderPage(visit, request, { title: words.title, grant }, content)
})

function integration({ keeper, appearance, language }: AppContext): Html {
  const { integration: words } = language.words.operator.settings
  const { clientId, redirectUri, scopes, optionalScopes, apiUrl } = keeper.integration
  const codeOf = (text: string) => html`<code>${text}</code>`
  return html`<dl class="facts">
${fact(words.clientId, codeOf(clientId))}
${fact(words.redirectUri, codeOf(redirectUri))}
${fact(words.scopes, codeOf(scopes.join(' ')))}
${fact(words.optionalScopes, optionalScopes.length > 0 ? codeOf(optionalScopes.join(' ')) : undefined)}
${fact(words.api, html`${codeOf(apiUrl)} ${appearance.emulated && words.emulated}`)}
</dl>`
}

function access({ app, request }: Visit, operator: OperatorProof): Html {
  const { operators, language } = app
  const { settings, signIn } = language.words.operator
  const { operator: words } = settings
  const inspector = app.inspector ? html`<a href="/flow">${words.inspected}</a>` : words.notInspected
  const who = operators.byTokenOnly ? words.tokenOnly : operators.hasToken ? words.tokenOrHere : words.hereOnly
  return html`<dl class="facts">${fact(words.who, who)}${fact(words.you, signIn.isIn[operator])}${fact(words.inspector, inspector)}</dl>
${operators.sessions.isLive(request) && html`<form method="post" action="/operator/sign-out"><button type="submit">${signIn.signOut}</button></form>`}`
}

function configuration({ language }: AppContext, settings: readonly ShownSetting[]): Html {
  const { settings: words } = language.words.operator
  const row = ({ name, value, secret, origin }: ShownSetting) => html`<tr><th scope="row"><code>${name}</code></th>
<td class="wrap" data-label="${words.columns.value}">${describeValue({ value, secret, origin }, words)}</td>
<td class="wrap" data-label="${words.columns.origin}">${origin ?? html`<span class="quiet">–</span>`}</td></tr>`
  return html`<table class="table settings"><caption class="sr-only">${words.configuration}</caption>
<thead><tr><th scope="col">${words.columns.name}</th><th scope="col">${words.columns.value}</th><th scope="col">${words.columns.origin}</th></tr></thead>
<tbody>${settings.map(row)}</tbody></table>`
}

function describeValue(
  { value, secret, origin }: Omit<ShownSetting, 'name'>,
  words: { notSet: string; hidden: string },
): Html {
  if (origin === undefined) return html`<span class="quiet">${words.notSet}</span>`
  return secret ? html`<span class="quiet">${words.hidden}</span>` : html`<code>${value ?? ''}</code>`
}

function askForKeys({ language }: AppContext): Html {
  const { keys: words } = language.words.operator.settings
  return html`<p>${words.lead}</p><p><a class="button" href="/settings?keys=count#keys">${words.count}</a></p>`
}

/** Reads every row, so it is done only when asked for. */
async function keyCounts({ keeper, language, moments }: AppContext): Promise<Html> {
  const { keys: words } = language.words.operator.settings
  const { first, known, rows } = await keeper.keys.inspect()
  const ids = [...new Set([...known, ...Object.keys(rows)])]
  const standing = (id: string) => (id === first ? words.seals : known.includes(id) ? words.opens : words.missing)
  const row = (id: string) =>
    html`<tr><th scope="row"><code>${id}</code></th><td data-label="${words.columns.standing}">${standing(id)}</td><td class="number" data-label="${words.columns.rows}">${moments.count(rows[id] ?? 0)}</td></tr>`
  return html`<table class="table"><caption class="sr-only">${words.title}</caption>
<thead><tr><th scope="col">${words.columns.id}</th><th scope="col">${words.columns.standing}</th><th scope="col" class="number">${words.columns.rows}</th></tr></thead>
<tbody>${ids.map(row)}</tbody></table>
<p class="hint">${words.rotate}</p>`
}
