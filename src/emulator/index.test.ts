import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import { createEmulator, DroppedConnection, type EmulatorOptions, type Listening } from './index.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name, and compared whole
type Json = any
const DAY_MS = 86_400_000

function start(options: EmulatorOptions = {}) {
  const environment = nodeEnvironment({ now: () => Date.UTC(2026, 0, 10) })
  const emulator = createEmulator({ environment, ...options })
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const integration = emulator.register({ name: 'Test', redirectUris: [REDIRECT_URI], scopes })
  const client = { client_id: integration.clientId, client_secret: integration.clientSecret }

  const authorizeUrl = (more: Record<string, string> = {}) => {
    const query = { client_id: integration.clientId, response_type: 'code', redirect_uri: REDIRECT_URI, state: 's1' }
    return `${emulator.url}/v1/authorize?${new URLSearchParams({ ...query, scope: scopes.join(' '), ...more })}`
  }
  const signIn = async (user = 'ada', more: Record<string, string> = {}) => {
    const back = new URL(await emulator.signIn(authorizeUrl(more), user))
    return back.searchParams.get('code') ?? ''
  }
  const post = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams(fields)
    const response = await emulator.fetch(
      new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body, headers }),
    )
    return { status: response.status, body: (await response.json()) as Json }
  }
  const redeem = (code: string, more: Record<string, string> = {}) =>
    post({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...client, ...more })
  const refresh = (refreshToken: string, more: Record<string, string> = {}) =>
    post({ grant_type: 'refresh_token', refresh_token: refreshToken, ...client, ...more })
  const get = async (path: string, token: string) => {
    const request = new Request(new URL(path, emulator.url), { headers: { authorization: `Bearer ${token}` } })
    const response = await emulator.fetch(request)
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json }
  }
  const connect = async (user = 'ada') => (await redeem(await signIn(user))).body
  return { emulator, integration, client, authorizeUrl, signIn, post, redeem, refresh, get, connect }
}

describe('a sign-in', () => {
  it('gives a code for tokens in Webex’s shape and lives', async () => {
    const { signIn, redeem, get } = start()
    const code = await signIn('ada', { code_challenge: CHALLENGE, code_challenge_method: 'S256' })
    const shape = /^[A-Za-z0-9+/]{64}_EMUL_[0-9a-f-]{36}$/
    expect(code).toMatch(shape)
    const { status, body } = await redeem(code, { code_verifier: VERIFIER })
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.stringMatching(shape),
      expires_in: 1_209_599,
      refresh_token: expect.stringMatching(shape),
      refresh_token_expires_in: 7_775_999,
      token_type: 'Bearer',
      scope: 'spark:rooms_read spark:people_read',
    })
    const me = await get('/v1/people/me', body.access_token)
    expect(me.body).toMatchObject({ displayName: 'Ada Lovelace', emails: ['ada@example.com'], type: 'person' })
  })

  it('can be denied, and keeps the state', async () => {
    const { emulator, authorizeUrl } = start()
    const back = new URL(await emulator.signIn(authorizeUrl(), 'ada', { accept: false }))
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 's1' })
  })

  it('can grant fewer scopes than were asked for', async () => {
    const { emulator, authorizeUrl, redeem, get } = start()
    const back = new URL(await emulator.signIn(authorizeUrl(), 'ada', { scopes: ['spark:people_read'] }))
    const { body } = await redeem(back.searchParams.get('code') ?? '')
    expect(body.scope).toBe('spark:people_read')
    expect((await get('/v1/rooms', body.access_token)).status).toBe(403)
  })

  it('ends at a page for somebody whose administrator blocks the integration', async () => {
    const { emulator, authorizeUrl } = start()
    await expect(emulator.signIn(authorizeUrl(), 'alan')).rejects.toThrow('Access denied')
    await expect(emulator.signIn(authorizeUrl(), 'nobody')).rejects.toThrow('no user nobody')
  })
})

describe('spaces', () => {
  it('come in pages of 100 with one next link, until all 312 were seen', async () => {
    const { connect, get } = start()
    const { access_token } = await connect()
    const sizes: number[] = []
    const ids = new Set<string>()
    for (let path = '/v1/rooms'; path; ) {
      const { body, headers } = await get(path, access_token)
      sizes.push(body.items.length)
      for (const room of body.items) ids.add(room.id)
      const link = headers.get('link')
      if (link) expect(link).toMatch(/^<http:\/\/127\.0\.0\.1:10061\/v1\/rooms\?[^>;]+>; rel="next"$/)
      path = link ? link.slice(1, link.indexOf('>')) : ''
    }
    expect(sizes).toEqual([100, 100, 100, 12])
    expect(ids.size).toBe(312)
  })
})

describe('a refresh', () => {
  it('keeps the refresh token, and moves its end at most once a day', async () => {
    const { emulator, connect, refresh } = start()
    const { refresh_token, access_token } = await connect()
    emulator.clock.advance(DAY_MS / 2)
    const early = (await refresh(refresh_token)).body
    expect(early).toMatchObject({ refresh_token, refresh_token_expires_in: 7_775_999 - 43_200 })
    expect(early.access_token).not.toBe(access_token)
    emulator.clock.advance(DAY_MS)
    expect((await refresh(refresh_token)).body).toMatchObject({ refresh_token, refresh_token_expires_in: 7_775_999 })
  })
})

describe('rotation', () => {
  it('by grace gives a new refresh token and lets the old one work 60 s more', async () => {
    const { emulator, connect, refresh } = start({ rotation: 'grace' })
    const first = (await connect()).refresh_token
    const second = (await refresh(first)).body.refresh_token
    expect(second).not.toBe(first)
    emulator.clock.advance(59_000)
    expect((await refresh(first)).status).toBe(200)
    emulator.clock.advance(61_000)
    expect((await refresh(first)).body.error).toBe('invalid_grant')
  })

  it('by strict ends the grant when the old refresh token comes again', async () => {
    const { connect, refresh, get } = start({ rotation: 'strict' })
    const first = (await connect()).refresh_token
    const next = (await refresh(first)).body
    expect((await refresh(next.refresh_token)).status).toBe(200)
    expect((await get('/v1/rooms', next.access_token)).status).toBe(200)
    expect((await refresh(first)).body.error).toBe('invalid_grant')
    expect((await get('/v1/rooms', next.access_token)).status).toBe(401)
  })
})

describe('an honest server', () => {
  it.each([
    ['a code nobody gave', { code: 'never' }],
    ['another redirect URI', { redirect_uri: `${REDIRECT_URI}/` }],
    ['no verifier', {}],
    ['a wrong verifier', { code_verifier: 'w'.repeat(43) }],
    ['a verifier too short', { code_verifier: 'v' }],
  ])('refuses %s', async (_what, more) => {
    const { signIn, redeem } = start()
    const code = await signIn('ada', { code_challenge: CHALLENGE, code_challenge_method: 'S256' })
    const { status, body } = await redeem(code, more)
    expect([status, body.error]).toEqual([400, 'invalid_grant'])
    expect(body).toEqual({
      message: expect.any(String),
      errors: [{ description: body.error_description }],
      trackingId: expect.stringMatching(/^ROUTER_[0-9A-F-]{36}$/),
      error: 'invalid_grant',
      error_description: expect.any(String),
    })
  })

  it('takes a plain challenge, also when the method is left out', async () => {
    const { signIn, redeem } = start()
    const code = await signIn('ada', { code_challenge: VERIFIER })
    expect((await redeem(code, { code_verifier: `${VERIFIER}x` })).status).toBe(400)
    expect((await redeem(code, { code_verifier: VERIFIER })).status).toBe(200)
  })

  it('refuses a verifier for a code without a challenge', async () => {
    const { signIn, redeem } = start()
    expect((await redeem(await signIn(), { code_verifier: VERIFIER })).body.error).toBe('invalid_grant')
  })

  it('refuses a code after its life', async () => {
    const { emulator, signIn, redeem } = start()
    const code = await signIn()
    emulator.clock.advance(600_000)
    expect((await redeem(code)).body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'The code is expired.',
    })
  })

  it('refuses a code the second time, and takes back what it gave', async () => {
    const { signIn, redeem, refresh, get } = start()
    const code = await signIn()
    const { access_token, refresh_token } = (await redeem(code)).body
    expect((await get('/v1/rooms', access_token)).status).toBe(200)
    expect((await redeem(code)).body.error).toBe('invalid_grant')
    expect((await get('/v1/rooms', access_token)).status).toBe(401)
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  it('gives tokens once for 50 redemptions of one code at once', async () => {
    const { signIn, redeem } = start()
    const code = await signIn()
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('refuses a code and a refresh token of another client', async () => {
    const { emulator, signIn, redeem, refresh, connect } = start()
    const other = emulator.register({ name: 'Other', redirectUris: [REDIRECT_URI], scopes: ['spark:rooms_read'] })
    const thief = { client_id: other.clientId, client_secret: other.clientSecret }
    const code = await signIn()
    expect((await redeem(code, thief)).body.error).toBe('invalid_grant')
    expect((await redeem(code)).status).toBe(200)
    expect((await refresh((await connect()).refresh_token, thief)).body.error).toBe('invalid_grant')
  })

  it('refuses refresh tokens that are unknown, expired or revoked', async () => {
    const { emulator, connect, refresh } = start()
    expect((await refresh('never')).body.error).toBe('invalid_grant')
    const { refresh_token } = await connect()
    emulator.clock.advance(90 * DAY_MS)
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    const revoked = (await connect()).refresh_token
    expect(emulator.revokeOutside('ada')).toBeGreaterThan(0)
    expect((await refresh(revoked)).body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'The refresh token provided is expired, revoked, malformed, or invalid',
    })
  })

  it('knows a client by body or by Basic, and refuses everything else with 401', async () => {
    const { integration, signIn, redeem, post } = start()
    const basic = (id: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    })
    const fields = async () => ({ grant_type: 'authorization_code', code: await signIn(), redirect_uri: REDIRECT_URI })
    const { clientId, clientSecret } = integration
    expect((await post(await fields(), basic(clientId, clientSecret))).status).toBe(200)
    for (const headers of [{}, basic(clientId, 'wrong'), basic('C0', clientSecret), { authorization: 'Bearer x' }]) {
      const { status, body } = await post(await fields(), headers)
      expect([status, body.error]).toEqual([401, 'invalid_client'])
    }
    expect((await redeem(await signIn(), { client_secret: 'wrong' })).status).toBe(401)
    const both = await post({ ...(await fields()), client_id: 'C1' }, basic(clientId, clientSecret))
    expect([both.status, both.body.error]).toEqual([400, 'invalid_request'])
  })

  it('takes forms only, with each field once', async () => {
    const { emulator, client, post } = start()
    const send = async (body: string, type: string) => {
      const headers = { 'content-type': type }
      const address = `${emulator.url}/v1/access_token`
      return (await emulator.fetch(new Request(address, { method: 'POST', body, headers }))).status
    }
    expect(await send(JSON.stringify({ ...client, grant_type: 'refresh_token' }), 'application/json')).toBe(400)
    expect(await send('grant_type=a&grant_type=b', 'application/x-www-form-urlencoded')).toBe(400)
    expect((await post({ ...client, grant_type: 'password' })).body.error).toBe('unsupported_grant_type')
    expect((await post({ ...client })).body.error).toBe('invalid_request')
  })

  it('lets access tokens end by age, at once on demand, and by revocation', async () => {
    const { emulator, connect, get } = start()
    const { access_token } = await connect()
    emulator.clock.advance(14 * DAY_MS - 1001)
    expect((await get('/v1/people/me', access_token)).status).toBe(200)
    emulator.clock.advance(1)
    const { status, body } = await get('/v1/people/me', access_token)
    const text = 'The request requires a valid access token set in the Authorization request header.'
    expect([status, body.message, body.errors]).toEqual([401, text, [{ description: text }]])
    const next = await connect()
    emulator.expireAll()
    expect((await get('/v1/people/me', next.access_token)).status).toBe(401)
  })
})

describe('the identity broker’s addresses', () => {
  it('speak the standard’s error shape', async () => {
    const { emulator } = start()
    const address = `${emulator.url}/idb/oauth2/v1/access_token`
    const response = await emulator.fetch(new Request(address, { method: 'POST', body: new URLSearchParams() }))
    expect(response.status).toBe(401)
    expect(Object.keys((await response.json()) as object)).toEqual(['error', 'error_description', 'trackingID'])
  })

  it('revoke a refresh token with its access tokens, for its own client only', async () => {
    const { emulator, integration, connect, get, refresh } = start()
    const other = emulator.register({ name: 'Other', redirectUris: [REDIRECT_URI], scopes: [] })
    const { access_token, refresh_token } = await connect()
    const revoke = async (client: { clientId: string; clientSecret: string }) => {
      const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`
      const body = new URLSearchParams({ token: refresh_token })
      const init = { method: 'POST', body, headers: { authorization } }
      return (await emulator.fetch(new Request(`${emulator.url}/idb/oauth2/v1/revoke`, init))).status
    }
    expect(await revoke(other)).toBe(200)
    expect((await get('/v1/rooms', access_token)).status).toBe(200)
    expect(await revoke(integration)).toBe(200)
    expect((await get('/v1/rooms', access_token)).status).toBe(401)
    expect((await refresh(refresh_token)).status).toBe(400)
  })
})

describe('faults', () => {
  it('answer in the place of the route, as often as they were told', async () => {
    const { emulator, connect, get } = start()
    const { access_token } = await connect()
    emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '7' }, body: {}, times: 2 })
    const seen = []
    for (let n = 0; n < 3; n++) seen.push((await get('/v1/rooms', access_token)).status)
    expect(seen).toEqual([429, 429, 200])
  })

  it('lose the answer of a request that took effect', async () => {
    const { emulator, connect, refresh } = start({ rotation: 'strict' })
    const { refresh_token } = await connect()
    emulator.faults.add({ on: 'POST /v1/access_token', drop: 'after', times: 1 })
    await expect(refresh(refresh_token)).rejects.toBeInstanceOf(DroppedConnection)
    expect((await refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect(emulator.journal.entries().at(-2)).toMatchObject({ status: 0, grantType: 'refresh_token' })
  })

  it('lose a request before it took effect', async () => {
    const { emulator, connect, refresh } = start({ rotation: 'strict' })
    const { refresh_token } = await connect()
    const heal = emulator.faults.add({ on: 'POST /v1/access_token', drop: 'before' })
    await expect(refresh(refresh_token)).rejects.toBeInstanceOf(DroppedConnection)
    heal()
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('set headers on the true answer, and hit one segment by a name', async () => {
    const { emulator, connect, get } = start()
    const { access_token } = await connect()
    const link = '<https://evil.example/next>; rel="next"'
    emulator.faults.add({ on: 'GET /v1/people/:id', headers: { link } })
    const { status, headers } = await get('/v1/people/me/', access_token)
    expect([status, headers.get('link')]).toEqual([200, link])
  })

  it('make a request wait, while the caller may stop waiting', async () => {
    let wake = () => {}
    const slow = new Promise<void>((resolve) => {
      wake = resolve
    })
    const { emulator, connect, refresh } = start({ environment: nodeEnvironment({ sleep: () => slow }) })
    const { refresh_token } = await connect()
    emulator.faults.add({ on: 'POST /v1/access_token', delayMs: 5000 })
    const both = [refresh(refresh_token), refresh(refresh_token)]
    const leaver = new AbortController()
    const left = emulator.fetch(
      new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body: '', signal: leaver.signal }),
    )
    leaver.abort()
    await expect(left).rejects.toThrow('aborted')
    wake()
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200])
    expect(emulator.overlap()).toBe(2)
  })

  it('that make no sense are refused when they are added', () => {
    const { faults } = createEmulator()
    expect(() => faults.add({ on: '/v1/rooms' })).toThrow(RangeError)
    expect(() => faults.add({ on: 'GET /v1/rooms', status: 42 })).toThrow(RangeError)
    expect(() => faults.add({ on: 'GET /v1/rooms', times: 0 })).toThrow(RangeError)
  })
})

describe('the journal', () => {
  it('tells what happened without any secret', async () => {
    const { emulator, integration, authorizeUrl, redeem, refresh, get } = start()
    const seen: string[] = []
    const stop = emulator.onEntry(({ method, path }) => seen.push(`${method} ${path}`))
    const challenged = authorizeUrl({ code_challenge: VERIFIER, state: 'secret-state' })
    const code = new URL(await emulator.signIn(challenged, 'ada')).searchParams.get('code') ?? ''
    const tokens = (await redeem(code, { code_verifier: VERIFIER })).body
    await refresh(tokens.refresh_token)
    await get(`/v1/rooms?max=5&cursor=x&access_token=${tokens.access_token}`, tokens.access_token)
    await get(`/v1/rooms/${tokens.access_token}`, tokens.access_token)
    await get(`/v1/${integration.clientSecret}?${integration.clientSecret}`, '')
    stop()
    await get('/v1/rooms', '')
    expect(seen.slice(0, 6)).toEqual([
      'GET /v1/authorize',
      'POST /sign-in/••••/user',
      'POST /sign-in/••••/consent',
      'POST /v1/access_token',
      'POST /v1/access_token',
      'GET /v1/rooms',
    ])
    expect(seen).toHaveLength(8)
    const text = JSON.stringify(emulator.journal.entries())
    const secrets = [
      code,
      tokens.access_token,
      tokens.refresh_token,
      integration.clientSecret,
      VERIFIER,
      'secret-state',
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
    const [first] = emulator.journal.entries()
    expect(first).toMatchObject({ status: 200, clientId: integration.clientId, at: Date.UTC(2026, 0, 10) })
    expect(emulator.journal.entries()[3]).toMatchObject({ user: 'ada', grantType: 'authorization_code' })
  })

  it('keeps the newest thousand', async () => {
    const { emulator, get } = start()
    for (let n = 0; n < 1001; n++) await get(`/v1/none/${n}`, '')
    const entries = emulator.journal.entries()
    expect([entries.length, entries[0]?.path]).toEqual([1000, '/v1/none/1'])
    emulator.journal.clear()
    expect(emulator.journal.entries()).toEqual([])
  })
})

describe('over a socket', () => {
  let listening: Listening | undefined
  afterEach(() => listening?.close())

  it('answers on the loopback interface, and drops a connection when told to', async () => {
    const { emulator } = start()
    listening = await emulator.listen({ port: 0 })
    expect(emulator.url).toBe(listening.url)
    expect((await fetch(`${listening.url}/v1/rooms`)).status).toBe(401)
    emulator.faults.add({ on: 'GET /v1/rooms', drop: 'before', times: 1 })
    await expect(fetch(`${listening.url}/v1/rooms`)).rejects.toThrow('fetch failed')
    expect((await fetch(`${listening.url}/v1/rooms`)).status).toBe(401)
  })

  it('closes at once, also while a request is made to wait', async () => {
    const { emulator } = start()
    const { url, close } = await emulator.listen({ port: 0 })
    emulator.faults.add({ on: 'GET /v1/rooms', delayMs: 3_600_000 })
    const waiting = fetch(`${url}/v1/rooms`)
    waiting.catch(() => undefined)
    await fetch(`${url}/v1/none`)
    await close()
    await expect(waiting).rejects.toThrow('fetch failed')
  })

  it('says that a port is taken with the original error', async () => {
    listening = await start().emulator.listen({ port: 0 })
    const { port } = listening
    await expect(start().emulator.listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
