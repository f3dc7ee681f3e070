import { describe, expect, it } from 'vitest'
import { readId } from '../identifiers.ts'
import { createEmulator } from '../index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name
type Json = any

async function connect(spaces?: number) {
  const emulator = createEmulator()
  if (spaces !== undefined) {
    emulator.addUser({ key: 'many', displayName: 'Many', email: 'many@example.com', spaces })
  }
  const { authorizationUrl, clientId, clientSecret } = emulator.register({
    name: 'Test',
    redirectUris: ['http://localhost/cb'],
    scopes: ['spark:rooms_read', 'spark:people_read'],
  })
  const back = new URL(await emulator.signIn(authorizationUrl, spaces === undefined ? 'ada' : 'many'))
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: 'http://localhost/cb',
    client_id: clientId,
    client_secret: clientSecret,
  })
  const tokens = await emulator.fetch(new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body }))
  const { access_token } = (await tokens.json()) as Json
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${access_token}` }
    const response = await emulator.fetch(new Request(new URL(path, emulator.url), { headers }))
    return { status: response.status, body: (await response.json()) as Json, link: response.headers.get('link') }
  }
  return { emulator, get }
}

describe('the list of spaces', () => {
  it('is the same in every emulator', async () => {
    const [one, other] = [await connect(), await connect()]
    expect((await one.get('/v1/rooms?max=1000')).body).toEqual((await other.get('/v1/rooms?max=1000')).body)
  })

  it('has distinct titles, kinds and the fields Webex has', async () => {
    const { get } = await connect()
    const { items } = (await get('/v1/rooms?max=1000')).body
    expect(new Set(items.map((room: Json) => room.title)).size).toBe(312)
    expect(items.some((room: Json) => room.isLocked)).toBe(true)
    expect(items.some((room: Json) => room.isAnnouncementOnly)).toBe(true)
    for (const room of items) {
      expect(room.id).toMatch(/^[A-Za-z0-9+/]+$/)
      expect(Buffer.from(room.id, 'base64').toString()).toMatch(/^ciscospark:\/\/us\/ROOM\/[0-9a-f-]{36}$/)
      expect(room.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(room.created < room.lastActivity).toBe(true)
    }
  })

  it('ends without a next link when the last page is full', async () => {
    const { get } = await connect(200)
    const first = await get('/v1/rooms')
    const second = await get(first.link?.slice(1, first.link.indexOf('>')) ?? '')
    expect([second.body.items.length, second.link]).toEqual([100, null])
  })

  it('cuts max down to 1,000 and keeps filters on the next page', async () => {
    const { get } = await connect(1500)
    const all = await get('/v1/rooms/?max=5000')
    expect(all.body.items).toHaveLength(1000)
    expect(all.link).toContain('max=1000&cursor=')
    const direct = await get('/v1/rooms?type=direct&max=10&sortBy=id')
    const next = await get(direct.link?.slice(1, direct.link.indexOf('>')) ?? '')
    const rooms = [...direct.body.items, ...next.body.items]
    expect(rooms.every(({ type }) => type === 'direct')).toBe(true)
    const uuids = rooms.map(({ id }) => readId('ROOM', id))
    expect(uuids).toEqual([...uuids].sort())
    expect(new Set(uuids).size).toBe(20)
  })

  it.each([
    ['lastactivity', 'lastActivity'],
    ['created', 'created'],
  ])('is sorted by %s, newest first', async (sortBy, field) => {
    const { get } = await connect()
    const times = (await get(`/v1/rooms?sortBy=${sortBy}`)).body.items.map((room: Json) => room[field])
    expect(times).toEqual([...times].sort().reverse())
  })

  it('can be narrowed to a team', async () => {
    const { get } = await connect()
    const { items } = (await get('/v1/rooms?max=1000')).body
    const { teamId } = items.find((room: Json) => room.teamId)
    const inTeam = (await get(`/v1/rooms?max=1000&teamId=${encodeURIComponent(teamId)}`)).body.items
    expect(inTeam).toEqual(items.filter((room: Json) => room.teamId === teamId))
  })

  it.each([
    'max=0',
    'max=-1',
    'max=null',
    'max=1.5',
    'type=other',
    'sortBy=title',
    'sortBy=toString',
    'cursor=x',
    'teamId=x',
    'from=yesterday',
    'orgPublicSpaces=maybe',
    'orgPublicSpaces=true&type=group',
  ])('refuses %s', async (query) => {
    const { get } = await connect()
    const { status, body } = await get(`/v1/rooms?${query}`)
    expect([status, Object.keys(body)]).toEqual([400, ['message', 'errors', 'trackingId']])
  })
})

describe('one space', () => {
  it('is found by its id with or without padding, or by its uuid', async () => {
    const { get } = await connect()
    const [room] = (await get('/v1/rooms?max=1')).body.items
    const uuid = readId('ROOM', room.id)
    for (const id of [room.id, `${room.id}=`, uuid]) {
      expect((await get(`/v1/rooms/${encodeURIComponent(id)}`)).body).toEqual(room)
    }
  })

  it('that does not exist is 404, and what is no id 400', async () => {
    const { get } = await connect()
    const unknown = await get('/v1/rooms/00000000-0000-4000-8000-000000000000')
    expect([unknown.status, unknown.body.message]).toEqual([404, 'Could not find a room with provided ID.'])
    const person = (await get('/v1/people/me')).body.id
    expect((await get(`/v1/rooms/${person}`)).status).toBe(400)
    expect((await get('/v1/rooms/x')).status).toBe(400)
  })
})

describe('a person', () => {
  it('is found by id as by me, others too', async () => {
    const { emulator, get } = await connect()
    const me = (await get('/v1/people/me')).body
    expect((await get(`/v1/people/${me.id}`)).body).toEqual(me)
    const other = emulator.addUser({ key: 'o', displayName: 'Other One', email: 'o@example.com' })
    expect((await get(`/v1/people/${other.id}`)).body.displayName).toBe('Other One')
    expect((await get('/v1/people/00000000-0000-4000-8000-000000000000')).status).toBe(404)
    expect((await get('/v1/people/x')).status).toBe(400)
  })
})
