import { html } from 'hono/html'
import type { Webex, WebexClient } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { readInstant } from '../frame/moments.ts'
import { badge } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { isVisible, plainText } from './plain-text.ts'
import { dropOddities } from './read-room.ts'
import { SECTION_OPTIONS } from './section.ts'

/** The newest messages of a space, or those before another one. */
export interface Messages {
  messages: readonly Webex.Message[]
  before: string | undefined
  hasMore: boolean
}

const SIZE = 20
/** A message has 7,439 bytes at most; what is longer is not Webex's. */
const LONGEST = 7_500
const TEXTS = ['text', 'markdown', 'personId', 'personEmail', 'created', 'updated', 'parentId'] as const

export async function loadMessages(webex: WebexClient, roomId: string, before: string | undefined): Promise<Messages> {
  const query = { roomId, max: SIZE + 1, ...(before && { beforeMessage: before }) }
  const all = await webex.messages.list(query, SECTION_OPTIONS).toArray({ limit: SIZE + 1 })
  const messages = all.slice(0, SIZE).map((message) => dropOddities(message, TEXTS))
  return { messages, before, hasMore: all.length > SIZE }
}

export interface MessagesList {
  messages: Messages
  /** Names by person. */
  names: ReadonlyMap<string, string>
  urlOf: (before: string | undefined) => string
}

/** Everything somebody wrote is shown as plain text: no markup of theirs, no link, no file is loaded. */
export function messagesList(app: AppContext, { messages: list, names, urlOf }: MessagesList): Html {
  const { messages: words } = app.language.words.spaces
  const { messages, before, hasMore } = list
  const oldest = messages.at(-1)
  const newest = before && html`<a rel="prev" href="${urlOf(undefined)}#messages">${words.toNewest}</a>`
  const older = hasMore && oldest && html`<a rel="next" href="${urlOf(oldest.id)}#messages">${words.older}</a>`
  const paging = html`<nav class="paging" aria-label="${words.pages}">${newest} ${older}</nav>`
  if (messages.length === 0) return html`<p class="empty">${before ? words.noneOlder : words.none} ${newest}</p>`
  return html`<p class="quiet">${words.newest}</p>
<ol class="messages">
${messages.map((message) => item(app, message, names))}</ol>
${(newest || older) && paging}`
}

function item(app: AppContext, message: Webex.Message, names: ReadonlyMap<string, string>): Html {
  return html`<li${message.parentId !== undefined && html` class="reply"`}>
<p class="by"><strong>${author(app, message, names)}</strong> ${marks(app, message)}</p>
${words(app, message)}${extras(app, message)}</li>
`
}

function author(
  { language }: AppContext,
  { personId, personEmail }: Webex.Message,
  names: ReadonlyMap<string, string>,
) {
  const name = names.get(personId ?? '') ?? personEmail
  if (!isVisible(name)) return html`<em>${language.words.spaces.messages.somebody}</em>`
  return html`<bdi>${plainText(name.trim(), 80)}</bdi>`
}

function marks({ language, moments, environment }: AppContext, message: Webex.Message): Html {
  const { messages: words } = language.words.spaces
  const now = environment.now()
  const [sentAt, editedAt] = [readInstant(message.created), readInstant(message.updated)]
  return html`${sentAt !== undefined && html`<time class="quiet" datetime="${message.created}">${moments.instant(sentAt, now)}</time>`}
${editedAt !== undefined && badge('off', words.edited(moments.age(editedAt, now)))}
${message.parentId !== undefined && badge('off', words.reply)}
${message.isVoiceClip === true && badge('off', words.voice)}`
}

function words({ language }: AppContext, { text, markdown, errors, ...rest }: Webex.Message): Html | undefined {
  const { messages } = language.words.spaces
  const said = isVisible(text) ? text : markdown
  if (errors?.text !== undefined || errors?.markdown !== undefined) return html`<p><em>${messages.unreadable}</em></p>`
  if (isVisible(said)) return html`<div class="said" dir="auto">${plainText(said, LONGEST)}</div>`
  const hasMore = countOf(rest.files) > 0 || countOf(rest.attachments) > 0
  return hasMore ? undefined : html`<p><em>${messages.deleted}</em></p>`
}

function extras({ language }: AppContext, { files, attachments }: Webex.Message): Html | undefined {
  const { messages } = language.words.spaces
  const said = [countOf(files) > 0 && messages.files(countOf(files)), countOf(attachments) > 0 && messages.card]
  const shown = said.filter(Boolean).join(' · ')
  return shown ? html`<p class="quiet">${shown}</p>` : undefined
}

function countOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}
