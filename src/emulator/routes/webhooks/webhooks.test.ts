import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeId, nameUuid } from '../../identifiers.ts'
import { createEmulator, type EmulatorOptions } from '../../index.ts'
import { demoSeed } from '../../seed/seed.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name
type Json = any

const MESSAGING = ['rooms', 'memberships', 'messages'].flatMap((name) => [`spark:${name}_read`, `spark:${name}_write`])
const OFFICER = ['spark-compliance:events_read', 'spark-compliance:messages_read']
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function prepare(options: EmulatorOptions = {}) {
  const seed = demoSeed()
  seed.users.push({ key: 'admin', displayName: 'Admin', email: 'admin@example.com', isAdmin: true })
  const emulator = createEmulator({ seed, ...options })
  closing.push(() => emulator.webhooks.stop())
  const signIn = async (user: string, scopes = MESSAGING) => {
    const app = { name: 'Test', redirectUris: ['http://localhost/cb'], scopes }
    const { authorizationUrl, clientId, clientSecret } = emulator.register(app)
    const back = new URL(await emulator.signIn(authorizationUrl, user))
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: 'http://localhost/cb',
      client_id: clientId,
      client_secret: clientSecret,
    })
    const tokens = await emulator.fetch(new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body }))
    const { access_token } = (await tokens.json()) as Json
    return async (line: string, input?: Json, type = 'application/json') => {
      const [method, path] = line.split(' ')
      const headers = { authorization: `Bearer ${access_token}`, ...(input !== undefined && { 'content-type': type }) }
      const body = input === undefined ? undefined : JSON.stringify(input)
      const response = await emulator.fetch(new Request(new URL(path ?? '', emulator.url), { method, headers, body }))
      const text = await response.text()
      return { status: response.status, body: text && (JSON.parse(text) as Json), link: response.headers.get('link') }
    }
  }
  return { emulator, signIn }
}

/** A real server that keeps what it is sent. */
async function openTarget(status = 200) {
  const got: { headers: Record<string, unknown>; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    got.push({ headers: request.headers, body })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got }
}

const hook = { name: 'Test', targetUrl: 'http://127.0.0.1:9/hook', resource: 'messages', event: 'created' }

describe('webhooks over REST', () => {
  it('are made, shown, listed, changed and deleted', async () => {
    const { signIn } = await prepare()
    const ask = await signIn('ada')
    const made = await ask('POST /v1/webhooks', { ...hook, secret: 's' })
    expect([made.status, made.body]).toEqual([
      200,
      {
        ...hook,
        id: expect.any(String),
        secret: 's',
        status: 'active',
        created: expect.stringMatching(/\.\d{3}Z$/),
        ownedBy: 'creator',
      },
    ])
    const path = `/v1/webhooks/${made.body.id}`
    expect((await ask(`GET ${path}`)).body).toEqual(made.body)
    expect((await ask('GET /v1/webhooks')).body).toEqual({ items: [made.body] })
    const changes = { name: 'New', targetUrl: 'http://localhost:9/', secret: 't' }
    const changed = await ask(`PUT ${path}`, { ...changes, resource: 'rooms' })
    expect(changed.body).toEqual({ ...made.body, ...changes })
    const [gone, again] = [await ask(`DELETE ${path}`), await ask(`GET ${path}`)]
    expect([gone.status, gone.body, again.status]).toEqual([204, '', 404])
  })

  it('need the read scope of what they watch', async () => {
    const { signIn } = await prepare()
    const ask = await signIn('ada', ['spark:rooms_read', 'spark:memberships_read'])
    const status = async (resource: string) => (await ask('POST /v1/webhooks', { ...hook, resource })).status
    expect([await status('rooms'), await status('messages'), await status('all')]).toEqual([200, 403, 403])
    expect((await ask('GET /v1/webhooks')).body.items).toHaveLength(1)
  })

  it.each([
    [{ name: '' }, 'name cannot be empty'],
    [{ targetUrl: undefined }, 'targetUrl cannot be null'],
    [{ targetUrl: 'ftp://x' }, 'targetUrl must be an absolute http or https URL'],
    [{ targetUrl: 'http://a:b@localhost/' }, 'targetUrl must be an absolute http or https URL'],
    [{ targetUrl: `http://localhost/${'x'.repeat(3000)}` }, 'targetUrl is longer than 2048 characters'],
    [{ resource: 'constructor' }, 'Invalid value for resource'],
    [{ event: 'started' }, 'Invalid value for event'],
    [{ ownedBy: 'me' }, 'Invalid value for ownedBy'],
    [{ filter: 'isLocked=true' }, 'Invalid value for filter: isLocked'],
    [{ filter: 'hasFiles=perhaps' }, 'Invalid value for filter: hasFiles'],
    [{ name: 5 }, 'name must be a string'],
  ])('are refused with %j', async (wrong, message) => {
    const { signIn } = await prepare()
    const ask = await signIn('ada')
    const { status, body } = await ask('POST /v1/webhooks', { ...hook, ...wrong })
    expect([status, body.message]).toEqual([400, message])
  })

  it('are refused in another content type or without JSON', async () => {
    const { signIn } = await prepare()
    const ask = await signIn('ada')
    const xml = await ask('POST /v1/webhooks', hook, 'application/xml')
    expect([xml.status, xml.body.message]).toEqual([415, "Content type 'application/xml' not supported"])
    expect((await ask('POST /v1/webhooks', [])).status).toBe(400)
  })

  it('are refused for a space the person is not in, in the words of the webhook engine', async () => {
    const { signIn } = await prepare()
    const [ada, grace] = [await signIn('ada'), await signIn('grace')]
    const [room] = (await ada('GET /v1/rooms')).body.items
    const filter = `roomId=${room.id}`
    const { status, body } = await grace('POST /v1/webhooks', { ...hook, filter })
    expect(status).toBe(400)
    expect(body.message).toMatch(
      /^POST failed: HTTP\/1\.1 400 Bad Request \(url = .*, error = 'Invalid value for filter: roomId'\)$/,
    )
    expect((await ada('POST /v1/webhooks', { ...hook, filter })).status).toBe(200)
    const messageId = encodeId('MESSAGE', nameUuid('nothing'))
    const action = { ...hook, resource: 'attachmentActions', filter: `messageId=${messageId}` }
    expect((await ada('POST /v1/webhooks', action)).status).toBe(400)
  })

  it('are refused twice, and change into no twin', async () => {
    const { signIn } = await prepare()
    const ask = await signIn('ada')
    await ask('POST /v1/webhooks', hook)
    expect((await ask('POST /v1/webhooks', { ...hook, name: 'Other' })).status).toBe(409)
    expect((await ask('POST /v1/webhooks', { ...hook, filter: 'roomType=group' })).status).toBe(200)
    const other = await ask('POST /v1/webhooks', { ...hook, targetUrl: 'http://localhost:9/other' })
    expect((await ask(`PUT /v1/webhooks/${other.body.id}`, hook)).status).toBe(409)
  })

  it('of the organisation are for administrators', async () => {
    const { signIn } = await prepare()
    const [ada, admin] = [await signIn('ada', [...MESSAGING, ...OFFICER]), await signIn('admin', OFFICER)]
    const org = { ...hook, ownedBy: 'org' }
    expect((await ada('POST /v1/webhooks', org)).status).toBe(403)
    expect((await (await signIn('admin'))('POST /v1/webhooks', org)).status).toBe(403)
    const made = await admin('POST /v1/webhooks', org)
    expect([made.status, made.body.ownedBy]).toEqual([200, 'org'])
    expect((await admin('GET /v1/webhooks?ownedBy=org')).body.items).toEqual([made.body])
    expect((await ada('GET /v1/webhooks?ownedBy=org')).status).toBe(403)
    expect((await ada(`DELETE /v1/webhooks/${made.body.id}`)).status).toBe(404)
  })

  it('come in pages', async () => {
    const { signIn } = await prepare()
    const ask = await signIn('ada')
    for (let n = 0; n < 5; n++) await ask('POST /v1/webhooks', { ...hook, targetUrl: `http://localhost:9/${n}` })
    const seen: string[] = []
    let path = '/v1/webhooks?max=2'
    for (let pages = 0; pages < 5 && path; pages++) {
      const { body, link } = await ask(`GET ${path}`)
      seen.push(...body.items.map((item: Json) => new URL(item.targetUrl).pathname))
      path = link?.slice(1, link.indexOf('>')) ?? ''
    }
    expect(seen).toEqual(['/0', '/1', '/2', '/3', '/4'])
    expect((await ask('GET /v1/webhooks?max=0')).status).toBe(400)
    expect((await ask('GET /v1/webhooks?cursor=x')).status).toBe(400)
  })
})

describe('whatever is asked of webhooks', () => {
  it('is answered, and never with a 5xx', async () => {
    const { emulator, signIn } = await prepare()
    const ask = await signIn('ada', ['spark:all', ...OFFICER])
    const { id } = (await ask('POST /v1/webhooks', hook)).body
    const odd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('all', 'created', 'messages', 'http://[::1]/?a=b', 'http://%00/', 'roomId=', '=&=', '__proto__'),
      fc.jsonValue(),
    )
    const fields = Object.fromEntries(
      ['name', 'targetUrl', 'resource', 'event', 'filter', 'secret', 'ownedBy', 'status'].map((name) => [name, odd]),
    )
    const body = fc.oneof(fc.record(fields, { requiredKeys: [] }), fc.jsonValue()).map((given) => {
      return typeof given === 'object' && !Array.isArray(given) ? { ...hook, ...given } : given
    })
    const line = fc.constantFrom('POST /v1/webhooks', `PUT /v1/webhooks/${id}`, 'PUT /v1/webhooks/x')
    await fc.assert(
      fc.asyncProperty(line, body, odd, async (line, body, value) => {
        const query = `max=${encodeURIComponent(JSON.stringify(value))}&cursor=${encodeURIComponent(JSON.stringify(value))}`
        const answers = [
          await ask(line, body),
          await ask(`GET /v1/events?${query}`),
          await ask(`GET /v1/webhooks?${query}`),
        ]
        for (const { status } of answers) expect(status).toBeLessThan(500)
      }),
      { numRuns: 300 },
    )
    emulator.webhooks.trigger({ resource: 'messages', event: 'created' })
    emulator.webhooks.stop()
    await emulator.webhooks.settled()
  })
})

describe('deliveries over a real network', () => {
  it('tell of a posted message, signed, and not what it says', async () => {
    const { emulator, signIn } = await prepare()
    const { url, got } = await openTarget()
    const ask = await signIn('ada')
    await ask('POST /v1/webhooks', { ...hook, targetUrl: url, secret: 'geheim' })
    const [room] = (await ask('GET /v1/rooms?type=group')).body.items
    emulator.expireAll()
    const later = await signIn('ada')
    const posted = await later('POST /v1/messages', { roomId: room.id, text: 'Hush' })
    await emulator.webhooks.settled()
    const [{ headers, body } = { headers: {}, body: '{}' }] = got
    expect(JSON.parse(body).data).toMatchObject({ id: posted.body.id, roomId: room.id, personEmail: 'ada@example.com' })
    expect(body).not.toContain('Hush')
    expect(headers['x-spark-signature']).toBe(createHmac('sha1', 'geheim').update(body).digest('hex'))
    expect(emulator.webhooks.deliveries()).toMatchObject([{ kind: 'event', status: 200, resource: 'messages' }])
  })

  it('reach a firehose with everything that happens to a space', async () => {
    const { emulator, signIn } = await prepare()
    const { url, got } = await openTarget()
    const ask = await signIn('ada')
    await ask('POST /v1/webhooks', { ...hook, targetUrl: url, resource: 'all', event: 'all' })
    const room = (await ask('POST /v1/rooms', { title: 'New' })).body
    const message = (await ask('POST /v1/messages', { roomId: room.id, text: 'One' })).body
    const member = (await ask('POST /v1/memberships', { roomId: room.id, personEmail: 'grace@example.com' })).body
    await ask(`PUT /v1/messages/${message.id}`, { roomId: room.id, text: 'Two' })
    await ask(`DELETE /v1/messages/${message.id}`)
    await ask(`DELETE /v1/memberships/${member.id}`)
    await ask(`PUT /v1/rooms/${room.id}`, { title: 'Newer' })
    await emulator.webhooks.settled()
    const told = got.map(({ body }) => JSON.parse(body)).map(({ resource, event }) => `${resource} ${event}`)
    expect(told.sort()).toEqual([
      'memberships created',
      'memberships created',
      'memberships deleted',
      'messages created',
      'messages deleted',
      'messages updated',
      'rooms created',
      'rooms updated',
    ])
  })

  it('that fail disable the webhook, PUT re-enables it, and then one failure is enough', async () => {
    const { emulator, signIn } = await prepare()
    const { url, got } = await openTarget(503)
    const ask = await signIn('ada')
    const { id } = (await ask('POST /v1/webhooks', { ...hook, targetUrl: url })).body
    const fail = async (times: number) => {
      for (let n = 0; n < times; n++) emulator.webhooks.trigger({ resource: 'messages', event: 'created' })
      await emulator.webhooks.settled()
      return (await ask(`GET /v1/webhooks/${id}`)).body.status
    }
    expect([await fail(99), await fail(1), await fail(1), got.length]).toEqual(['active', 'inactive', 'inactive', 100])
    const enable = (status?: string) => ask(`PUT /v1/webhooks/${id}`, { name: 'Test', targetUrl: url, status })
    expect((await enable('inactive')).status).toBe(400)
    expect((await enable()).body.status).toBe('inactive')
    expect((await enable('active')).body.status).toBe('active')
    expect(await fail(1)).toBe('inactive')
    await enable('active')
    emulator.clock.advance(5 * 60_000)
    expect(await fail(1)).toBe('active')
  })

  it('follow no redirect, and a port nobody listens on is a failure', async () => {
    const { emulator, signIn } = await prepare()
    const { url, got } = await openTarget(307)
    const ask = await signIn('ada')
    await ask('POST /v1/webhooks', { ...hook, targetUrl: url })
    await ask('POST /v1/webhooks', { ...hook, targetUrl: 'http://127.0.0.1:1/' })
    emulator.webhooks.trigger({ resource: 'messages', event: 'created' })
    await emulator.webhooks.settled()
    expect(got).toHaveLength(1)
    const outcomes = emulator.webhooks.deliveries().map(({ status, error }) => status ?? error)
    expect(outcomes.sort()).toEqual([307, 'no connection (ECONNREFUSED)'])
  })

  it('end when what listens is closed', async () => {
    const { emulator, signIn } = await prepare()
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    closing.push(() => silent.close())
    const listening = await emulator.listen({ port: 0 })
    const ask = await signIn('ada')
    const targetUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    await ask('POST /v1/webhooks', { ...hook, targetUrl })
    emulator.webhooks.trigger({ resource: 'messages', event: 'created' })
    await listening.close()
    await emulator.webhooks.settled()
    expect(emulator.webhooks.deliveries()).toEqual([])
    silent.closeAllConnections()
  })
})

describe('the list of events', () => {
  it('is for administrators who may read it', async () => {
    const { signIn } = await prepare()
    const statuses = [await signIn('ada', OFFICER), await signIn('admin'), await signIn('admin', OFFICER)]
    const answers = await Promise.all(statuses.map((ask) => ask('GET /v1/events')))
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200])
    const open = await prepare({ eventsForEveryone: true })
    expect((await (await open.signIn('ada', OFFICER))('GET /v1/events')).status).toBe(200)
  })

  it('tells newest first what changed, by resource, type, person and time', async () => {
    const { emulator, signIn } = await prepare()
    const [ada, admin] = [await signIn('ada'), await signIn('admin', OFFICER)]
    const room = (await ada('POST /v1/rooms', { title: 'New' })).body
    emulator.clock.advance(60_000)
    await ada('POST /v1/messages', { roomId: room.id, text: 'One' })
    const list = async (query: string) => (await admin(`GET /v1/events?${query}`)).body.items
    const items = await list('')
    expect(items.map(({ resource, type }: Json) => `${resource} ${type}`)[0]).toBe('messages created')
    expect(items[0]).toMatchObject({ actorId: room.creatorId, data: { roomId: room.id } })
    expect(new Set(items.map(({ id }: Json) => id)).size).toBe(items.length)
    expect(await list('resource=rooms&type=created')).toHaveLength(1)
    expect(await list('type=deleted')).toEqual([])
    expect(await list(`actorId=${encodeId('PEOPLE', nameUuid('user grace'))}`)).toEqual([])
    expect(await list(`from=${items[0].created}`)).toHaveLength(1)
    expect(await list(`to=${items.at(-1).created}&resource=messages`)).toEqual([])
    expect((await admin('GET /v1/events?max=1')).link).toContain('rel="next"')
  })

  it('has each event by its id, which stays', async () => {
    const { signIn } = await prepare()
    const [ada, admin] = [await signIn('ada'), await signIn('admin', OFFICER)]
    await ada('POST /v1/rooms', { title: 'New' })
    const [first] = (await admin('GET /v1/events')).body.items
    await ada('POST /v1/rooms', { title: 'Newer' })
    expect(await admin(`GET /v1/events/${first.id}`)).toMatchObject({ status: 200, body: first })
    expect((await admin(`GET /v1/events/${encodeId('EVENT', nameUuid('none'))}`)).status).toBe(404)
    expect((await admin('GET /v1/events/nonsense')).status).toBe(404)
    expect((await ada(`GET /v1/events/${first.id}`)).status).toBe(403)
  })

  it.each(['resource=x', 'type=x', 'actorId=x', 'from=x', 'from=2026-99-99', 'to=2999-01-01T00:00:00Z', 'max=x'])(
    'refuses %s',
    async (query) => {
      const { signIn } = await prepare()
      expect((await (await signIn('admin', OFFICER))(`GET /v1/events?${query}`)).status).toBe(400)
    },
  )
})
