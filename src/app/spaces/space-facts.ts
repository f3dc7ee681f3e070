import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import type { AppContext } from '../context.ts'
import { readInstant } from '../frame/moments.ts'
import { copyButton, fact } from '../frame/parts.ts'
import type { Html } from '../words/html.ts'
import { plainText } from './plain-text.ts'
import { describeFlags, describeType } from './room-words.ts'
import type { TeamNames } from './team-names.ts'

export interface SpaceFacts {
  room: Room
  teams: TeamNames
  /** Who made it, where that can be told. */
  creator: string | undefined
}

export function spaceFacts({ language, moments, environment }: AppContext, { room, teams, creator }: SpaceFacts): Html {
  const { words } = language
  const { detail } = words.spaces
  const moment = (text: string | undefined) => {
    const at = readInstant(text)
    return at !== undefined && html`<time datetime="${text}">${moments.instant(at, environment.now())}</time>`
  }
  const id = html`<code id="id">${room.id}</code> ${copyButton(words, 'id')}`
  return html`<dl class="facts">
${fact(detail.type, describeType(words, room))}
${fact(detail.description, room.description && html`<span class="said">${plainText(room.description, 1_000)}</span>`)}
${fact(detail.activity, moment(room.lastActivity) || undefined)}
${fact(detail.created, moment(room.created) || undefined)}
${fact(detail.creator, room.creatorId && (creator ? html`<bdi>${plainText(creator, 80)}</bdi>` : detail.creatorUnknown))}
${fact(detail.team, describeTeam(detail, room, teams))}
${fact(detail.flags, describeFlags(words, room) || detail.noFlags)}
${fact(detail.id, id)}
</dl>`
}

function describeTeam(detail: { inTeam: string; noTeam: string }, { teamId }: Room, teams: TeamNames): Html | string {
  if (teamId === undefined) return detail.noTeam
  const name = teams.get(teamId)
  return name === undefined ? detail.inTeam : html`<bdi>${plainText(name, 80)}</bdi>`
}
