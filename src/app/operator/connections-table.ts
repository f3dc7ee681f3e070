import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { clip, copyButton } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { ageOf, codeLink, healthBadge, shortName, timeUntil } from './grant-words.ts'
import { lifeBars } from './life.ts'

export function connectionsTable(app: AppContext, grants: readonly Grant[]): Html {
  const { title, columns } = app.language.words.operator.connections
  const names = [columns.person, columns.state, columns.life, columns.lastOk, columns.trouble]
  // In between narrow and wide it scrolls by itself, by keys too.
  return html`<div class="wide" role="region" aria-label="${title}" tabindex="0"><table class="table connections"><caption class="sr-only">${title}</caption>
<thead><tr>${names.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col"><span class="sr-only">${columns.actions}</span></th></tr></thead>
<tbody>
${grants.map((grant) => row(app, grant))}</tbody></table></div>`
}

function row(app: AppContext, grant: Grant): Html {
  const { words } = app.language
  const { columns } = words.operator.connections
  return html`<tr><th scope="row"><a class="clip" href="/connections/${grant.id}">${shortName(words, grant)}</a>${email(grant)}</th>
<td data-label="${columns.state}">${healthBadge(words, grant)}</td>
<td data-label="${columns.life}">${lifeBars(app, grant)}</td>
<td data-label="${columns.lastOk}">${ageOf(app, grant.lastOkAt)}</td>
<td data-label="${columns.trouble}">${trouble(app, grant)}</td>
<td class="act">${actions(app, grant)}</td></tr>
`
}

function email({ person }: Grant): Html | undefined {
  return person?.email ? html`<bdi class="quiet clip">${clip(person.email, 60)}</bdi>` : undefined
}

/** Nothing where nothing is wrong. */
export function trouble(app: AppContext, { reason, lastErrorAt, nextTryAt, status }: Grant): Html {
  const { connections: words } = app.language.words.operator
  if (status === 'healthy') return html`<span class="quiet">${words.none}</span>`
  return html`<div class="trouble">${reason && codeLink(app.language.words, reason)}${lastErrorAt !== undefined && html`<span>${ageOf(app, lastErrorAt)}</span>`}
${nextTryAt !== undefined && html`<span>${words.nextTry(timeUntil(app, nextTryAt))}</span>`}</div>`
}

function actions({ language }: AppContext, grant: Grant): Html {
  const { connections: words } = language.words.operator
  const whom = html`<span class="sr-only"> ${shortName(language.words, grant)}</span>`
  const path = `/connections/${grant.id}`
  const help =
    grant.status === 'reconnect'
      ? html`<button class="copy" type="button" data-copy="#reconnect" data-copied="${language.words.frame.copied}">${words.copyLink}${whom}</button>`
      : html`<form method="post" action="${path}/refresh"><button class="small" type="submit">${words.refresh}${whom}</button></form>`
  return html`<div class="actions">${help}<a class="button small plain" href="${path}/disconnect">${words.disconnect}${whom}</a></div>`
}

/** The address a person opens to reconnect. It is the same for all: who they are, Webex asks them. */
export function reconnectLink({ keeper, language }: AppContext): Html {
  const { connections: words } = language.words.operator
  return html`<p class="reconnect">${words.reconnect} <code id="reconnect">${keeper.origin}/</code> ${copyButton(language.words, 'reconnect')}</p>`
}
