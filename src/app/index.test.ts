import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Grant,
  type Grantkeeper,
  GrantkeeperError,
  type GrantkeeperEvents,
  nodeEnvironment,
  type Room,
} from '../index.ts'
import type { OperatorAct } from './context.ts'
import { type App, type AppOptions, createApp, renderError } from './index.ts'

const ORIGIN = 'http://localhost:10060'
const NOW = Date.parse('2026-03-12T14:02:00Z')

const ada: Grant = {
  id: 'g1',
  clientId: 'C1',
  owner: 'ada',
  login: undefined,
  person: { id: 'p1', displayName: 'Ada Lovelace', email: 'ada@example.com', orgId: null },
  scopesAsked: ['spark:rooms_read', 'spark:people_read'],
  scopesGranted: ['spark:rooms_read', 'spark:people_read'],
  status: 'healthy',
  health: 'healthy',
  reason: undefined,
  generation: 1,
  connectedAt: NOW - 60_000,
  accessExpiresAt: NOW + 14 * 86_400_000,
  refreshExpiresAt: NOW + 90 * 86_400_000,
  lastOkAt: NOW - 60_000,
  lastErrorAt: undefined,
  nextTryAt: undefined,
}

interface World {
  grant?: Grant | undefined
  /** What Webex answers, page by page; an error ends it. */
  pages?: (Room[] | Error)[]
  scopes?: string[]
  origin?: string
  handle?: (request: Request) => Response | undefined
}

interface Setup {
  app: App
  clock: { now: number }
  calls: { lists: number }
  faults: { error: unknown; requestId: string }[]
  emit<N extends keyof GrantkeeperEvents>(name: N, event: GrantkeeperEvents[N]): void
}

function setUp(world: World = {}, options: Partial<AppOptions> = {}): Setup {
  const clock = { now: NOW }
  const calls = { lists: 0 }
  const faults: Setup['faults'] = []
  const listeners: { name: string; listener: (event: never) => void }[] = []
  const origin = world.origin ?? ORIGIN
  const webex = {
    rooms: {
      list: () => ({
        async *pages() {
          calls.lists += 1
          for (const page of world.pages ?? []) {
            if (page instanceof Error) throw page
            yield { items: page }
          }
        },
      }),
      get: async (id: string) => {
        const found = world.pages?.flat().find((room) => !(room instanceof Error) && room?.id === id)
        if (!found) throw new GrantkeeperError('WX-API-NOT-FOUND', { trackingId: 'ROUTER_1' })
        return found
      },
    },
    people: {
      get: async () => {
        throw new GrantkeeperError('WX-API-NOT-FOUND')
      },
    },
  }
  const keeper = {
    origin,
    port: 10060,
    callbackPath: '/oauth',
    integration: {
      clientId: 'C1',
      redirectUri: `${origin}/oauth`,
      scopes: world.scopes ?? ['spark:rooms_read', 'spark:people_read'],
      optionalScopes: [],
      apiUrl: 'http://127.0.0.1:10061/v1',
      authorizeUrl: 'http://127.0.0.1:10061/v1/authorize',
    },
    handle: async (request: Request) => world.handle?.(request),
    grantOf: async () => world.grant,
    webex: async () => webex,
    on: (name: string, listener: (event: never) => void) => {
      listeners.push({ name, listener })
      return () => undefined
    },
  } as unknown as Grantkeeper
  const emit: Setup['emit'] = (name, event) => {
    for (const each of listeners) if (each.name === name) each.listener(event as never)
  }
  const app = createApp({
    keeper,
    environment: {
      now: () => clock.now,
      randomBytes: (length) => new Uint8Array(length).fill(7),
      sleep: () => new Promise(() => undefined),
    },
    onError: (error, requestId) => void faults.push({ error, requestId }),
    ...options,
  })
  return { app, clock, calls, faults, emit }
}

async function visit(app: App, path: string, init: RequestInit = {}) {
  const response = await app.fetch(new Request(`${ORIGIN}${path}`, { redirect: 'manual', ...init }))
  return { status: response.status, headers: response.headers, body: await response.text() }
}

function makeRooms(count: number, make: (index: number) => Partial<Room> = () => ({})): Room[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `room${index}`,
    title: `Space ${index}`,
    type: index % 3 === 0 ? 'direct' : 'group',
    isLocked: false,
    created: '2025-01-01T00:00:00.000Z',
    creatorId: 'p1',
    lastActivity: new Date(NOW - index * 60_000).toISOString(),
    ...make(index),
  })) as Room[]
}

describe('the connect page', () => {
  it('says in plain words what will be possible and offers GRANT as a form post', async () => {
    const { status, body } = await visit(setUp({ scopes: ['spark:rooms_read', 'spark:xsi'] }).app, '/')
    expect(status).toBe(200)
    expect(body).toContain('see the titles of your spaces')
    expect(body).toContain('spark:xsi')
    expect(body).toContain('read your messages')
    expect(body).toContain('<form method="post" action="/connect?return_to=%2Fgranted">')
  })

  it('has a note for whom Webex sends to an administrator, because Webex sends nobody back', async () => {
    expect((await visit(setUp().app, '/')).body).toContain('href="/waiting"')
  })

  it('never promises to be unable to do what it asks for', async () => {
    const { body } = await visit(setUp({ scopes: ['spark:all'] }).app, '/')
    expect(body).not.toContain('read your messages')
    expect(body).not.toContain('change or delete your spaces')
  })

  it('shows who is connected, with the way to the spaces', async () => {
    const { body } = await visit(setUp({ grant: ada }).app, '/')
    expect(body).toContain('Ada Lovelace')
    expect(body).toContain('href="/spaces"')
    expect(body).not.toContain('GRANT ACCESS')
  })

  it('asks to reconnect when the grant has ended', async () => {
    const { body } = await visit(setUp({ grant: { ...ada, status: 'reconnect' } }).app, '/')
    expect(body).toContain('RECONNECT')
  })

  it('says on every page that an emulator is behind it', async () => {
    const { app } = setUp({}, { emulated: true, emulatorUrl: 'http://127.0.0.1:10061' })
    for (const path of ['/', '/spaces', '/nothing']) expect((await visit(app, path)).body).toContain('LOCAL EMULATOR')
    expect((await visit(setUp().app, '/')).body).not.toContain('LOCAL EMULATOR')
  })
})

describe('the granted page', () => {
  it('counts the scopes', async () => {
    const { body } = await visit(setUp({ grant: ada }).app, '/granted')
    expect(body).toContain('Granted 2 of 2 scopes')
    expect(body).not.toContain('Grant it too')
  })

  it('names what was left out and offers to grant it too', async () => {
    const grant = { ...ada, scopesGranted: ['spark:rooms_read'], person: undefined }
    const { body } = await visit(setUp({ grant }).app, '/granted')
    expect(body).toContain('Granted 1 of 2 scopes')
    expect(body).toContain('<code>spark:people_read</code>')
    expect(body).toContain('Grant it too')
  })
})

describe('the spaces page', () => {
  it('lists a hundred a page, by last activity, with stable addresses', async () => {
    const { app } = setUp({ grant: ada, pages: [makeRooms(200), makeRooms(112, (i) => ({ title: `More ${i}` }))] })
    const first = await visit(app, '/spaces')
    expect(first.body).toContain('312 spaces')
    expect(first.body).toContain('Showing 1–100 of 312')
    expect(first.body).toContain('<a rel="next" href="/spaces?page=2">')
    const last = await visit(app, '/spaces?page=4')
    expect(last.body).toContain('Showing 301–312 of 312')
    expect(last.body).not.toContain('rel="next"')
    expect((await visit(app, '/spaces?page=99')).body).toContain('Showing 301–312 of 312')
  })

  it('asks Webex once a minute, and at once after Refresh', async () => {
    const { app, calls, clock } = setUp({ grant: ada, pages: [makeRooms(3)] })
    await Promise.all([visit(app, '/spaces'), visit(app, '/spaces'), visit(app, '/spaces')])
    await visit(app, '/spaces?q=1')
    expect(calls.lists).toBe(1)
    clock.now += 61_000
    await visit(app, '/spaces')
    expect(calls.lists).toBe(2)
    const refreshed = await visit(app, '/spaces?q=a&page=2&refresh=1')
    expect(refreshed.status).toBe(303)
    expect(refreshed.headers.get('location')).toBe('/spaces?q=a&page=2')
    await visit(app, '/spaces')
    expect(calls.lists).toBe(3)
  })

  it('forgets the list when the grant is disconnected', async () => {
    const { app, calls, emit } = setUp({ grant: ada, pages: [makeRooms(3)] })
    await visit(app, '/spaces')
    emit('grant.disconnected', { grantId: 'g1', revokedAtWebex: true })
    await visit(app, '/spaces')
    expect(calls.lists).toBe(2)
  })

  it('tells "no spaces at all" from "none matches"', async () => {
    expect((await visit(setUp({ grant: ada, pages: [[]] }).app, '/spaces')).body).toContain('You have no spaces yet')
    const { body } = await visit(setUp({ grant: ada, pages: [makeRooms(3)] }).app, '/spaces?q=lauch')
    expect(body).toContain('No space matches')
    expect(body).toContain('Clear search')
  })

  it('keeps what is known when Webex asks to wait', async () => {
    const wait = new GrantkeeperError('WX-API-RATE-LIMITED', { retryAfterMs: 18_000 })
    const partial = setUp({ grant: ada, pages: [makeRooms(200), wait] })
    const { status, body } = await visit(partial.app, '/spaces')
    expect(status).toBe(200)
    expect(body).toMatch(/Webex asked us to wait <span [^>]+>18 s<\/span>\./)
    expect(body).toContain('200 spaces')
    await visit(partial.app, '/spaces')
    expect(partial.calls.lists).toBe(1)
  })

  it('names the wait that Webex asked for, also a long one', async () => {
    const wait = new GrantkeeperError('WX-API-RATE-LIMITED', { retryAfterMs: 3_600_000 })
    const { app, calls, clock } = setUp({ grant: ada, pages: [makeRooms(200), wait] })
    await visit(app, '/spaces')
    clock.now += 600_000
    expect((await visit(app, '/spaces')).body).toContain('data-seconds="3000"')
    expect(calls.lists).toBe(1)
  })

  it('keeps the list when Refresh meets a wait, and asks no more until it is over', async () => {
    const pages: (Room[] | Error)[] = [makeRooms(3)]
    const { app, calls, clock } = setUp({ grant: ada, pages })
    await visit(app, '/spaces')
    pages[0] = new GrantkeeperError('WX-API-RATE-LIMITED', { retryAfterMs: 18_000 })
    for (let press = 0; press < 3; press++) {
      clock.now += 1_000
      await visit(app, '/spaces?refresh=1')
      const { body } = await visit(app, '/spaces')
      expect(body).toContain(`${18 - press} s</span>. The 3 spaces known so far`)
    }
    expect(calls.lists).toBe(2)
  })

  it('shows the old list when the new one cannot be had', async () => {
    const pages: (Room[] | Error)[] = [makeRooms(3)]
    const { app, clock } = setUp({ grant: ada, pages })
    await visit(app, '/spaces')
    pages[0] = new GrantkeeperError('WX-API-UNAVAILABLE')
    clock.now += 120_000
    const { body } = await visit(app, '/spaces')
    expect(body).toContain('3 spaces')
    expect(body).toContain('datetime="2026-03-12T14:02:00.000Z"')
    expect(body).toContain('WX-API-UNAVAILABLE')
  })

  it('shows nothing of a grant that has ended', async () => {
    const pages: (Room[] | Error)[] = [makeRooms(3)]
    const { app, clock } = setUp({ grant: ada, pages })
    await visit(app, '/spaces')
    pages[0] = new GrantkeeperError('WX-RECONNECT')
    clock.now += 120_000
    const { status, body } = await visit(app, '/spaces')
    expect(status).toBe(401)
    expect(body).not.toContain('Space 1')
    expect(body).toContain('RECONNECT')
  })

  it('does not show a list from before a new sign-in', async () => {
    const world: World = { grant: ada, pages: [makeRooms(3)] }
    const { app, clock, calls } = setUp(world)
    await visit(app, '/spaces')
    clock.now += 1_000
    world.grant = { ...ada, connectedAt: clock.now }
    await visit(app, '/spaces')
    expect(calls.lists).toBe(2)
  })

  it('stops at three thousand and says so', async () => {
    const { app } = setUp({ grant: ada, pages: [1, 2, 3, 4].map(() => makeRooms(1000)) })
    const { body } = await visit(app, '/spaces')
    expect(body).toContain('3,000 spaces loaded, the most recently active ones; there are more')
  })

  it('treats titles as hostile text', async () => {
    const title = '<img src=x onerror=alert(1)>"\'</script>\u202e'
    const { app } = setUp({
      grant: ada,
      pages: [makeRooms(2, (i) => ({ title: i ? 'x'.repeat(10_000) : title }))],
    })
    const { body } = await visit(app, '/spaces')
    expect(body).not.toContain('<img src=x')
    expect(body).toContain('<bdi>&lt;img src=x onerror=alert(1)&gt;')
    expect(body).not.toContain('x'.repeat(200))
    expect((await visit(app, `/spaces?q=${encodeURIComponent('"><script>')}`)).body).not.toMatch(
      /<script(?! src="\/app\.js)/,
    )
    expect((await visit(app, '/spaces/room0')).body).not.toContain('<img src=x')
  })

  it('stands whatever Webex makes of its fields', async () => {
    const odd: unknown[] = [null, 5, 'x', {}, { isEscaped: true, callbacks: [1] }, { toString: 'x' }, ['<b>']]
    const fields = ['title', 'type', 'lastActivity', 'created', 'errors', 'teamId', 'isLocked', 'description']
    const rooms = makeRooms(odd.length * fields.length, (index) => ({
      [fields[index % fields.length]!]: odd[index % odd.length],
    }))
    const { app } = setUp({ grant: ada, pages: [[...odd, ...rooms] as Room[]] })
    for (const sort of ['lastactivity', 'created', 'title']) {
      const { status, body } = await visit(app, `/spaces?sort=${sort}&q=`)
      expect(status).toBe(200)
      expect(body).toContain('56 spaces')
      expect(body).not.toContain('<b>')
    }
    for (const { id } of rooms) expect((await visit(app, `/spaces/${id}`)).status).toBe(200)
  })

  it('says when a title could not be decrypted, instead of showing cipher text', async () => {
    const broken = { title: 'eyJhbGciOiJub25lIn0', errors: { title: { code: 'kms_failure', reason: 'x' } } }
    const { body } = await visit(setUp({ grant: ada, pages: [makeRooms(1, () => broken)] }).app, '/spaces')
    expect(body).not.toContain('eyJhbGci')
    expect(body).toContain('cannot be decrypted')
  })

  it('needs a connection', async () => {
    for (const path of ['/spaces', '/spaces/room0', '/granted', '/disconnect']) {
      const { status, body } = await visit(setUp().app, path)
      expect(status).toBe(401)
      expect(body).toContain('WX-NOT-CONNECTED')
      expect(body).toContain(`action="/connect?return_to=${encodeURIComponent(path)}"`)
    }
  })
})

describe('the page of one space', () => {
  it('shows its facts, its JSON and the call without a token', async () => {
    const { body } = await visit(setUp({ grant: ada, pages: [makeRooms(2)] }).app, '/spaces/room1')
    expect(body).toContain('Space 1')
    expect(body).toContain('&quot;creatorId&quot;: &quot;p1&quot;')
    expect(body).toContain('Bearer $TOKEN')
    expect(body).toContain('http://127.0.0.1:10061/v1/rooms/room1')
  })

  it('leads back to the list when Webex does not know it', async () => {
    const { status, body } = await visit(setUp({ grant: ada, pages: [] }).app, '/spaces/none')
    expect(status).toBe(404)
    expect(body).toContain('ROUTER_1')
    expect(body).toContain('Back to the list')
  })

  it.each(['a%2Fb', '', 'a/b', '%', '__proto__%00', 'x'.repeat(300)])('has no page for the id %j', async (id) => {
    const { app } = setUp({ grant: ada, pages: [makeRooms(1)] })
    expect((await visit(app, `/spaces/${id}`)).body).toMatch(/WX-PAGE-NOT-FOUND/)
  })
})

describe('disconnecting', () => {
  it('says what will happen on both sides before it asks', async () => {
    const { body } = await visit(setUp({ grant: ada }).app, '/disconnect')
    expect(body).toContain('<form class="actions" method="post" action="/disconnect?grant=g1">')
    expect(body).toContain('asks Webex to end')
  })

  it('says afterwards which of the two happened', async () => {
    const { app } = setUp()
    expect((await visit(app, '/disconnected?revoked=yes')).body).toContain('the access has ended')
    expect((await visit(app, '/disconnected?revoked=no')).body).toContain('was not confirmed')
    expect((await visit(app, '/disconnected')).body).not.toContain('At Webex:')
  })
})

describe('an error', () => {
  it('has its status, its code and the way on', async () => {
    const { status, body } = await visit(setUp().app, '/nothing')
    expect(status).toBe(404)
    expect(body).toContain('WX-PAGE-NOT-FOUND')
    expect(body).toContain('What to do')
    expect(body).toContain('npx grantkeeper explain WX-PAGE-NOT-FOUND')
  })

  it('is JSON for those who prefer it', async () => {
    const { app } = setUp()
    const { headers, body } = await visit(app, '/nothing', { headers: { accept: 'application/json' } })
    expect(headers.get('content-type')).toContain('application/json')
    expect(JSON.parse(body).error).toMatchObject({
      code: 'WX-PAGE-NOT-FOUND',
      docs: 'docs/errors.md#wx-page-not-found',
    })
    const browser = { headers: { accept: 'text/html,application/json;q=0.5' } }
    expect((await visit(app, '/nothing', browser)).headers.get('content-type')).toContain('text/html')
  })

  it('of a method names those allowed', async () => {
    const { app } = setUp({ grant: ada })
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'constructor']) {
      const { status, headers } = await visit(app, '/spaces', { method })
      expect(status).toBe(405)
      expect(headers.get('allow')).toBe('GET, HEAD')
    }
    expect((await visit(app, '/theme')).headers.get('allow')).toBe('POST')
  })

  it('nobody foresaw is reported under the id the page shows, and nothing of it is told', async () => {
    const { app, faults } = setUp({
      handle: () => {
        throw new Error('secret-canary')
      },
    })
    const { status, body } = await visit(app, '/oauth?code=abc')
    expect(status).toBe(500)
    expect(body).toContain('WX-INTERNAL')
    expect(body).not.toContain('secret-canary')
    expect(faults).toHaveLength(1)
    expect(body).toContain(faults[0]!.requestId)
  })

  it('of a wait says how long, to people and programs', () => {
    const error = new GrantkeeperError('WX-API-RATE-LIMITED', { retryAfterMs: 17_200 })
    const response = renderError(error, new Request(`${ORIGIN}/x`))
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('18')
  })

  it('at the callback never puts the code into the page', async () => {
    const { app } = setUp({ handle: (request) => renderError(new GrantkeeperError('WX-TOKEN-UNAVAILABLE'), request) })
    const { body } = await visit(app, '/oauth?code=code-canary&state=state-canary')
    expect(body).not.toMatch(/code-canary|state-canary/)
    expect(body).toContain('action="/connect?return_to=%2Fgranted"')
  })
})

describe('the host', () => {
  const get = (app: App, url: string, method = 'GET') => app.fetch(new Request(url, { method, redirect: 'manual' }))

  it.each(['http://127.0.0.1:10060', 'http://[::1]:10060', 'http://0.0.0.0:10060'])(
    'leads a visit of %s to the host of the redirect URI',
    async (alias) => {
      const response = await get(setUp().app, `${alias}/oauth?code=1&state=2`)
      expect(response.status).toBe(307)
      expect(response.headers.get('location')).toBe(`${ORIGIN}/oauth?code=1&state=2`)
      expect((await get(setUp().app, `${alias}/connect`, 'POST')).status).toBe(421)
    },
  )

  it.each(['http://evil.example:10060', 'http://localhost:1', 'http://localhost.:10060', 'http://127.0.0.2:10060'])(
    'refuses %s',
    async (foreign) => {
      const response = await get(setUp().app, `${foreign}/`)
      expect(response.status).toBe(421)
      expect(await response.text()).toMatch(/WX-HOST.*href="http:\/\/localhost:10060\/"/s)
    },
  )

  it('never follows forwarded headers', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' }
    const { status, body } = await visit(setUp().app, '/', { headers })
    expect(status).toBe(200)
    expect(body).not.toContain('evil.example')
  })
})

describe('every answer', () => {
  const answers = ['/', '/spaces', '/nothing', '/app.css', '/favicon.svg', '/oauth', '/disconnected', '/%ff']

  it.each(answers)('of %s carries the security headers', async (path) => {
    const { headers } = await visit(setUp({ handle: ownAnswer }).app, path)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; object-src 'none'; " +
        "frame-ancestors 'none'; form-action 'self' http://127.0.0.1:10061",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('leaves the stricter referrer rule of the callback alone', async () => {
    const { headers } = await visit(setUp({ handle: ownAnswer }).app, '/oauth')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect((await visit(setUp().app, '/')).headers.get('referrer-policy')).toBe('same-origin')
  })

  it('asks for https for ever where the app has it', async () => {
    const { app } = setUp({ origin: 'https://app.example' })
    const response = await app.fetch(new Request('https://app.example/'))
    expect(response.headers.get('strict-transport-security')).toContain('max-age')
  })

  it('to HEAD has the headers of GET and no body', async () => {
    const { status, headers, body } = await visit(setUp().app, '/', { method: 'HEAD' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/html')
    expect(body).toBe('')
  })

  it('is kept by nobody unless it is the style sheet', async () => {
    const { app } = setUp({ grant: ada })
    const page = await visit(app, '/granted')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const href = /href="(\/app\.css[^"]+)"/.exec(page.body)?.[1] ?? ''
    expect((await visit(app, href)).headers.get('cache-control')).toContain('immutable')
    expect((await visit(app, '/app.css?v=old')).headers.get('cache-control')).toBe('no-cache')
  })

  it('is neither a fault nor without its headers, whatever was asked', async () => {
    const { app } = setUp({ grant: ada, pages: [makeRooms(120)] })
    const piece = fc.constantFrom(
      '/',
      'spaces',
      'theme',
      'granted',
      '?',
      '&',
      'q=',
      'page=',
      '%',
      '%00',
      '__proto__',
      '..',
      ';',
      '\u202e',
    )
    const path = fc
      .array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 8 })
      .map((parts) => `/${parts.join('')}`)
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', '__proto__')
    await fc.assert(
      fc.asyncProperty(path, method, fc.string({ unit: 'grapheme-ascii' }), async (somePath, someMethod, text) => {
        if (!URL.canParse(`${ORIGIN}${somePath}`) || new URL(`${ORIGIN}${somePath}`).origin !== ORIGIN) return
        const headers = { accept: text, cookie: `__Host-theme=${text}` }
        const { status, headers: given } = await visit(app, somePath, { method: someMethod, headers })
        expect(status).toBeLessThan(500)
        expect(given.get('content-security-policy')).toContain("default-src 'none'")
      }),
      { numRuns: 1_000 },
    )
  })

  function ownAnswer(request: Request): Response | undefined {
    if (!request.url.includes('/oauth')) return undefined
    return new Response(null, { status: 303, headers: { location: '/granted', 'referrer-policy': 'no-referrer' } })
  }
})

describe('the colours', () => {
  const post = (app: App, path: string, site = 'same-origin') =>
    visit(app, path, { method: 'POST', headers: { 'sec-fetch-site': site } })

  it('are remembered by the browser and lead back to the page', async () => {
    const { status, headers } = await post(setUp().app, '/theme?to=dark&back=%2Fspaces%3Fq%3Da')
    expect(status).toBe(303)
    expect(headers.get('location')).toBe('/spaces?q=a')
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-theme=dark; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const { body } = await visit(setUp().app, '/', { headers: { cookie: 'a=b; __Host-theme=dark' } })
    expect(body).toContain('data-theme="dark"')
  })

  it('take nothing but the three choices, and no other place to go', async () => {
    const { headers } = await post(setUp().app, '/theme?to=%22%3E%3Cscript&back=%2F%2Fevil.example')
    expect(headers.get('location')).toBe('/')
    expect(headers.get('set-cookie')).toContain('__Host-theme=auto; Max-Age=0')
    const { body } = await visit(setUp().app, '/', { headers: { cookie: '__Host-theme="><script>' } })
    expect(body).toContain('data-theme="auto"')
  })

  it('are not changed by another site', async () => {
    const acts: OperatorAct[] = []
    const { app } = setUp({}, { onOperatorAct: (act) => void acts.push(act) })
    expect((await post(app, '/theme?to=dark', 'cross-site')).status).toBe(403)
    expect(acts).toEqual([{ what: 'request.refused', code: 'WX-CROSS-SITE' }])
  })
})

describe('listening', () => {
  it('serves over a socket, refuses what is no request, and ends at once with connections open', async () => {
    const { app } = setUp({}, { environment: nodeEnvironment() })
    const listening = await app.listen({ port: 0 })
    expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`)
    const response = await fetch(`${listening.url}/`, { redirect: 'manual' })
    expect(response.status).toBe(307)
    expect(await sendRaw(listening.port, 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
    for (const host of ['localhost:99999', 'localhost:', '[::1', 'x'.repeat(300)])
      expect(await sendRaw(listening.port, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4(00|21) /)
    const odd = await sendRaw(listening.port, 'GET / HTTP/1.1\r\nHost: a b@c\r\n\r\n')
    expect(odd).toMatch(/^HTTP\/1\.1 400 /)
    expect(odd.toLowerCase()).toContain('content-security-policy')
    await listening.close()
  })

  async function sendRaw(port: number, text: string): Promise<string> {
    const { connect } = await import('node:net')
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.once('data', (data) => {
        socket.destroy()
        resolve(data.toString())
      })
      socket.once('error', reject)
    })
  }
})
