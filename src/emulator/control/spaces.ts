import type { EmulatorContext } from '../context.ts'
import { readId } from '../identifiers.ts'
import type { Person } from '../messaging/colleagues.ts'
import { listSpaces } from '../messaging/list-spaces.ts'
import { addMember } from '../messaging/memberships.ts'
import { postMessage } from '../messaging/messages.ts'
import type { Messaging } from '../messaging/messaging.ts'
import { createSpace, dropSpace } from '../messaging/rooms.ts'
import { type Shown, showMembership, showMessage, showRoom } from '../messaging/show.ts'
import type { Message, Space } from '../messaging/space.ts'
import type { User } from '../people.ts'
import { aFlag, aText, ControlError, expectFound, operation } from './operation.ts'
import { findUser } from './users.ts'

interface Listed {
  /** Key of the user whose spaces they are. */
  user: string
  start?: number
  max?: number
  /** Part of the title, in whatever case. */
  search?: string
}

interface Named {
  /** Public id or uuid of the space. */
  id: string
}

const LONGEST_PAGE = 1000
const MOST_SEARCHED = 5000
const named = { required: ['id'], properties: { id: aText } } as const

/** What can be done about spaces and what is in them. */
export const spaceOperations = [
  operation<Listed>('spaces list', 'Lists the spaces of a user, the latest first.', {
    reads: true,
    required: ['user'],
    properties: {
      user: aText,
      start: { type: 'integer', minimum: 0 },
      max: { type: 'integer', minimum: 1, maximum: LONGEST_PAGE },
      search: aText,
    },
    run: (context, listed) => listOf(context, listed),
  }),
  operation<Named & { messages?: number }>('spaces show', 'Shows a space with its members and latest messages.', {
    reads: true,
    required: ['id'],
    properties: { id: aText, messages: { type: 'integer', minimum: 0, maximum: 200 } },
    run: (context, { id, messages = 20 }) => showSpace(context, findSpace(context, id), messages),
  }),
  operation<{ user: string; title: string; members?: string[] }>(
    'spaces add',
    'Makes a space as a user, with members.',
    {
      required: ['user', 'title'],
      properties: {
        user: aText,
        title: { ...aText, maxLength: 1000 },
        members: { type: 'array', items: aText, maxItems: 1000 },
      },
      run(context, { user, title, members = [] }) {
        const creator = findUser(context, user)
        const others = members.filter((key) => key !== user).map((key) => findUser(context, key))
        const space = createSpace(context.messaging, creator, { title })
        for (const other of others) addMember(context.messaging, creator, space, { person: other, isModerator: false })
        return showSpace(context, space, 0)
      },
    },
  ),
  operation<Named & { user: string; text: string }>(
    'spaces post',
    'Posts a message to a space as one of its members.',
    {
      required: ['id', 'user', 'text'],
      properties: { id: aText, user: aText, text: { ...aText, maxLength: 7439 } },
      run(context, { id, user, text }) {
        const [found, author] = [findSpace(context, id), findUser(context, user)]
        if (!found.members.has(author.uuid)) throw new ControlError('EMU-INPUT', `${user} is not in this space`)
        const { space, message } = postMessage(context.messaging, author, found, { text })
        return showMessage(context.messaging, space, message)
      },
    },
  ),
  operation<Named & { broken?: boolean }>(
    'spaces break',
    'Makes the keys of a space fail, so that its title cannot be read.',
    {
      required: ['id'],
      properties: { id: aText, broken: aFlag },
      run(context, { id, broken = true }) {
        const space = findSpace(context, id)
        if (broken) context.messaging.undecryptable.add(space.uuid)
        else context.messaging.undecryptable.delete(space.uuid)
        return showSpace(context, space, 0)
      },
    },
  ),
  operation<Named>('spaces remove', 'Removes a space with all that is in it.', {
    ...named,
    run(context, { id }) {
      const space = findSpace(context, id)
      dropSpace(context.messaging, findActor(context, space), space)
      return {}
    },
  }),
]

function listOf({ messaging, people }: EmulatorContext, { user: key, start = 0, max = 100, search }: Listed) {
  const user = expectFound(people.find(key), `user ${key}`)
  const show = (space: Space) => showRoom(messaging, space, user.uuid)
  if (search === undefined) {
    const page = listSpaces(messaging.spaces, user, { sortBy: 'lastactivity', start, max })
    return { items: page.spaces.map(show), next: page.next ?? null }
  }
  return searchOf(messaging, user, search, { start, max, show })
}

/**
 * Titles are made when they are looked at, so a search looks at some thousands of spaces at a time: `next` may come with a
 * page that is not full.
 */
function searchOf(
  messaging: Messaging,
  user: User,
  search: string,
  { start, max, show }: { start: number; max: number; show: (space: Space) => Shown },
) {
  const wanted = search.toLowerCase()
  const page = listSpaces(messaging.spaces, user, { sortBy: 'lastactivity', start, max: MOST_SEARCHED })
  const items: Shown[] = []
  for (const [index, space] of page.spaces.entries()) {
    const shown = show(space)
    if (!String(shown.title).toLowerCase().includes(wanted)) continue
    if (items.length === max) return { items, next: start + index }
    items.push(shown)
  }
  return { items, next: page.next ?? null }
}

function findSpace({ messaging }: EmulatorContext, id: string): Space {
  const uuid = readId('ROOM', id)
  return expectFound(uuid === undefined ? undefined : messaging.spaces.find(uuid), `space ${id}`)
}

function showSpace({ messaging }: EmulatorContext, space: Space, messages: number) {
  return {
    ...showRoom(messaging, space, space.creatorUuid),
    broken: messaging.undecryptable.has(space.uuid),
    members: [...space.members.values()].map((member) => showMembership(messaging, space, member)),
    messages: latest(space, messages).map((message) => showMessage(messaging, space, message)),
  }
}

function latest({ messages }: Space, count: number): Message[] {
  return count === 0 ? [] : messages.slice(-count)
}

/** Somebody must have done it: whoever made the space. */
function findActor({ messaging }: EmulatorContext, { creatorUuid }: Space): Person {
  return messaging.directory.describe(creatorUuid)
}
