import { describe, expect, it } from 'vitest'
import { REDIRECT_URI, startIdentity } from '../../../../test/emulated-identity.ts'

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

async function startDevice(options: Parameters<typeof startIdentity>[0] = {}) {
  const world = startIdentity(options)
  const client_id = world.app.clientId
  const begin = (scope = 'spark:rooms_read') => world.send('POST', '/v1/device/authorize', { client_id, scope })
  const { json: request } = await begin()
  const poll = (more: Record<string, string> = {}) => {
    world.emulator.clock.advance(2000)
    return world.asClient('/v1/device/token', {
      grant_type: DEVICE_CODE,
      device_code: request.device_code,
      client_id,
      ...more,
    })
  }
  const browser = world.browse()
  const answer = async (decision: string) => {
    const opened = await browser.post('/verify', { userCode: request.user_code })
    const path = opened.headers.get('location') ?? ''
    await browser.post(`${path}/user`, { user: 'ada' })
    return browser.post(`${path}/consent`, { decision, scope: 'spark:rooms_read' })
  }
  return { ...world, begin, request, poll, browser, answer }
}

describe('a device', () => {
  it('shows six digits, waits with 428, and gets tokens once the person accepted', async () => {
    const { request, poll, answer, refresh, emulator } = await startDevice()
    expect(request).toEqual({
      device_code: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expires_in: 300,
      user_code: expect.stringMatching(/^\d{6}$/),
      verification_uri: `${emulator.url}/verify`,
      verification_uri_complete: expect.stringMatching(/\/verify\?userCode=[0-9a-f]{64}$/),
      interval: 2,
    })
    const pending = await poll()
    expect(pending.status).toBe(428)
    expect(pending.json).toMatchObject({
      message: 'authorization_pending',
      errors: [{ description: 'authorization_pending' }],
      trackingId: expect.stringMatching(/^ROUTER_/),
    })
    expect((await answer('Accept')).text).toContain('Go back to the device')
    const { status, json } = await poll()
    expect([status, json.scope, json.refresh_token_expires_in]).toEqual([200, 'spark:rooms_read', 7_775_999])
    expect((await refresh(json.refresh_token)).status).toBe(200)
    expect((await poll()).json.message).toBe('invalid_grant')
  })

  it('is told to slow down, that it was denied, or that its code is expired', async () => {
    const { poll, asClient, request, answer } = await startDevice()
    await poll()
    const fields = { grant_type: DEVICE_CODE, device_code: request.device_code }
    const early = await asClient('/v1/device/token', fields)
    expect([early.status, early.json.message]).toEqual([400, 'slow_down'])
    await answer('Deny')
    expect((await poll()).json.message).toBe('access_denied')
    for (const expiredDeviceCode of ['invalid_grant', 'expired_token'] as const) {
      const late = await startDevice({ expiredDeviceCode })
      late.emulator.clock.advance(300_000)
      expect((await late.poll()).json.message).toBe(expiredDeviceCode)
    }
  })

  it('must prove its client by Basic, and be the one that asked', async () => {
    const { send, request, app, emulator, poll } = await startDevice()
    const fields = { grant_type: DEVICE_CODE, device_code: request.device_code, client_id: app.clientId }
    const withoutBasic = await send('POST', '/v1/device/token', { ...fields, client_secret: app.clientSecret })
    expect([withoutBasic.status, withoutBasic.json.error]).toEqual([401, 'invalid_client'])
    const other = emulator.register({ name: 'Other', redirectUris: [REDIRECT_URI], scopes: [] })
    const authorization = `Basic ${Buffer.from(`${other.clientId}:${other.clientSecret}`).toString('base64')}`
    const { client_id: _, ...theirs } = fields
    expect((await send('POST', '/v1/device/token', theirs, { authorization })).json.message).toBe('invalid_grant')
    expect((await poll({ grant_type: 'device_code' })).json.message).toBe('unsupported_grant_type')
    expect((await poll({ device_code: '' })).json.message).toBe('invalid_request')
  })

  it('is refused for clients, scopes and integrations that cannot have one', async () => {
    const { begin, send, emulator } = await startDevice()
    const unknown = await send('POST', '/v1/device/authorize', { client_id: 'C0', scope: 'spark:rooms_read' })
    expect([unknown.status, unknown.json.errors]).toEqual([400, [{ description: 'Client Id is invalid' }]])
    for (const scope of ['', 'openid', 'spark:people_read']) expect((await begin(scope)).status).toBe(400)
    const { clientId: client_id } = emulator.register({
      name: 'Without the helper’s addresses',
      redirectUris: [REDIRECT_URI],
      scopes: ['spark:rooms_read'],
    })
    const refused = await send('POST', '/v1/device/authorize', { client_id, scope: 'spark:rooms_read' })
    expect(refused.json.errors[0].description).toContain('https://oauth-helper-a.wbx2.com/')
  })
})

describe('the code of a device', () => {
  it('is typed with or without spaces, or comes filled in by a link that does nothing by itself', async () => {
    const { request, browser } = await startDevice()
    const { text } = await browser.get(request.verification_uri_complete)
    const [, code = ''] = /name="userCode" value="([0-9a-f]{64})"/.exec(text) ?? []
    expect((await browser.post('/verify', { userCode: code })).status).toBe(303)
    const { request: other, browser: another } = await startDevice()
    const spaced = `${other.user_code.slice(0, 3)} ${other.user_code.slice(3)}`
    expect((await another.post('/verify', { userCode: spaced })).status).toBe(303)
  })

  it('belongs to the browser that brought it first', async () => {
    const { request, browser } = await startDevice()
    expect((await browser.post('/verify', { userCode: request.user_code })).status).toBe(303)
    expect((await browser.post('/verify', { userCode: request.user_code })).status).toBe(400)
  })

  it('can be guessed at five times a minute', async () => {
    const { request, browser, emulator } = await startDevice()
    for (let n = 0; n < 5; n++) await browser.post('/verify', { userCode: 'x' })
    expect((await browser.post('/verify', { userCode: request.user_code })).text).toContain('Wait a minute')
    emulator.clock.advance(60_000)
    expect((await browser.post('/verify', { userCode: request.user_code })).status).toBe(303)
  })
})
