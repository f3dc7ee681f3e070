import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCallers, type Json } from '../../../test/openapi/caller.ts'

describe('a token', () => {
  it.each([
    ['GET', '/v1/people/me', 'spark:people_read'],
    ['GET', '/v1/people?email=ada@example.com', 'spark:people_read'],
    ['GET', '/v1/rooms', 'spark:rooms_read'],
    ['POST', '/v1/rooms', 'spark:rooms_write'],
    ['DELETE', '/v1/rooms/x', 'spark:rooms_write'],
    ['GET', '/v1/memberships', 'spark:memberships_read'],
    ['POST', '/v1/memberships', 'spark:memberships_write'],
    ['GET', '/v1/messages', 'spark:messages_read'],
    ['GET', '/v1/messages/direct', 'spark:messages_read'],
    ['POST', '/v1/messages', 'spark:messages_write'],
    ['GET', '/v1/contents/x', 'spark:messages_read'],
    ['POST', '/v1/attachment/actions', 'spark:messages_write'],
    ['GET', '/v1/teams', 'spark:teams_read'],
    ['PUT', '/v1/teams/x', 'spark:teams_write'],
    ['GET', '/v1/team/memberships', 'spark:team_memberships_read'],
    ['POST', '/v1/team/memberships', 'spark:team_memberships_write'],
  ])('opens %s %s by %s and by no scope for something else', async (method, path, scope) => {
    const { as } = createCallers()
    const other = scope === 'spark:xsi' ? 'spark:kms' : 'spark:xsi'
    expect((await (await as('ada', [other]))(method, path)).status).toBe(403)
    expect((await (await as('ada', [scope]))(method, path)).status).not.toBe(403)
  })
})

describe('every list', () => {
  it.each(['people?displayName=a', 'rooms', 'memberships', 'teams'])(
    'cuts max down and takes a trailing slash: %s',
    async (list) => {
      const ada = await createCallers().as('ada')
      const [path, query = ''] = list.split('?')
      const { status, body, headers } = await ada('GET', `/v1/${path}/?${query}&max=100000`, undefined, {
        origin: 'https://app.example',
      })
      expect([status, Array.isArray(body.items)]).toEqual([200, true])
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect((await ada('GET', `/v1/${path}?${query}&max=0`)).status).toBe(400)
    },
  )
})

describe('people', () => {
  it('are found by address, beginning of the name, or ids', async () => {
    const ada = await createCallers().as('ada')
    const find = async (query: string) => (await ada('GET', `/v1/people?${query}`)).body
    const { id } = (await ada('GET', '/v1/people/me')).body
    expect((await find('email=GRACE@example.com')).items[0].displayName).toBe('Grace Hopper')
    expect(
      (await find('displayName=priya%20n')).items.every(({ displayName }: Json) => /^Priya N/.test(displayName)),
    ).toBe(true)
    expect(await find(`id=${id},x`)).toMatchObject({ items: [{ id }], notFoundIds: ['x'] })
    expect((await find('id=x')).items).toEqual([])
    expect((await find('')).message).toBe('Email, displayName, or id list should be specified.')
    expect((await find('email=a@b&roles=x')).message).toContain('required roles')
  })

  it('show their roles to administrators only', async () => {
    const { as, emulator } = createCallers()
    emulator.addUser({ key: 'root', displayName: 'Root', email: 'root@example.com', isAdmin: true })
    const [ada, root] = [await as('ada'), await as('root')]
    const { id } = (await root('GET', '/v1/people/me')).body
    expect((await ada('GET', `/v1/people/${id}`)).body).not.toHaveProperty('roles')
    expect((await root('GET', `/v1/people/${id}`)).body.roles).toHaveLength(1)
    expect((await root('GET', '/v1/people?max=2')).headers.get('link')).toContain('rel="next"')
  })
})

describe('whatever is sent', () => {
  it('is answered, and never with a 5xx', async () => {
    const { as, emulator } = createCallers()
    const ada = await as('ada')
    const room = (await ada('POST', '/v1/rooms', { title: 'Fuzz' })).body
    const message = (await ada('POST', '/v1/messages', { roomId: room.id, text: 'x' })).body
    const [member] = (await ada('GET', `/v1/memberships?roomId=${room.id}`)).body.items
    const [team] = (await ada('GET', '/v1/teams')).body.items
    const known = [
      room.id,
      message.id,
      member.id,
      member.personId,
      team.id,
      'me',
      'ada@example.com',
      'priya.natarajan@example.com',
    ]
    const value = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...known) },
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        null,
        true,
        false,
        0,
        -1,
        [],
        {},
        [[]],
        ['http://127.0.0.1:1/'],
        [{ contentType: 'x' }],
        'direct',
        'submit',
      ),
    )
    const name = fc.constantFrom(
      ...['roomId', 'title', 'text', 'markdown', 'files', 'attachments', 'toPersonId', 'toPersonEmail', 'parentId'],
      ...['personId', 'personEmail', 'isModerator', 'isRoomHidden', 'teamId', 'name', 'description', 'isLocked'],
      ...['isAnnouncementOnly', 'isPublic', 'type', 'messageId', 'inputs', 'max', 'cursor', 'before', 'beforeMessage'],
      ...['mentionedPeople', 'sortBy', 'from', 'id', 'email', 'displayName', '__proto__', 'constructor'],
    )
    const fields = fc.array(fc.tuple(name, value), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs))
    const good = { roomId: room.id, text: 'x', title: 'x', name: 'x', teamId: team.id }
    const resource = fc.constantFrom(
      'rooms',
      'memberships',
      'messages',
      'messages/direct',
      'people',
      'teams',
      'team/memberships',
      'contents',
      'attachment/actions',
    )
    const request = fc.record({
      method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'),
      resource,
      id: fc.option(value, { freq: 1 }),
      query: fields,
      body: fc.oneof(
        fields,
        // Half of them stand on what is right, so that the rest of each is read at all.
        fields.map((more) => ({ ...good, ...more })),
        fc.string({ unit: 'binary', maxLength: 30 }),
      ),
      isForm: fc.boolean(),
    })
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(request, async ({ method, resource, id, query, body, isForm }) => {
        const path = `/v1/${resource}${id === null ? '' : `/${encodeURIComponent(String(id))}`}`
        const search = new URLSearchParams(
          Object.entries(query).map(([key, given]): [string, string] => [key, String(given)]),
        )
        const sent =
          method === 'GET' || method === 'HEAD' ? undefined : isForm && typeof body === 'object' ? toForm(body) : body
        const { status } = await ada(
          method,
          `${path}?${search}`,
          sent,
          typeof sent === 'string' ? { 'content-type': 'application/json' } : {},
        )
        seen.add(`${method} ${resource} ${status}`)
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 4000 },
    )
    expect(['POST messages 200', 'POST rooms 200'].filter((reached) => !seen.has(reached))).toEqual([])
    expect(emulator.journal.entries().every(({ status }) => status < 500)).toBe(true)
  }, 60_000)
})

function toForm(fields: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [key, given] of Object.entries(fields))
    form.append(key, typeof given === 'string' ? given : (JSON.stringify(given) ?? ''))
  form.append('files', new File(['content'], 'file.txt'))
  return form
}
