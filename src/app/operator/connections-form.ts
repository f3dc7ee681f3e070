import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import type { Html } from '../words/html.ts'
import { type ConnectionsFilter, isNarrowed, PAGE_SIZES } from './connections-filter.ts'

/** The form above the list. The state is chosen by links of their own and stays as it is. */
export function filterForm({ keeper, language }: AppContext, filter: ConnectionsFilter): Html {
  const { connections: words } = language.words.operator
  const { q, status, endsSoon, limit } = filter
  return html`<search><form class="filter" method="get" action="/connections">
<label>${words.search} <input type="search" name="q" value="${q}" maxlength="200" autocomplete="off"></label>
<label>${words.scope} <select name="scope">${scopeOptions(keeper.integration, filter, words.anyScope)}</select></label>
<label class="choice"><input type="checkbox" name="ends" value="7d"${endsSoon ? html` checked` : ''}> ${words.endsSoon}</label>
<label>${words.pageSize} <select name="limit">${PAGE_SIZES.map((size) => option(String(size), String(size), size === limit))}</select></label>
${status && html`<input type="hidden" name="status" value="${status}">`}
<button type="submit">${words.apply}</button>
${isNarrowed(filter) && html`<a class="button plain" href="/connections">${words.clear}</a>`}
</form></search>`
}

/** What this app asks for, and what the address asks for beside it: grants of other days may hold other scopes. */
function scopeOptions(
  { scopes, optionalScopes }: AppContext['keeper']['integration'],
  { scope: chosen }: ConnectionsFilter,
  any: string,
): Html[] {
  const known = new Set([...scopes, ...optionalScopes, ...(chosen ? [chosen] : [])])
  return [option('', any, chosen === ''), ...[...known].map((scope) => option(scope, scope, scope === chosen))]
}

function option(value: string, label: string, isChosen: boolean): Html {
  return html`<option value="${value}"${isChosen ? html` selected` : ''}>${label}</option>`
}
