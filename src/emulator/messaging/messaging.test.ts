import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { type Change, createChanges } from '../changes.ts'
import { createClock } from '../clock.ts'
import { createPeople } from '../people.ts'
import type { Seed } from '../seed/seed.ts'
import { createSettings } from '../settings.ts'
import { listSpaces } from './list-spaces.ts'
import { addMember, changeMember, removeMember } from './memberships.ts'
import { deleteMessage, editMessage, postMessage } from './messages.ts'
import { createMessaging } from './messaging.ts'
import { createDirectSpace, createSpace, deleteSpace, findOwnSpace, updateSpace } from './rooms.ts'
import { showRoom } from './show.ts'

function start(seed: Partial<Seed> = {}) {
  const users = [
    { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces: 100_000 },
    { key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' },
    { key: 'bot', displayName: 'Bot', email: 'bot@webex.bot', kind: 'bot' as const },
  ]
  const environment = nodeEnvironment()
  const people = createPeople({ users })
  const changes = createChanges()
  const clock = createClock(environment)
  const context = { environment, clock, settings: createSettings(), people, changes, origin: () => 'http://x' }
  const messaging = createMessaging(context, seed)
  const [ada, grace, bot] = users.map(({ key }) => people.find(key)!) as [never, never, never]
  return { messaging, changes, people, ada: ada as User, grace: grace as User, bot: bot as User }
}

type User = NonNullable<ReturnType<ReturnType<typeof createPeople>['find']>>

describe('100,000 made-up spaces', () => {
  const page = (world: ReturnType<typeof start>, first: number, max = 100) =>
    listSpaces(world.messaging.spaces, world.ada, { sortBy: 'lastactivity', start: first, max })

  it('are all listed, each once, and found by their ids', () => {
    const world = start()
    const uuids = new Set<string>()
    for (let next: number | undefined = 0; next !== undefined; ) {
      const part = page(world, next, 1000)
      for (const { uuid } of part.spaces) uuids.add(uuid)
      next = part.next
    }
    expect(uuids.size).toBe(100_000)
    for (const uuid of [...uuids].filter((_, place) => place % 5000 === 0)) {
      const space = findOwnSpace(world.messaging, world.ada, uuid)
      const [message] = space.messages
      expect(space.uuid).toBe(uuid)
      expect(world.messaging.findMessage(message!.uuid)?.space.uuid).toBe(uuid)
    }
  })

  it('take no room in a snapshot until they change', () => {
    const world = start()
    page(world, 50_000)
    expect(JSON.stringify(world.messaging.save()).length).toBeLessThan(200)
    const [space] = page(world, 99_999).spaces
    updateSpace(world.messaging, world.ada, { ...space!, isLocked: false }, { title: 'Renamed' })
    expect(JSON.stringify(world.messaging.save()).length).toBeLessThan(5000)
  })

  it('keep their places in the list around those that change', () => {
    const world = start()
    const before = page(world, 0, 50).spaces.map(({ uuid }) => uuid)
    const [, second, third] = page(world, 0, 3).spaces
    deleteSpace(world.messaging, world.ada, { ...second!, isLocked: false, type: 'group', creatorUuid: world.ada.uuid })
    world.messaging.hold(third!)
    expect(page(world, 0, 49).spaces.map(({ uuid }) => uuid)).toEqual(before.filter((uuid) => uuid !== second!.uuid))
  })
})

describe('a snapshot', () => {
  it('brings back everything as it was', () => {
    const { messaging, ada, grace } = start()
    const space = createSpace(messaging, ada, { title: 'Kept' })
    addMember(messaging, ada, space, { person: grace, isModerator: false })
    const { message } = postMessage(messaging, ada, space, { text: 'kept' })
    const direct = createDirectSpace(messaging, ada, grace)
    const saved = JSON.stringify(messaging.save())
    postMessage(messaging, ada, space, { text: 'lost' })
    deleteSpace(messaging, ada, space)
    messaging.restore(JSON.parse(saved))
    const back = findOwnSpace(messaging, grace, space.uuid)
    expect(back.messages.map(({ text }) => text)).toEqual(['kept'])
    expect(messaging.findMessage(message.uuid)?.message.text).toBe('kept')
    expect(messaging.spaces.findDirect(grace.uuid, ada.uuid)?.uuid).toBe(direct.uuid)
    expect(JSON.parse(JSON.stringify(messaging.save()))).toEqual(JSON.parse(saved))
  })
})

describe('a seed', () => {
  it('plants the spaces it names, the same in every run', () => {
    const messages = [{ from: 'grace', text: 'Hello' }]
    const seed = { spaces: [{ title: 'Planted', members: ['ada', 'grace'], messages }] }
    const [one, other] = [start(seed), start(seed)]
    const spaces = ({ messaging, grace }: typeof one) => messaging.spaces.heldOf(grace.uuid)
    expect(spaces(one)).toEqual(spaces(other))
    expect(spaces(one)[0]).toMatchObject({ title: 'Planted', messages: [{ text: 'Hello' }] })
    expect(one.changes.list()).toEqual([])
  })
})

describe('a space whose keys fail', () => {
  it('says so and has a title nobody can read', () => {
    const { messaging, ada } = start()
    const space = createSpace(messaging, ada, { title: 'Secret' })
    messaging.undecryptable.add(space.uuid)
    const { title, errors } = showRoom(messaging, space, ada.uuid)
    expect(title).toMatch(/^eyJhbGciOiJ/)
    expect(errors).toMatchObject({ title: { code: 'kms_failure' } })
  })
})

describe('every change', () => {
  const outline = ({ resource, event }: Change) => `${resource}:${event}`

  it('is told to the people of the space', () => {
    const { messaging, changes, ada, grace } = start()
    const space = createSpace(messaging, ada, { title: 'New' })
    const membership = addMember(messaging, ada, space, { person: grace, isModerator: false })
    changeMember(messaging, ada, membership, { isModerator: true })
    const posted = postMessage(messaging, grace, space, { text: 'secret words' })
    editMessage(messaging, grace, posted, { text: 'other words' })
    deleteMessage(messaging, grace, posted)
    removeMember(messaging, ada, membership)
    updateSpace(messaging, ada, space, { title: 'Newer' })
    deleteSpace(messaging, ada, space)
    expect(changes.list().map(outline)).toEqual([
      ...['rooms:created', 'memberships:created', 'memberships:created', 'memberships:updated'],
      ...['messages:created', 'messages:updated', 'messages:deleted', 'memberships:deleted'],
      ...['rooms:updated', 'rooms:deleted'],
    ])
    expect(JSON.stringify(changes.list())).not.toContain('words')
    const [removed] = changes.list().filter((change) => outline(change) === 'memberships:deleted')
    expect(new Set(removed?.audience)).toEqual(new Set([ada.uuid, grace.uuid]))
  })

  it('tells a bot in a group only of what names it', () => {
    const { messaging, changes, ada, bot } = start()
    const space = createSpace(messaging, ada, { title: 'New' })
    addMember(messaging, ada, space, { person: bot, isModerator: false })
    postMessage(messaging, ada, space, { text: 'x' })
    postMessage(messaging, ada, space, { markdown: '<@personEmail:bot@webex.bot>' })
    const [silent, named] = changes.list().filter((change) => outline(change) === 'messages:created')
    expect([silent?.audience.includes(bot.uuid), named?.audience.includes(bot.uuid)]).toEqual([false, true])
    expect(named?.facts).toEqual({ mentionedUuids: [bot.uuid], hasFiles: false, hasAttachments: false })
  })
})

describe('memory', () => {
  it('keeps the newest 1,000 messages of a space', () => {
    const { messaging, ada } = start()
    const space = createSpace(messaging, ada, { title: 'Chatty' })
    const first = postMessage(messaging, ada, space, { text: 'first' })
    for (let number = 0; number < 1000; number++) postMessage(messaging, ada, space, { text: `${number}` })
    expect(space.messages).toHaveLength(1000)
    expect(messaging.findMessage(first.message.uuid)).toBeUndefined()
  })
})
