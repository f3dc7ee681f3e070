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
  return html`<dl class="facts brief">
${fact(detail.type, describeType(words, room))}
${fact(detail.description, room.description && html`<span class="said">${plainText(room.description, 1_000)}</span>`)}
${fact(detail.activity, moment(room.lastActivity) || undefined)}
${fact(detail.created, moment(room.created) || undefined)}
${fact(detail.creator, room.creatorId && (creator ? html`<bdi>${plainText(creator, 80)}</bdi>` : detail.creatorUnknown))}
${room.teamId !== undefined && fact(detail.team, describeTeam(detail, room.teamId, teams))}
${fact(detail.flags, describeFlags(words, room))}
${fact(detail.id, id)}
</dl>`
}

function describeTeam({ inTeam }: { inTeam: string }, teamId: string, teams: TeamNames): Html | string {
  const name = teams.get(teamId)
  return name === undefined ? inTeam : html`<bdi>${plainText(name, 80)}</bdi>`
}
