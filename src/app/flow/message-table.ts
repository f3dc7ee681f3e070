import { html } from 'hono/html'
import type { AppContext } from '../context.ts'
import type { Html } from '../words/html.ts'
import type { Field, Message } from './flow.ts'

/** Everything kept of a message, each with the reason why it travels. */
export function messageTable(app: AppContext, message: Message | undefined): Html {
  const { flow: words } = app.language.words
  const { fields = [], form = [], headers = [] } = message ?? {}
  const parts = [...fields, ...form, ...(fields.length > 0 ? headers.map(shortenLocation) : headers)]
  const size = html`${message?.items !== undefined && words.items(message.items)} ${message?.bytes !== undefined && words.bytes(message.bytes)}`
  const hasSize = message?.items !== undefined || message?.bytes !== undefined
  if (parts.length === 0) return html`<p class="quiet">${hasSize ? size : words.noParts}</p>`
  const { name, value, why } = words.columnsOfParts
  return html`<table class="table flow-parts"><thead><tr><th scope="col">${name}</th><th scope="col">${value}</th><th scope="col">${why}</th></tr></thead>
<tbody>${mergeNames(parts).map((part) => row(app, part))}</tbody></table>
${hasSize && html`<p class="quiet">${size}</p>`}`
}

/** Its query stands above, part by part. */
function shortenLocation(header: Field): Field {
  return header.name === 'location' ? { ...header, value: header.value.replace(/\?.*/s, '?…'), secret: false } : header
}

/** Fields of which nothing but the name is shown, in one line: an answer of the API has many. */
function mergeNames(parts: readonly Field[]): Field[] {
  const unsaid = parts.filter(({ value, secret }) => value === '…' && !secret)
  if (unsaid.length === 0) return [...parts]
  const names = unsaid.map(({ name }) => name).join(', ')
  return [...parts.filter((part) => !unsaid.includes(part)), { name: names, value: '…', secret: false }]
}

function row({ language }: AppContext, { name, value, secret }: Field): Html {
  const { flow: words } = language.words
  const known = Object.hasOwn(words.parameters, name) ? words.parameters[name] : undefined
  const unknown = value === '…' && !secret ? words.namesOnly : words.ownPart
  const why = html`${known?.why ?? unknown} ${known?.law && lawLink(known.law)}`
  return html`<tr><th scope="row"><code>${name}</code></th><td${secret && html` class="flow-secret"`}><code>${value}</code></td><td>${why}</td></tr>`
}

/** `RFC 6749 §4.1.1` leads to that section; other standards stand as text. */
function lawLink(law: string): Html {
  const [, rfc, section] = /^RFC (\d+) §([\d.]+)$/.exec(law) ?? []
  if (!rfc) return html`<span class="quiet">${law}</span>`
  return html`<a href="https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}">${law}</a>`
}
