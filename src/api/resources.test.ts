import { describe, expect, it } from 'vitest'
import { createApiWorld } from '../../test/api-world.ts'

describe('people', () => {
  it('are found by name, by e-mail and by ids, and those there are not are named', async () => {
    const { people } = createApiWorld().clientOf('ada')
    const me = await people.me()
    expect(me).toMatchObject({ displayName: 'Ada Lovelace', emails: ['ada@example.com'], type: 'person' })
    expect(await people.get(me.id)).toMatchObject({ id: me.id })
    const byName = await people.list({ displayName: 'grace' }).toArray()
    expect(byName.map(({ displayName }) => displayName)).toEqual(['Grace Hopper'])
    const unknown = Buffer.from('ciscospark://us/PEOPLE/00000000-0000-4000-8000-000000000000').toString('base64url')
    for await (const page of people.list({ id: [me.id, unknown] }).pages()) {
      expect(page.items.map(({ id }) => id)).toEqual([me.id])
      expect(page.notFoundIds).toEqual([unknown])
    }
  })

  it('who do not administer have to name somebody', async () => {
    const { people } = createApiWorld().clientOf('ada')
    await expect(people.list().toArray()).rejects.toMatchObject({
      code: 'WX-API-REQUEST',
      upstreamStatus: 400,
      trackingId: expect.stringMatching(/\w/),
    })
  })
})

describe('spaces', () => {
  it('are made, read, changed, listed and deleted', async () => {
    const { rooms } = createApiWorld().clientOf('ada')
    const made = await rooms.create({ title: 'Engines' })
    expect(made).toMatchObject({ title: 'Engines', type: 'group' })
    await rooms.update(made.id, { title: 'Analytical engines' })
    expect((await rooms.get(made.id)).title).toBe('Analytical engines')
    expect((await rooms.meetingInfo(made.id)).roomId).toBe(made.id)
    expect((await rooms.list({ type: 'group' }).toArray()).map(({ id }) => id)).toEqual([made.id])
    expect(await rooms.delete(made.id)).toBeUndefined()
    await expect(rooms.get(made.id)).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
  })

  it('tell what could not be decrypted, and the rest of the list is whole', async () => {
    const { emulator, clientOf } = createApiWorld()
    const { rooms } = clientOf('ada')
    await rooms.create({ title: 'One' })
    await rooms.create({ title: 'Two' })
    emulator.faults.add({ on: 'GET /v1/rooms', kmsFailureEvery: 2 })
    const all = await rooms.list().toArray()
    expect(all.map(({ errors }) => errors?.title?.code)).toEqual([undefined, 'kms_failure'])
  })
})

describe('memberships', () => {
  it('are made by e-mail, changed and ended', async () => {
    const { rooms, memberships } = createApiWorld().clientOf('ada')
    const { id: roomId } = await rooms.create({ title: 'Engines' })
    const grace = await memberships.create({ roomId, personEmail: 'grace@example.com' })
    expect(grace).toMatchObject({ roomId, personDisplayName: 'Grace Hopper', isModerator: false })
    expect(await memberships.list({ roomId }).toArray()).toHaveLength(2)
    expect(await memberships.list({ roomId, personId: grace.personId }).toArray()).toHaveLength(1)
    expect((await memberships.update(grace.id, { isModerator: true })).isModerator).toBe(true)
    expect((await memberships.get(grace.id)).isModerator).toBe(true)
    await memberships.delete(grace.id)
    expect(await memberships.list({ roomId }).toArray()).toHaveLength(1)
  })

  it('of somebody who is there already are a conflict', async () => {
    const { rooms, memberships } = createApiWorld().clientOf('ada')
    const { id: roomId } = await rooms.create({ title: 'Engines' })
    const again = memberships.create({ roomId, personEmail: 'ada@example.com' })
    await expect(again).rejects.toMatchObject({ code: 'WX-API-CONFLICT', detail: 'Person is already in the room.' })
  })
})

describe('teams', () => {
  it('have people and spaces', async () => {
    const { teams, teamMemberships, rooms } = createApiWorld().clientOf('ada')
    const team = await teams.create({ name: 'Pioneers', description: 'First' })
    await teams.update(team.id, { name: 'The pioneers' })
    expect(await teams.get(team.id)).toMatchObject({ name: 'The pioneers' })
    const alan = await teamMemberships.create({ teamId: team.id, personEmail: 'alan@example.com' })
    expect(await teamMemberships.get(alan.id)).toMatchObject({ teamId: team.id, personId: alan.personId })
    expect((await teamMemberships.update(alan.id, { isModerator: true })).isModerator).toBe(true)
    expect(await teamMemberships.list({ teamId: team.id }).toArray()).toHaveLength(2)
    const room = await rooms.create({ title: 'Plans', teamId: team.id })
    const spaces = await rooms.list({ teamId: team.id }).toArray()
    expect(spaces.map(({ id }) => id)).toContain(room.id)
    await teamMemberships.delete(alan.id)
    await teams.delete(team.id)
    expect(await teams.list().toArray()).toEqual([])
  })
})

describe('webhooks', () => {
  const draft = {
    name: 'New messages',
    targetUrl: 'http://127.0.0.1:9/hook',
    resource: 'messages',
    event: 'created',
    secret: 'canary',
  } as const

  it('are made, read, changed and deleted', async () => {
    const { webhooks } = createApiWorld().clientOf('ada')
    const made = await webhooks.create(draft)
    expect(made).toMatchObject({ ...draft, status: 'active', ownedBy: 'creator' })
    const changed = await webhooks.update(made.id, { name: 'News', targetUrl: draft.targetUrl, status: 'active' })
    expect(changed.name).toBe('News')
    expect(await webhooks.get(made.id)).toMatchObject({ name: 'News' })
    expect(await webhooks.list().toArray()).toHaveLength(1)
    await webhooks.delete(made.id)
    expect(await webhooks.list().toArray()).toEqual([])
  })

  it('are a conflict where there is such a one', async () => {
    const { webhooks } = createApiWorld().clientOf('ada')
    await webhooks.create(draft)
    await expect(webhooks.create(draft)).rejects.toMatchObject({ code: 'WX-API-CONFLICT' })
  })
})

describe('authorizations', () => {
  it('are listed and ended by administrators, and anybody learns when the own token ends', async () => {
    const { emulator, clientOf } = createApiWorld()
    const [ada, root] = [clientOf('ada'), clientOf('root')]
    expect(await ada.authorizations.tokenExpiresAt()).toBeGreaterThan(emulator.clock.now())
    await expect(ada.authorizations.list({ personEmail: 'ada@example.com' }).toArray()).rejects.toMatchObject({
      code: 'WX-API-FORBIDDEN',
    })
    const [first] = await root.authorizations.list({ personEmail: 'ada@example.com' }).toArray()
    expect(first?.type).toBe('access')
    await root.authorizations.delete(first!.id)
    await expect(ada.people.me()).rejects.toMatchObject({ code: 'WX-API-UNAUTHORIZED' })
  })

  it('of a client are ended all at once', async () => {
    const { emulator, clientOf } = createApiWorld()
    const root = clientOf('root')
    await expect(root.authorizations.deleteAll({ clientId: 'Cnone' })).resolves.toBeUndefined()
    expect(emulator.journal.entries().at(-1)).toMatchObject({
      method: 'DELETE',
      path: '/v1/authorizations',
      status: 204,
    })
  })
})

describe('events', () => {
  it('are what happened, for those who may know', async () => {
    const { clientOf } = createApiWorld()
    const [ada, root] = [clientOf('ada'), clientOf('root')]
    const room = await ada.rooms.create({ title: 'Engines' })
    const [event] = await root.events.list({ resource: 'rooms', type: 'created' }).toArray()
    expect(event).toMatchObject({ resource: 'rooms', type: 'created', data: { id: room.id } })
    await expect(ada.events.list().toArray()).rejects.toMatchObject({ code: 'WX-API-FORBIDDEN' })
  })
})

describe('what has no types here', () => {
  it('is called and listed by its path', async () => {
    const client = createApiWorld().clientOf('ada')
    const made = await client.request<{ id: string }>({ method: 'POST', path: '/rooms', body: { title: 'Engines' } })
    const listed = await client.list<{ id: string }>('/rooms', { max: 1 }).toArray()
    expect(listed.map(({ id }) => id)).toEqual([made.id])
  })
})
