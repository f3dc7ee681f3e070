import { describe, expect, it } from 'vitest'
import { createTrip } from '../../../test/trips/trip.ts'
import type { OperatorAct } from '../context.ts'
import { type App, type AppOptions, createApp } from '../index.ts'
import { operatorRoutes } from './routes.ts'

const TOKEN = 'the-operators-token-of-this-test'
const ORIGIN = 'http://localhost:10060'
const HOUR_MS = 3_600_000

interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: string
  peer?: string
  origin?: string
}

function setUp(options: Partial<AppOptions> = {}) {
  const { keeper, emulator, newVisitor } = createTrip()
  const acts: OperatorAct[] = []
  const environment = {
    now: () => emulator.clock.now(),
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    sleep: async () => undefined,
  }
  const make = (more: Partial<AppOptions> = {}) =>
    createApp({ keeper, environment, onOperatorAct: (act) => void acts.push(act), ...options, ...more })
  return { app: make(), make, keeper, emulator, newVisitor, acts }
}

async function ask(
  app: App,
  path: string,
  { method = 'GET', headers = {}, body, peer = '10.0.0.7', origin = ORIGIN }: Ask = {},
) {
  const own: Record<string, string> = method === 'POST' ? { 'sec-fetch-site': 'same-origin' } : {}
  const form: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
  const request = new Request(`${origin}${path}`, {
    method,
    headers: { ...own, ...form, ...headers },
    ...(body !== undefined && { body }),
  })
  const response = await app.fetch(request, peer)
  const text = response.headers.get('content-type')?.startsWith('text/event-stream') ? '' : await response.text()
  return { status: response.status, headers: response.headers, text }
}

const signIn = (app: App, token: string, more: Ask = {}, back = '/connections') =>
  ask(app, `/operator?back=${encodeURIComponent(back)}`, {
    method: 'POST',
    body: new URLSearchParams({ token }).toString(),
    ...more,
  })

const cookieOf = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? ''

async function signedIn(app: App): Promise<Record<string, string>> {
  return { cookie: cookieOf(await signIn(app, TOKEN)) }
}

const here = { peer: '127.0.0.1' }

/** Every route there is but the sign-in itself, with an id that is somebody's. */
async function listRoutes(setup: ReturnType<typeof setUp>) {
  await setup.newVisitor().grantAs('ada')
  const [grant] = await setup.keeper.grants.list()
  const guarded = operatorRoutes.filter(({ path }) => !path.startsWith('/operator'))
  const at = (path: string) => path.replace(':id', grant?.id ?? '')
  return {
    id: grant?.id ?? '',
    pages: guarded.filter(({ get, path }) => get && !path.endsWith('/progress')).map(({ path }) => at(path)),
    actions: guarded.filter(({ post }) => post).map(({ path }) => at(path)),
  }
}

describe('the operator’s pages', () => {
  const strangers: [string, Ask, Partial<AppOptions>?][] = [
    ['somebody from elsewhere', {}],
    ['this computer by a name that is not its own', { ...here, origin: 'http://app.example:10060' }],
    ['this computer for somebody behind a proxy', { ...here, headers: { 'x-forwarded-for': '10.0.0.7' } }],
    [
      'somebody who says to be this computer',
      { headers: { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' } },
    ],
    ['a wrong bearer token', { headers: { authorization: `Bearer ${TOKEN}x` } }],
    [
      'a made-up cookie',
      { headers: { cookie: `__Host-gk-operator=9999999999999.${'a'.repeat(16)}.${'b'.repeat(43)}` } },
    ],
    ['this computer, where only the token opens', here, { operatorByTokenOnly: true }],
  ]

  it.each(strangers)('are closed to %s, by every method', async (_, who, options = {}) => {
    const setup = setUp({ operatorToken: TOKEN, ...options })
    const { pages, actions, id } = await listRoutes(setup)
    expect(pages.length).toBe(6)
    for (const path of pages) {
      const page = await ask(setup.app, path, who)
      expect([path, page.status]).toEqual([path, who.origin ? 421 : 401])
      expect(page.text).not.toMatch(/Ada Lovelace|client_?id|WEBEX_/i)
      expect((await ask(setup.app, path, { ...who, method: 'HEAD' })).status).toBe(page.status)
      const json = await ask(setup.app, path, { ...who, headers: { ...who.headers, accept: 'application/json' } })
      expect(json.status).toBe(who.origin ? 421 : 403)
    }
    const stream = await ask(setup.app, '/connections/disconnect-all/progress', {
      ...who,
      headers: { 'sec-fetch-site': 'same-origin', ...who.headers },
    })
    expect(stream.status).toBe(who.origin ? 421 : 403)
    for (const path of actions) {
      const answer = await ask(setup.app, path, { ...who, method: 'POST', body: 'confirm=disconnect+all' })
      expect([path, answer.status]).toEqual([path, who.origin ? 421 : 403])
    }
    expect(await setup.keeper.grants.get(id)).toMatchObject({ generation: 1 })
    expect(setup.acts).toEqual([])
  })

  const operators: [string, Partial<AppOptions>, (app: App) => Promise<Ask>][] = [
    ['this computer', {}, async () => here],
    ['the bearer token', { operatorToken: TOKEN }, async () => ({ headers: { authorization: `Bearer ${TOKEN}` } })],
    ['whoever signed in', { operatorToken: TOKEN }, async (app) => ({ headers: await signedIn(app) })],
    [
      'whoever signed in, where only the token opens',
      { operatorToken: TOKEN, operatorByTokenOnly: true },
      async (app) => ({ headers: await signedIn(app) }),
    ],
  ]

  it.each(operators)('are open to %s', async (_, options, prove) => {
    const setup = setUp(options)
    const { pages } = await listRoutes(setup)
    const who = await prove(setup.app)
    for (const path of pages) expect([path, (await ask(setup.app, path, who)).status]).toEqual([path, 200])
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['an address bar', { 'sec-fetch-site': 'none' }],
    ['another origin', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['no origin', { 'sec-fetch-site': '', origin: 'null' }],
  ])('take no form of %s, whoever sends it', async (_, headers) => {
    const setup = setUp({ operatorToken: TOKEN })
    const { actions, id } = await listRoutes(setup)
    const operator = await signedIn(setup.app)
    const sent = Object.fromEntries(Object.entries({ ...headers, ...operator }).filter(([, value]) => value))
    for (const path of ['/operator', '/operator/sign-out', ...actions]) {
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
        const request = new Request(ORIGIN + path, {
          method: 'POST',
          headers: { ...sent, 'content-type': type },
          body: 'confirm=disconnect all',
        })
        expect([path, (await setup.app.fetch(request, '127.0.0.1')).status]).toEqual([path, 403])
      }
    }
    const stream = await ask(setup.app, '/connections/disconnect-all/progress', { ...here, headers: sent })
    expect(stream.status).toBe(403)
    expect(await setup.keeper.grants.get(id)).toMatchObject({ generation: 1 })
  })

  it('do nothing for a link', async () => {
    const setup = setUp()
    const { id } = await listRoutes(setup)
    expect((await ask(setup.app, `/connections/${id}/refresh`, here)).status).toBe(405)
    expect((await ask(setup.app, '/connections/disconnect-all/stop', here)).status).toBe(405)
    expect((await ask(setup.app, '/operator/sign-out', here)).status).toBe(405)
  })

  it('say where to go when there is no token to sign in with', async () => {
    const { text } = await ask(setUp().app, '/connections')
    expect(text).toContain('no operator token')
    expect(text).not.toContain('type="password"')
  })
})

describe('the operator’s sign-in', () => {
  it('leads back to where one wanted to go, with a cookie that no script and no other site gets', async () => {
    const { app, acts } = setUp({ operatorToken: TOKEN })
    const page = await ask(app, '/connections?q=ada&status=failing')
    expect(page.headers.get('www-authenticate')).toContain('Bearer')
    const [, action = ''] = /action="(\/operator[^"]*)"/.exec(page.text) ?? []
    const answer = await ask(app, action.replaceAll('&amp;', '&'), { method: 'POST', body: `token=+${TOKEN}+` })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/connections?q=ada&status=failing')
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-gk-operator=\S+; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ])
    expect(answer.headers.getSetCookie()[0]).not.toContain(TOKEN)
    expect(acts).toEqual([{ what: 'operator.signed-in', who: 'token' }])
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'leads to %s from nowhere',
    async (back) => {
      const { app } = setUp({ operatorToken: TOKEN })
      expect((await signIn(app, TOKEN, {}, back)).headers.get('location')).toBe('/overview')
    },
  )

  it.each(['', 'x', `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()])('refuses the token %j', async (token) => {
    const { app, acts } = setUp({ operatorToken: TOKEN })
    const answer = await signIn(app, token)
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.text).toContain('aria-invalid="true"')
    if (token.length > 1) expect(answer.text).not.toContain(token)
    expect(acts).toEqual([{ what: 'operator.sign-in-refused', code: 'WX-OPERATOR-ONLY' }])
  })

  it('lets an address try ten times a minute, the right token among them, whatever it says of others', async () => {
    const { app, emulator } = setUp({ operatorToken: TOKEN })
    for (let i = 0; i < 10; i++)
      expect((await signIn(app, 'wrong', { headers: { 'x-forwarded-for': `10.1.1.${i}` } })).status).toBe(401)
    const refused = await signIn(app, TOKEN)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.getSetCookie()).toEqual([])
    expect((await signIn(app, TOKEN, { peer: '10.0.0.8' })).status).toBe(303)
    emulator.clock.advance(60_000)
    expect((await signIn(app, TOKEN)).status).toBe(303)
  })

  it.each([
    ['no form', 'application/json', '{"token":"x"}'],
    ['a large form', 'application/x-www-form-urlencoded', `token=${'x'.repeat(20_000)}`],
  ])('refuses %s', async (_, type, body) => {
    const { app } = setUp({ operatorToken: TOKEN })
    expect((await ask(app, '/operator', { method: 'POST', body, headers: { 'content-type': type } })).status).toBe(400)
  })

  it('ends after eight hours', async () => {
    const { app, emulator } = setUp({ operatorToken: TOKEN })
    const headers = await signedIn(app)
    emulator.clock.advance(8 * HOUR_MS - 1000)
    expect((await ask(app, '/overview', { headers })).status).toBe(200)
    emulator.clock.advance(2000)
    expect((await ask(app, '/overview', { headers })).status).toBe(401)
  })

  it('ends at once when one signs out, and the cookie is worth nothing any more', async () => {
    const { app } = setUp({ operatorToken: TOKEN })
    const headers = await signedIn(app)
    const other = await signedIn(app)
    const out = await ask(app, '/operator/sign-out', { method: 'POST', headers })
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect((await ask(app, '/overview', { headers })).status).toBe(401)
    expect((await ask(app, '/overview', { headers: other })).status).toBe(200)
  })

  it('holds in every process of the same token, and in none of another', async () => {
    const { app, make } = setUp({ operatorToken: TOKEN })
    const headers = await signedIn(app)
    expect((await ask(make(), '/overview', { headers })).status).toBe(200)
    expect((await ask(make({ operatorToken: `${TOKEN}-2` }), '/overview', { headers })).status).toBe(401)
  })

  it('cannot be made from the digest of the token that lies in a file', async () => {
    const { make } = setUp()
    const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(TOKEN))).toString('hex')
    const app = make({ operatorToken: { sha256 } })
    const headers = await signedIn(app)
    expect((await ask(app, '/overview', { headers })).status).toBe(200)
    expect((await ask(make({ operatorToken: { sha256 } }), '/overview', { headers })).status).toBe(401)
    expect((await ask(make({ operatorToken: sha256 }), '/overview', { headers })).status).toBe(401)
    expect((await signIn(app, sha256)).status).toBe(401)
  })

  it('notices every change of its cookie', async () => {
    const { app } = setUp({ operatorToken: TOKEN })
    const { cookie = '' } = await signedIn(app)
    const [name, value = ''] = cookie.split('=')
    for (let i = 0; i < value.length - 1; i++) {
      const changed = value.slice(0, i) + (value[i] === '1' ? '2' : '1') + value.slice(i + 1)
      const { status } = await ask(app, '/overview', { headers: { cookie: `${name}=${changed}` } })
      expect([changed, status]).toEqual([changed, 401])
    }
    for (const odd of [
      `\u00a0${name}=${value}`.replace('\u00a0', '%C2%A0'),
      `x${name}=${value}`,
      `${name}=`,
      `${name}=${value}.x`,
    ])
      expect((await ask(app, '/overview', { headers: { cookie: odd } })).status).toBe(401)
  })

  it('is refused to an app that only a token opens and that has none', () => {
    expect(() => setUp({ operatorByTokenOnly: true })).toThrow(expect.objectContaining({ code: 'WX-CONFIG-INVALID' }))
  })
})
