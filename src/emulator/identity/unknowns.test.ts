import { describe, expect, it } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../index.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'

function start(options: EmulatorOptions) {
  const emulator = createEmulator({ reauthorization: 'new-refresh-token', ...options })
  const app = emulator.register({ name: 'Test', redirectUris: [REDIRECT_URI], scopes: ['spark:people_read'] })
  const post = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...fields })
    const answer = await emulator.fetch(new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body }))
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  const connect = async () => {
    const back = new URL(await emulator.signIn(app.authorizationUrl, 'ada'))
    const code = back.searchParams.get('code') ?? ''
    return post({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI })
  }
  const get = (path: string, token: string, headers: Record<string, string> = {}) =>
    emulator.fetch(new Request(emulator.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } }))
  return { emulator, app, post, connect, get }
}

describe('what nobody knows for sure', () => {
  it('may be a limit of grants', async () => {
    const { emulator, connect } = start({ tokenLimit: 2 })
    await connect()
    await connect()
    expect(await connect()).toMatchObject({ status: 400, body: { error: 'tokenlimit_reached' } })
    emulator.revokeOutside('ada')
    expect(await connect()).toMatchObject({ status: 200 })
  })

  it.each([401, 403] as const)('may be %i for a missing scope', async (missingScopeStatus) => {
    const { connect, get } = start({ missingScopeStatus })
    const { body } = await connect()
    expect((await get('/v1/rooms', body.access_token)).status).toBe(missingScopeStatus)
  })

  it.each([
    ['sent', true],
    ['missing', false],
  ] as const)('may be an error_description that is %s', async (errorDescription, isThere) => {
    const { emulator, app } = start({ errorDescription })
    const back = new URL(await emulator.signIn(app.authorizationUrl, 'ada', { accept: false }))
    expect(back.searchParams.get('error')).toBe('access_denied')
    expect(back.searchParams.has('error_description')).toBe(isThere)
  })

  it.each([
    ['keeps-tokens', 200],
    ['revokes-tokens', 401],
  ] as const)('may be a new secret that %s', async (renewedSecret, status) => {
    const { emulator, app, connect, get } = start({ renewedSecret })
    const { body } = await connect()
    await emulator.control('apps renew-secret', { clientId: app.clientId })
    expect((await get('/v1/people/me', body.access_token)).status).toBe(status)
  })

  it.each([
    ['always', 3600, 7_775_999],
    ['daily', 3600, 7_775_999 - 3600],
    ['daily', 90_000, 7_775_999],
    ['never', 90_000, 7_775_999 - 90_000],
  ] as const)('may be a life that begins anew %s, after %i s', async (refreshTokenExtension, seconds, left) => {
    const { emulator, post, connect } = start({ refreshTokenExtension })
    emulator.clock.freeze()
    const { body } = await connect()
    emulator.clock.advance(seconds * 1000)
    const renewed = await post({ grant_type: 'refresh_token', refresh_token: body.refresh_token })
    expect(renewed.body.refresh_token_expires_in).toBe(left)
  })
})

describe('a tracking id', () => {
  it('is the client’s own where it sends one, and otherwise drawn', async () => {
    const { get } = start({})
    const own = await get('/v1/people/me', 'none', { trackingid: 'SIMPLE_1234.a-b' })
    expect(own.headers.get('trackingid')).toBe('SIMPLE_1234.a-b')
    expect(await own.json()).toMatchObject({ trackingId: 'SIMPLE_1234.a-b' })
    const odd = await get('/v1/people/me', 'none', { trackingid: '<b>' })
    expect(odd.headers.get('trackingid')).toMatch(/^ROUTER_/)
  })
})
