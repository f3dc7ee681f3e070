import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, createCallers, type Json } from '../../../test/openapi/caller.ts'

let world: ReturnType<typeof createCallers>
let ada: Caller
let grace: Caller

beforeEach(async () => {
  world = createCallers()
  ada = await world.as('ada')
  grace = await world.as('grace')
})

async function makeRoom(details: object = {}): Promise<string> {
  return (await ada('POST', '/v1/rooms', { title: 'Room', ...details })).body.id
}
const invite = (roomId: string, email = 'grace@example.com', caller = ada) =>
  caller('POST', '/v1/memberships', { roomId, personEmail: email })
const see = (roomId: string, caller = grace) => caller('GET', `/v1/rooms/${roomId}`)

describe('a space', () => {
  it('is seen by who was added, until they are taken out', async () => {
    const roomId = await makeRoom()
    expect((await see(roomId)).status).toBe(404)
    const { body } = await invite(roomId)
    expect(body).toMatchObject({ personDisplayName: 'Grace Hopper', isModerator: false, roomType: 'group' })
    expect((await see(roomId)).body.title).toBe('Room')
    expect((await invite(roomId)).body.message).toBe('Person is already in the room.')
    expect((await ada('DELETE', `/v1/memberships/${body.id}`)).status).toBe(204)
    expect((await see(roomId)).status).toBe(404)
    expect((await ada('GET', `/v1/memberships/${body.id}`)).body.message).toBe('Failed to get membership')
  })

  it('that was made is the newest of the list, and one that is deleted is gone for all', async () => {
    const roomId = await makeRoom()
    await invite(roomId)
    expect((await ada('GET', '/v1/rooms?max=1')).body.items[0].id).toBe(roomId)
    expect((await ada('DELETE', `/v1/rooms/${roomId}`)).status).toBe(204)
    for (const caller of [ada, grace]) expect((await see(roomId, caller)).status).toBe(404)
    expect((await ada('GET', '/v1/rooms?max=1000')).body.items).toHaveLength(312)
  })

  it('is left by who deletes it without being allowed to', async () => {
    const roomId = await makeRoom()
    await invite(roomId)
    expect((await grace('DELETE', `/v1/rooms/${roomId}`)).status).toBe(204)
    expect([(await see(roomId)).status, (await see(roomId, ada)).status]).toEqual([404, 200])
  })

  it('that is made up changes, leaves and counts like any other', async () => {
    const { items } = (await ada('GET', '/v1/rooms?max=400&type=group')).body
    const open = items.filter(({ isLocked }: Json) => !isLocked)
    await ada('PUT', `/v1/rooms/${open[5].id}`, { title: 'Renamed' })
    await invite(open[6].id)
    await ada('DELETE', `/v1/rooms/${open[7].id}`)
    const after = (await ada('GET', '/v1/rooms?max=400&type=group')).body.items
    expect(after.find(({ id }: Json) => id === open[5].id).title).toBe('Renamed')
    expect(after.map(({ id }: Json) => id)).toEqual(
      items.map(({ id }: Json) => id).filter((id: string) => id !== open[7].id),
    )
    expect((await grace('GET', '/v1/rooms')).body.items.map(({ id }: Json) => id)).toEqual([open[6].id])
    expect((await ada('GET', `/v1/rooms/${open[7].id}`)).status).toBe(404)
  })

  it('needs a title, and a lock to be for announcements only', async () => {
    const empty = await ada('POST', '/v1/rooms', { title: ' ' })
    expect([empty.status, empty.body.message]).toEqual([400, 'Title cannot be empty.'])
    expect((await ada('POST', '/v1/rooms', { title: 'x', isAnnouncementOnly: true })).status).toBe(400)
    expect((await ada('POST', '/v1/rooms', { title: 'x', isPublic: true })).status).toBe(400)
    expect((await ada('POST', '/v1/rooms', { title: 'x', isLocked: 'yes' })).status).toBe(400)
  })

  it('that is locked is managed by moderators, who alone post announcements', async () => {
    const roomId = await makeRoom({ isLocked: true, isAnnouncementOnly: true })
    const member = (await invite(roomId)).body
    expect((await invite(roomId, 'alan@example.com', grace)).status).toBe(403)
    expect((await grace('PUT', `/v1/rooms/${roomId}`, { title: 'Mine' })).status).toBe(403)
    const post = () => grace('POST', '/v1/messages', { roomId, text: 'hi' })
    expect((await post()).status).toBe(403)
    await ada('PUT', `/v1/memberships/${member.id}`, { isModerator: true })
    expect((await post()).status).toBe(200)
    expect((await grace('PUT', `/v1/rooms/${roomId}`, { title: 'Ours' })).body.title).toBe('Ours')
  })

  it('that is public can be found and joined by everybody', async () => {
    const roomId = await makeRoom({ isPublic: true, description: 'Come in' })
    expect((await grace('GET', '/v1/rooms?orgPublicSpaces=true')).body.items.map(({ id }: Json) => id)).toEqual([
      roomId,
    ])
    expect((await invite(roomId, 'alan@example.com', grace)).status).toBe(403)
    expect((await invite(roomId, 'grace@example.com', grace)).status).toBe(200)
    expect((await grace('GET', '/v1/rooms?from=2020-01-01T00:00:00Z')).body.items).toHaveLength(1)
    expect((await grace('PUT', `/v1/rooms/${roomId}`, { title: 'x', isPublic: false })).body.isPublic).toBe(false)
    expect((await grace('PUT', `/v1/rooms/${roomId}`, { title: 'x', isPublic: true })).status).toBe(403)
  })

  it('between two people is neither deleted, nor left, nor joined', async () => {
    const { roomId } = (await ada('POST', '/v1/messages', { toPersonEmail: 'grace@example.com', text: 'x' })).body
    expect((await ada('DELETE', `/v1/rooms/${roomId}`)).status).toBe(400)
    expect((await invite(roomId, 'alan@example.com')).status).toBe(400)
    const [membership] = (await ada('GET', `/v1/memberships?roomId=${roomId}`)).body.items
    expect((await ada('DELETE', `/v1/memberships/${membership.id}`)).status).toBe(400)
    const hidden = await ada('PUT', `/v1/memberships/${membership.id}`, { isRoomHidden: true })
    expect(hidden.body.isRoomHidden).toBe(true)
  })
})

describe('memberships', () => {
  it('are listed by room and person, or are the caller’s own', async () => {
    const roomId = await makeRoom()
    await invite(roomId)
    const all = (await ada('GET', `/v1/memberships?roomId=${roomId}&max=1`)).headers.get('link')
    expect(all).toMatch(/roomId=[^&]+&max=1&cursor=[^;]+>; rel="next"$/)
    const { items } = (await ada('GET', `/v1/memberships?roomId=${roomId}&personEmail=grace@example.com`)).body
    expect(items.map(({ personEmail }: Json) => personEmail)).toEqual(['grace@example.com'])
    expect((await grace('GET', '/v1/memberships')).body.items).toHaveLength(1)
    expect((await ada('GET', '/v1/memberships?max=1000')).body.items).toHaveLength(313)
    expect((await ada('GET', '/v1/memberships?personEmail=grace@example.com')).body.message).toBe(
      'roomId cannot be null',
    )
  })

  it.each([
    [{}, 400, 'roomId cannot be null'],
    [{ roomId: 'x' }, 400, 'Expect base64 ID or UUID.'],
    [{ roomId: '00000000-0000-4000-8000-000000000000' }, 404, 'Could not find a room with provided ID.'],
  ])('are not made of %j', async (input, status, message) => {
    const answer = await ada('POST', '/v1/memberships', input)
    expect([answer.status, answer.body.message]).toEqual([status, message])
    const roomId = await makeRoom()
    const nobody = await ada('POST', '/v1/memberships', { roomId })
    expect(nobody.body.message).toBe('Must specify either personId or personEmail.')
  })
})

describe('a team', () => {
  it('has a general space with its members in it', async () => {
    const { id: teamId } = (await ada('POST', '/v1/teams', { name: 'Team' })).body
    const [general] = (await ada('GET', `/v1/rooms?teamId=${teamId}`)).body.items
    expect(general.title).toBe('Team')
    const add = { teamId, personEmail: 'grace@example.com' }
    expect((await grace('POST', '/v1/team/memberships', add)).status).toBe(404)
    const { body } = await ada('POST', '/v1/team/memberships', add)
    expect((await ada('POST', '/v1/team/memberships', add)).status).toBe(409)
    expect((await see(general.id)).status).toBe(200)
    expect((await grace('GET', '/v1/teams')).body.items.map(({ id }: Json) => id)).toEqual([teamId])
    expect((await grace('DELETE', `/v1/teams/${teamId}`)).status).toBe(403)
    await ada('DELETE', `/v1/team/memberships/${body.id}`)
    expect((await see(general.id)).status).toBe(404)
  })

  it('keeps its last moderator, and goes with all its spaces', async () => {
    const { id: teamId } = (await ada('POST', '/v1/teams', { name: 'Team' })).body
    const [me] = (await ada('GET', `/v1/team/memberships?teamId=${teamId}`)).body.items
    expect((await ada('DELETE', `/v1/team/memberships/${me.id}`)).status).toBe(400)
    expect((await ada('PUT', `/v1/team/memberships/${me.id}`, { isModerator: false })).status).toBe(400)
    const roomId = await makeRoom({ teamId })
    await ada('DELETE', `/v1/teams/${teamId}`)
    expect((await see(roomId, ada)).status).toBe(404)
    expect((await ada('GET', `/v1/teams/${teamId}`)).status).toBe(404)
  })

  it('that is made up goes with its made-up spaces', async () => {
    const [team] = (await ada('GET', '/v1/teams')).body.items
    const count = (await ada('GET', `/v1/rooms?max=1000&teamId=${team.id}`)).body.items.length
    expect(count).toBeGreaterThan(0)
    expect((await ada('DELETE', `/v1/teams/${team.id}`)).status).toBe(204)
    expect((await ada('GET', '/v1/rooms?max=1000')).body.items).toHaveLength(312 - count)
    expect((await ada('GET', '/v1/teams')).body.items).toHaveLength(2)
  })
})
