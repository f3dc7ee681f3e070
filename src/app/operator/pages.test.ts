import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTrip, type Trip } from '../../../test/trips/trip.ts'
import { createEmulator } from '../../emulator/index.ts'
import type { GrantRow } from '../../grants/store.ts'
import { GrantkeeperError } from '../../index.ts'
import { memoryStore } from '../../stores/memory.ts'
import { findDriver } from '../../stores/sqlite/driver.ts'
import { sqliteStore } from '../../stores/sqlite.ts'
import type { Store } from '../../stores/store.ts'
import { type AppOptions, createApp } from '../index.ts'

const ORIGIN = 'http://localhost:10060'
const DAY_MS = 86_400_000
const SECRET = 'canary-client-secret-of-the-settings'

const hostile = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '\u202eevil\u0007',
  'x'.repeat(5000),
  '   ',
]

interface Setup {
  trip: Trip
  store: Store
  get(path: string, headers?: Record<string, string>): Promise<{ status: number; text: string }>
  post(path: string, body?: string): Promise<{ status: number; location: string | null }>
}

function setUp(options: Partial<AppOptions> = {}, kept?: Store): Setup {
  const emulator = createEmulator()
  emulator.clock.freeze()
  const store = kept ?? memoryStore({ now: emulator.clock.now })
  const trip = createTrip({ on: emulator, keeper: { store } })
  const environment = {
    now: () => trip.emulator.clock.now(),
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    sleep: async () => undefined,
  }
  const app = createApp({ keeper: trip.keeper, environment, emulated: true, ...options })
  return {
    trip,
    store,
    async get(path, headers = {}) {
      const response = await app.fetch(new Request(ORIGIN + path, { headers }), '127.0.0.1')
      return { status: response.status, text: await response.text() }
    },
    async post(path, body = '') {
      const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
      const response = await app.fetch(new Request(ORIGIN + path, { method: 'POST', headers, body }), '127.0.0.1')
      await response.text()
      return { status: response.status, location: response.headers.get('location') }
    },
  }
}

/** Grants as a sign-in leaves them, but for what is changed. */
async function addGrants(
  { trip, store }: Setup,
  count: number,
  change: (index: number) => Partial<GrantRow> = () => ({}),
) {
  await trip.newVisitor().grantAs('ada')
  const [grant] = await trip.keeper.grants.list()
  const row = await store.getGrant(grant?.id ?? '')
  if (!row) throw new Error('nobody is connected')
  await trip.keeper.grants.disconnect(row.id)
  for (let i = 0; i < count; i++) {
    const id = `g${String(i).padStart(5, '0')}`
    await store.insertGrant({ ...row, id, owner: `o${i}`, personId: `p${i}`, personName: `Person ${i}`, ...change(i) })
  }
}

const idsIn = (text: string) =>
  [...text.matchAll(/<th scope="row"><a class="clip" href="\/connections\/([^"]+)"/g)].map(([, id]) => id)
const hrefOf = (text: string, rel: string) =>
  new RegExp(`rel="${rel}" href="([^"]+)"`).exec(text)?.[1]?.replaceAll('&amp;', '&')

describe('the connections page', () => {
  it('says what it is while nobody has connected', async () => {
    const { text } = await setUp().get('/connections')
    expect(text).toContain('Nobody has connected yet')
    expect(text).not.toContain('<table')
    expect(text).not.toContain('Disconnect all')
  })

  it('shows every grant once, page by page, under stable addresses', async () => {
    const setup = setUp()
    await addGrants(setup, 60)
    const seen: (string | undefined)[] = []
    let path: string | undefined = '/connections?q=person&limit=50'
    const pages = []
    while (path) {
      const { text } = await setup.get(path)
      seen.push(...idsIn(text))
      pages.push(path)
      path = hrefOf(text, 'next')
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => `g${String(i).padStart(5, '0')}`))
    expect(pages.at(-1)).toBe('/connections?q=person&limit=50&after=g00049')
    const { text } = await setup.get(pages.at(-1) ?? '')
    expect(text).toContain('10 of 60')
    expect(text).toContain('href="/connections?q=person&amp;limit=50">« First page')
    expect((await setup.get('/connections?after=zzz')).text).toContain('No more connections.')
  })

  it('finds by state, scope and end, and counts each state of what is found', async () => {
    const setup = setUp()
    const { now } = setup.trip.emulator.clock
    await addGrants(setup, 9, (i) => ({
      status: (['healthy', 'failing', 'reconnect'] as const)[i % 3] ?? 'healthy',
      reason: i % 3 === 1 ? 'WX-REFRESH-FAILING' : null,
      nextTryAt: i % 3 === 1 ? now() + 120_000 : null,
      lastErrorAt: i % 3 === 1 ? now() - 60_000 : null,
      scopesGranted: i < 3 ? 'spark:rooms_read' : 'spark:rooms_read spark:people_read',
      refreshExpiresAt: now() + (i === 0 ? 3 : 80) * DAY_MS,
    }))
    const find = async (query: string) => idsIn((await setup.get(`/connections?${query}`)).text)
    expect(await find('status=failing')).toEqual(['g00001', 'g00004', 'g00007'])
    expect(await find('scope=spark:people_read&status=reconnect')).toEqual(['g00005', 'g00008'])
    expect(await find('ends=7d')).toEqual(['g00000'])
    expect(await find('q=PERSON+4')).toEqual(['g00004'])
    expect(await find('status=nonsense&limit=7&ends=x&q=%00&after=%07')).toHaveLength(9)
    const { text } = await setup.get('/connections?status=failing&scope=spark:people_read')
    expect(text).toMatch(/failing <span class="number">2</)
    expect(text).toMatch(/healthy <span class="number">2</)
    expect(text).toContain('href="/errors/WX-REFRESH-FAILING"')
    expect(text).toContain('in 2 min')
    expect((await setup.get('/connections?q=ends&status=reconnect')).text).toContain('No connection matches')
  })

  it('tells in words what is left of access and refresh', async () => {
    const setup = setUp()
    const now = setup.trip.emulator.clock.now()
    await addGrants(setup, 2, (i) => ({
      status: i === 0 ? 'healthy' : 'reconnect',
      connectedAt: now - 100 * DAY_MS,
      lastOkAt: now - DAY_MS,
      accessExpiresAt: now + 13 * DAY_MS,
      refreshExpiresAt: i === 0 ? now + 5 * 3_600_000 : null,
    }))
    const { text } = await setup.get('/connections')
    expect(text).toContain('aria-label="Access: 13 d of 14 d"')
    expect(text).toContain('aria-label="Refresh: 5 h of 90 d"')
    expect(text).toContain('aria-label="Access: ended"')
    expect(text).toContain('Refresh: no end known')
    expect(text).toContain(`<code id="reconnect">${ORIGIN}/</code>`)
  })

  it('costs one list and one count, however many grants there are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gk-'))
    const file = join(folder, 'grants.db')
    const calls: string[] = []
    const real = sqliteStore({ file })
    const store = new Proxy(real, {
      get: (target, name: keyof Store) => {
        const method = target[name] as (...values: unknown[]) => unknown
        return (...values: unknown[]) => {
          calls.push(name === 'listGrants' ? `list ${(values[0] as { limit: number }).limit}` : name)
          return method.apply(target, values)
        }
      },
    })
    try {
      const setup = setUp({}, store)
      await addGrants(setup, 1, () => ({ id: 'first' }))
      fillWith100000(file)
      calls.length = 0
      const { text } = await setup.get('/connections')
      expect(calls).toEqual(['list 26', 'countGrants'])
      expect(text).toContain('25 of 100,001')
      calls.length = 0
      const next = await setup.get(hrefOf(text, 'next') ?? '')
      expect(idsIn(next.text)).toHaveLength(25)
      expect(calls).toEqual(['list 26', 'countGrants'])
      await setup.trip.keeper.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('says so when the store does not answer, and shows nothing half', async () => {
    const setup = setUp()
    setup.store.listGrants = async () => {
      throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    }
    for (const path of ['/connections', '/overview']) {
      const { status, text } = await setup.get(path)
      expect([path, status]).toEqual([path, 503])
      expect(text).toContain('WX-STORE-UNAVAILABLE')
    }
  })
})

/** Copies of the one grant there is. */
function fillWith100000(file: string): void {
  const database = findDriver()(file)
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all('grantkeeper_grants') as {
    name: string
  }[]
  const names = columns.map(({ name }) => name)
  const values = names.map((name) => (['id', 'owner', 'person_id'].includes(name) ? `printf('g%06d', n)` : name))
  database.exec(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
    INSERT INTO grantkeeper_grants (${names.join(', ')}) SELECT ${values.join(', ')} FROM numbers, grantkeeper_grants WHERE id = 'first'`)
  database.close()
}

describe('the page of one connection', () => {
  it('renews at once, and says what came of it', async () => {
    const setup = setUp()
    await setup.trip.newVisitor().grantAs('ada')
    const [grant] = await setup.trip.keeper.grants.list()
    const path = `/connections/${grant?.id}`
    expect(await setup.post(`${path}/refresh`)).toEqual({ status: 303, location: `${path}?done=refreshed` })
    const { text } = await setup.get(`${path}?done=refreshed`)
    expect(text).toContain('Webex has given new tokens')
    expect(text).not.toMatch(/Last error|href="\/flow/)
    expect(text).toMatch(/refreshed<\/span>[\s\S]*connected<\/span>/)

    setup.trip.emulator.revokeOutside('ada')
    expect(await setup.post(`${path}/refresh`)).toEqual({
      status: 303,
      location: `${path}?done=not-refreshed&code=WX-RECONNECT`,
    })
    const after = await setup.get(`${path}?done=not-refreshed&code=WX-RECONNECT`)
    expect(after.text).toContain('href="/errors/WX-RECONNECT"')
    expect(after.text).toContain('must reconnect')
    expect(after.text).not.toContain(`action="${path}/refresh"`)
  })

  it('asks before it disconnects, and tells what Webex said', async () => {
    const setup = setUp()
    await setup.trip.newVisitor().grantAs('ada')
    const [grant] = await setup.trip.keeper.grants.list()
    const path = `/connections/${grant?.id}/disconnect`
    expect((await setup.get(path)).text).toContain('Ada')
    expect(await setup.trip.keeper.grants.list()).toHaveLength(1)
    expect(await setup.post(path)).toEqual({ status: 303, location: '/connections?done=disconnected' })
    expect(await setup.trip.keeper.grants.list()).toEqual([])
    expect((await setup.get('/connections?done=disconnected')).text).toContain('Webex has ended the access')
    expect((await setup.get(path)).status).toBe(404)
    expect((await setup.post(path)).status).toBe(404)
    expect((await setup.get(`/connections/${grant?.id}`)).status).toBe(404)
  })

  it('takes no words from its address', async () => {
    const setup = setUp()
    await addGrants(setup, 1)
    for (const query of [
      'done=not-refreshed&code=<b>',
      'done=not-refreshed&code=constructor',
      'done=<b>',
      'before=%00',
    ])
      expect((await setup.get(`/connections/g00000?${query}`)).text).not.toMatch(/<b>|undefined|\[object/)
  })

  it('shows the timeline page by page', async () => {
    const setup = setUp()
    await addGrants(setup, 1)
    const now = setup.trip.emulator.clock.now()
    await setup.store.insertHappenings(
      Array.from({ length: 30 }, (_, i) => ({
        id: `h${String(i).padStart(3, '0')}`,
        clientId: setup.trip.integration.clientId,
        grantId: 'g00000',
        at: now - (30 - i) * 1000,
        what: 'refreshed' as const,
        code: null,
        tookMs: 100 + i,
      })),
    )
    const { text } = await setup.get('/connections/g00000')
    expect(text.match(/Webex took/g)).toHaveLength(25)
    const older = await setup.get(hrefOf(text, 'next') ?? '')
    expect(older.text.match(/Webex took/g)).toHaveLength(5)
    expect(older.text).toContain('Webex took 100 ms')
  })

  it('shows what was asked for, granted and is wanted', async () => {
    const setup = setUp()
    await addGrants(setup, 1, () => ({
      scopesAsked: 'spark:rooms_read',
      scopesGranted: 'spark:rooms_read spark:teams_read',
    }))
    const { text } = await setup.get('/connections/g00000')
    expect(text).toMatch(/has not granted: <code>spark:people_read<\/code>/)
    expect(text).toMatch(/not wanted any more: <code>spark:teams_read<\/code>/)
  })
})

describe('names of other people', () => {
  it.each(hostile)('change nothing on any page: %j', async (text) => {
    const setup = setUp()
    const soon = setup.trip.emulator.clock.now() + DAY_MS
    await addGrants(setup, 1, () => ({
      personName: text,
      personEmail: text,
      orgId: text,
      owner: text,
      personId: text,
      refreshExpiresAt: soon,
    }))
    const q = encodeURIComponent(text.slice(0, 100))
    for (const path of [
      '/connections',
      `/connections?q=${q}&scope=${q}`,
      '/connections/g00000',
      '/connections/g00000/disconnect',
      '/overview',
    ]) {
      const page = await setup.get(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.text).not.toMatch(/<img src=x|<script>alert|' onmouseover='/)
      expect(page.text.length).toBeLessThan(40_000)
    }
  })
})

describe('the overview', () => {
  it('tells of each state, of what ends soon and of what happened', async () => {
    const setup = setUp()
    const { now } = setup.trip.emulator.clock
    await addGrants(setup, 5, (i) => ({
      status: i === 4 ? 'reconnect' : i === 3 ? 'failing' : 'healthy',
      refreshExpiresAt: now() + (i < 2 ? 5 - i : 80) * DAY_MS,
    }))
    const happened = [
      ['refreshed', 100],
      ['refreshed', 300],
      ['failing', null],
      ['reconnect', null],
    ] as const
    await setup.store.insertHappenings(
      happened.map(([what, tookMs], i) => ({
        id: `h${i}`,
        clientId: setup.trip.integration.clientId,
        grantId: 'g00000',
        at: now() - i * 1000,
        what,
        code: null,
        tookMs,
      })),
    )
    const { text } = await setup.get('/overview')
    expect(text).toContain('aria-label="healthy 3, failing 1, must reconnect 1"')
    expect(text.indexOf('Person 1')).toBeLessThan(text.indexOf('Person 0'))
    expect(text).not.toContain('Person 2')
    expect(text).toMatch(/200 ms<\/dd>/)
    expect(text).toMatch(/300 ms<\/dd>/)
    expect(text).toContain('Chart: 2 renewals and 2 failures')
    expect(text).toContain('At most 2 renewed and 2 failed within an hour.')
    expect(text).toContain('Chart: 200 ms on average, 300 ms at most.')
    expect(text).toMatch(/class="pale" x="231" y="0" width="8" height="60"\/><rect class="mean" x="231" y="20"/)
    expect(text).toContain('in 3 d: 0, in 4 d: 0, in 5 d: 1, in 6 d: 1, in 7 d: 0.')
    for (const range of ['7d', '30d', 'nonsense'])
      expect((await setup.get(`/overview?range=${range}`)).status).toBe(200)
  })

  it('raises an alarm while Webex refuses the integration, and ends it after', async () => {
    const setup = setUp()
    await setup.trip.newVisitor().grantAs('ada')
    const [grant] = await setup.trip.keeper.grants.list()
    setup.trip.emulator.faults.add({
      on: 'POST /v1/access_token',
      status: 401,
      body: { error: 'invalid_client' },
      times: 1,
    })
    await setup.post(`/connections/${grant?.id}/refresh`)
    expect((await setup.get('/overview')).text).toContain('Webex refuses this integration since')
    await setup.post(`/connections/${grant?.id}/refresh`)
    expect((await setup.get('/overview')).text).not.toContain('Webex refuses this integration since')
  })
})

describe('the settings page', () => {
  it('shows settings with their origin, and never a secret', async () => {
    const { get } = setUp({
      operatorToken: SECRET,
      settings: () => [
        { name: 'WEBEX_CLIENT_ID', value: '<b>C1</b>', secret: false, origin: '.env' },
        { name: 'WEBEX_CLIENT_SECRET', value: SECRET, secret: true, origin: 'environment' },
        { name: 'DATABASE_URL', value: undefined, secret: false, origin: undefined },
      ],
    })
    const { text } = await get('/settings')
    expect(text).toContain('&lt;b&gt;C1&lt;/b&gt;')
    expect(text).toContain('set, not shown')
    expect(text).toContain('not set')
    expect(text).toContain('off; &quot;serve --inspector&quot; turns it on')
    expect(text).not.toContain(SECRET)
    expect(text).toContain(process.versions.node)
  })

  it('counts rows by key only when asked to', async () => {
    const setup = setUp()
    await addGrants(setup, 3)
    let scans = 0
    const { listGrants } = setup.store
    setup.store.listGrants = (filter) => {
      scans += 1
      return listGrants(filter)
    }
    await setup.get('/settings')
    expect(scans).toBe(0)
    const { text } = await setup.get('/settings?keys=count')
    expect(text).toMatch(/sealing and opening<\/td><td class="number" data-label="Rows">3</)
  })
})
