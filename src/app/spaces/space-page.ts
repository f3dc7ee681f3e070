import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import type { AppContext, Page, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { copyButton, notice } from '../frame/parts.ts'
import { readPageNumber } from './filter.ts'
import { knownSpacePage } from './known-space.ts'
import { type LoadedSpace, loadSpace } from './load-space.ts'
import { meetingFacts } from './meeting.ts'
import { membersTable } from './members.ts'
import { messagesList } from './messages.ts'
import { openJson, plainLine } from './plain-text.ts'
import { describeTitle, listUnreadable, roomTitle } from './room-words.ts'
import { roomsOffer } from './rooms-offer.ts'
import { mayUse } from './scope-of-grant.ts'
import { scopeOffer } from './scope-offer.ts'
import { type Section, sectionProblem } from './section.ts'
import { sendForm } from './send-form.ts'
import { spaceFacts } from './space-facts.ts'
import { webexLink } from './space-link.ts'
import { type SpaceView, spaceUrl } from './space-url.ts'

/** GET /spaces/:id?members=&before=&meeting=1: one space, who is in it, and what was said last. */
export const spacePage: Page = async (visit) => {
  const { app, request, id, url } = visit
  const grant = await requireGrant(visit)
  const offer = roomsOffer(visit, grant)
  if (offer) return offer
  const view = readView(url.searchParams)
  const space = await loadSpace(app, grant, id, view).catch((error: unknown) => knownSpacePage(visit, grant, error))
  if (space instanceof Response) return space
  const { words } = app.language
  const shown = { visit, grant, view, space }
  const content = html`<p class="crumb"><a href="/spaces">${words.spaces.detail.all}</a></p>
<div class="split"><h1>${roomTitle(words, space.room, 300)}</h1>
${openInWebex(app, space)}</div>
${unreadable(app, space)}
${spaceFacts(app, space)}
${meeting(shown)}
${messages(shown)}
${members(shown)}
${forDevelopers(app, space)}`
  return renderPage(visit, request, { title: describeTitle(words, space.room), grant }, content)
}

/** An id of a message is Webex's own text; what is none asks for the newest. */
function readView(query: URLSearchParams): SpaceView {
  const before = query.get('before') ?? ''
  return {
    members: readPageNumber(query.get('members')),
    before: /^[\w+/=-]{1,256}$/.test(before) ? before : undefined,
    meeting: query.get('meeting') === '1',
    sent: query.get('sent') === '1',
  }
}

interface Shown {
  visit: Visit
  grant: Grant
  view: SpaceView
  space: LoadedSpace
}

function openInWebex({ appearance, language }: AppContext, { room }: LoadedSpace): Html | undefined {
  const link = appearance.emulated ? undefined : webexLink(room.id)
  if (link === undefined) return undefined
  return html`<a class="button" href="${link}" rel="noreferrer noopener">${language.words.spaces.detail.openInWebex}</a>`
}

function unreadable({ language: { words } }: AppContext, { room }: LoadedSpace): Html | undefined {
  const fields = plainLine(listUnreadable(room).join(', '), 100)
  return fields ? notice(words, 'warning', words.spaces.detail.unreadable(fields)) : undefined
}

function meeting({ visit, view, space }: Shown): Html {
  const { meeting: words } = visit.app.language.words.spaces
  const address = spaceUrl(space.room.id, { ...view, sent: false, meeting: true })
  if (!space.meeting) return html`<p><a href="${address}#meeting">${words.show}</a></p>`
  const content =
    space.meeting.state === 'ready'
      ? meetingFacts(visit.app.language.words, space.meeting.value)
      : space.meeting.state === 'failed' &&
        sectionProblem(visit, space.meeting.error, { part: 'meeting', again: address })
  return html`<section aria-labelledby="meeting"><h2 id="meeting">${words.title}</h2>
${content}</section>`
}

function messages(shown: Shown): Html {
  const { visit, view, space } = shown
  const { app } = visit
  const { messages: words } = app.language.words.spaces
  const urlOf = (before: string | undefined) => spaceUrl(space.room.id, { members: view.members ?? 1, before })
  const list = sectionOf(shown, space.messages, { part: 'messages', what: words.what }, (value) =>
    messagesList(app, { messages: value, names: space.names, urlOf }),
  )
  return html`<section aria-labelledby="messages"><h2 id="messages">${words.title}</h2>
${view.sent && notice(app.language.words, 'good', app.language.words.spaces.send.sent)}
${list}
${send(shown)}</section>`
}

function send({ visit: { app }, grant, space }: Shown): Html | undefined {
  const { words } = app.language
  const { title, what, send } = words.spaces.send
  const roomId = space.room.id
  const isAllowed = mayUse(grant, 'spark:messages_write')
  const returnTo = spaceUrl(roomId)
  return html`<h3>${title}</h3>
${isAllowed ? sendForm(words, { roomId, grantId: grant.id, label: send }) : scopeOffer(app, { grant, scope: 'spark:messages_write', what, returnTo })}`
}

function members(shown: Shown): Html {
  const { visit, view, space } = shown
  const { members: words } = visit.app.language.words.spaces
  const urlOf = (page: number) => spaceUrl(space.room.id, { members: page, before: view.before })
  const table = sectionOf(shown, space.members, { part: 'members', what: words.what }, (value) =>
    membersTable(visit.app, value, urlOf),
  )
  return html`<section aria-labelledby="members"><h2 id="members">${words.title}</h2>
${table}</section>`
}

/** A part's content, or what it lacks, or what went wrong with it. */
function sectionOf<T>(
  { visit, grant, view, space }: Shown,
  section: Section<T>,
  { part, what }: { part: 'members' | 'messages'; what: string },
  show: (value: T) => Html,
): Html {
  const { members = 1, before } = view
  const address = spaceUrl(space.room.id, { members, before })
  if (section.state === 'ready') return show(section.value)
  if (section.state === 'failed') return sectionProblem(visit, section.error, { part, again: address })
  return scopeOffer(visit.app, { grant, scope: section.scope, what, returnTo: address })
}

function forDevelopers({ keeper, language: { words } }: AppContext, { room, answer }: LoadedSpace): Html {
  const { detail } = words.spaces
  const call = `curl -H "Authorization: Bearer $TOKEN" ${keeper.integration.apiUrl}/rooms/${encodeURIComponent(room.id)}`
  return html`<details><summary>${detail.asJson}</summary>${code(detail.jsonLabel, 'json', openJson(answer, 2))}
<p>${copyButton(words, 'json')}</p></details>
<details><summary>${detail.asCurl}</summary>${code(detail.curlLabel, 'curl', call)}
<p class="actions">${copyButton(words, 'curl')} <span class="quiet">${detail.curlLead}</span></p></details>`
}

/** It scrolls sideways, so the keyboard must reach it. */
function code(label: string, id: string, text: string): Html {
  return html`<section class="code-block" aria-label="${label}" tabindex="0"><pre id="${id}">${text}</pre></section>`
}
