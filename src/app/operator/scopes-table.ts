import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { notice } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'

/** What was asked for, what was granted and what the app wants today, side by side. */
export function scopesTable({ keeper, language }: AppContext, grant: Grant): Html {
  const { words } = language
  const { scopes } = words.operator.connection
  const { missing, surplus } = keeper.scopes.drift(grant)
  const wanted = keeper.integration.scopes
  const all = [...new Set([...wanted, ...grant.scopesAsked, ...grant.scopesGranted])].sort()
  const row = (scope: string) => html`<tr><th scope="row"><code>${scope}</code></th>
${[grant.scopesAsked, grant.scopesGranted, wanted].map((list, index) => html`<td data-label="${scopes.columns[index]}">${mark(list.includes(scope), scopes)}</td>`)}</tr>`
  return html`${missing.length > 0 && notice(words, 'warning', scopes.missing(listOf(missing)))}
${surplus.length > 0 && html`<p class="quiet">${scopes.surplus(listOf(surplus))}</p>`}
<table class="table"><caption class="sr-only">${scopes.title}</caption>
<thead><tr><th scope="col">${scopes.scope}</th>${scopes.columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${all.map(row)}</tbody></table>`
}

function mark(isSo: boolean, { yes, no }: { yes: string; no: string }): Html {
  return isSo
    ? html`<span><span class="mark good" aria-hidden="true">✔</span> ${yes}</span>`
    : html`<span><span aria-hidden="true">–</span> ${no}</span>`
}

function listOf(scopes: readonly string[]): Html {
  return html`${scopes.map((scope, index) => html`${index > 0 ? ', ' : ''}<code>${scope}</code>`)}`
}
