import { type Grant, GrantkeeperError, type Room, type Webex, type WebexClient } from '../../index.ts'
import { type AppContext, PAGE_PATIENCE } from '../context.ts'
import { loadMeeting } from './meeting.ts'
import { loadMembers, type Members, namesOf } from './members.ts'
import { loadMessages, type Messages } from './messages.ts'
import { isVisible } from './plain-text.ts'
import { readRoom } from './read-room.ts'
import { loadSection, SECTION_OPTIONS, type Section, tryToLoad } from './section.ts'
import type { SpaceView } from './space-url.ts'
import type { TeamNames } from './team-names.ts'

/** Everything the page of a space shows, each part with a state of its own. */
export interface LoadedSpace {
  room: Room
  /** As Webex answered it. */
  answer: Room
  members: Section<Members>
  messages: Section<Messages>
  /** Undefined where nobody asked for it. */
  meeting: Section<Webex.MeetingInfo> | undefined
  /** Names by person, as far as the members tell them. */
  names: ReadonlyMap<string, string>
  teams: TeamNames
  creator: string | undefined
}

/**
 * Three calls to Webex where all is granted: the space, then a page of members and one of messages at once. One more each
 * for the creator's name, where the members do not tell it, for how to meet, and once in ten minutes for the teams.
 * @throws WX-API-* when the space itself cannot be had
 */
export async function loadSpace(app: AppContext, grant: Grant, id: string, view: SpaceView): Promise<LoadedSpace> {
  const webex = await app.keeper.webex({ grant: grant.id }, PAGE_PATIENCE)
  const answer = await webex.rooms.get(id, SECTION_OPTIONS)
  const room = readRoom(answer)
  if (!room) throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no id.' })
  const [members, messages, meeting, teams] = await Promise.all([
    loadSection(grant, 'spark:memberships_read', () => loadMembers(webex, id, view.members ?? 1)),
    loadSection(grant, 'spark:messages_read', () => loadMessages(webex, id, view.before)),
    view.meeting ? tryToLoad(() => loadMeeting(webex, id)) : undefined,
    app.teams.namesFor(grant),
  ])
  const names = members.state === 'ready' ? namesOf(members.value) : new Map<string, string>()
  const creator = await nameCreator(webex, grant, room, names)
  return { room, answer, members, messages, meeting, names, teams, creator }
}

async function nameCreator(webex: WebexClient, grant: Grant, { creatorId }: Room, names: LoadedSpace['names']) {
  if (!creatorId) return undefined
  if (creatorId === grant.person?.id) return grant.person.displayName
  const known = names.get(creatorId)
  if (known !== undefined) return known
  const found = await loadSection(grant, 'spark:people_read', () => webex.people.get(creatorId, SECTION_OPTIONS))
  const name: unknown = found.state === 'ready' ? found.value.displayName : undefined
  return typeof name === 'string' && isVisible(name) ? name : undefined
}
