import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import { createEmulator, type EmulatorOptions, type Listening } from './index.ts'

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

  it('says that a port is taken with the original error', async () => {
    listening = await start().emulator.listen({ port: 0 })
    const { port } = listening
    await expect(start().emulator.listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
