import { html } from 'hono/html'
import type { Webex, WebexClient } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { badge } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { isVisible, plainText } from './plain-text.ts'
import { dropOddities } from './read-room.ts'
import { SECTION_OPTIONS } from './section.ts'

/** One page of who is in a space. */
export interface Members {
  members: readonly Webex.Membership[]
  /** Number of the first one, from 1. */
  first: number
  page: number
  hasMore: boolean
}

const SIZE = 50
/** Webex gives members from the beginning only, so a page beyond this would read too many of them. */
const LAST_PAGE = 100
const MOST_A_CALL = 1_000
const TEXTS = ['personId', 'personEmail', 'personDisplayName'] as const

export async function loadMembers(webex: WebexClient, roomId: string, page: number): Promise<Members> {
  const shown = Math.min(page, LAST_PAGE)
  const start = (shown - 1) * SIZE
  const wanted = start + SIZE + 1
  const list = webex.memberships.list({ roomId, max: Math.min(wanted, MOST_A_CALL) }, SECTION_OPTIONS)
  const all = await list.toArray({ limit: wanted })
  return {
    members: all.slice(start, start + SIZE).map((member) => dropOddities(member, TEXTS)),
    first: start + 1,
    page: shown,
    hasMore: all.length === wanted && shown < LAST_PAGE,
  }
}

export function membersTable({ language, moments }: AppContext, list: Members, urlOf: (page: number) => string): Html {
  const { members: words, list: paging } = language.words.spaces
  const { members, first, page, hasMore } = list
  if (members.length === 0) return html`<p class="empty">${words.none}</p>`
  const link = (rel: string, to: number, label: string) =>
    html`<a rel="${rel}" href="${urlOf(to)}#members">${label}</a>`
  const pages = html`<nav class="paging" aria-label="${words.pages}">${page > 1 && link('prev', page - 1, paging.previous)}
<span>${words.showing(moments.count(first), moments.count(first + members.length - 1))}</span>
${hasMore && link('next', page + 1, paging.next)}</nav>`
  const hasRoles = members.some((member) => rolesOf(words, member).length > 0)
  return html`<table class="table"><caption class="sr-only">${words.caption}</caption>
<thead><tr><th scope="col">${words.name}</th><th scope="col">${words.email}</th>${hasRoles && html`<th scope="col">${words.role}</th>`}</tr></thead>
<tbody>
${members.map((member) => row(words, member, hasRoles))}</tbody></table>
${(page > 1 || hasMore) && pages}`
}

type MemberWords = Words['spaces']['members']

function rolesOf(words: MemberWords, { personEmail = '', isModerator, isMonitor }: Webex.Membership): string[] {
  const roles = [
    isModerator === true && words.moderator,
    isBot(personEmail) && words.bot,
    isMonitor === true && words.monitor,
  ]
  return roles.filter((role) => role !== false)
}

/** Most spaces have nobody of a role; then there is no column for it. */
function row(words: MemberWords, member: Webex.Membership, hasRoles: boolean): Html {
  const { personDisplayName: name, personEmail: email = '' } = member
  const roles = rolesOf(words, member).map((role) => html`${badge('off', role)} `)
  const shownName = isVisible(name) ? html`<bdi>${plainText(name.trim(), 80)}</bdi>` : html`<em>${words.unnamed}</em>`
  return html`<tr><th scope="row">${shownName}</th><td class="wrap" data-label="${words.email}"><bdi>${plainText(email, 120)}</bdi></td>${hasRoles && html`<td data-label="${words.role}">${roles}</td>`}</tr>
`
}

/** Bots have addresses of their own. */
function isBot(email: string): boolean {
  return /@(webex\.bot|sparkbot\.io)$/i.test(email)
}

/** Names by person, as far as the members that are shown tell them. */
export function namesOf({ members }: Members): ReadonlyMap<string, string> {
  const named = members.filter(({ personDisplayName }) => isVisible(personDisplayName))
  return new Map(named.map(({ personId, personDisplayName = '' }) => [personId, personDisplayName]))
}
