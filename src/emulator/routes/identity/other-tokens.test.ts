import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { startIdentity } from '../../../../test/emulated-identity.ts'
import { encodeId, ORG_UUID } from '../../identifiers.ts'

const targetOrgId = encodeId('ORGANIZATION', ORG_UUID)

async function startServiceApp() {
  const world = startIdentity({ scopes: ['spark:applications_token'] })
  const scopes = ['guest-issuer:write', 'spark:people_read']
  const app = world.emulator.register({ name: 'Machine', redirectUris: [], scopes, kind: 'service-app' })
  const bearer = (await world.connect()).access_token
  const ask = (more = {}, id = app.id) => {
    const body = { clientId: app.clientId, clientSecret: app.clientSecret, targetOrgId, ...more }
    return world.asBearer('POST', `/v1/applications/${id}/token`, bearer, body)
  }
  return { ...world, service: app, ask }
}

describe('a service app', () => {
  it('gets tokens for its machine account, to be refreshed as usual', async () => {
    const { ask, asBearer, send, service } = await startServiceApp()
    const { json } = await ask()
    expect(Object.keys(json).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'refresh_token_expires_in', 'token_type'].sort(),
    )
    expect((await asBearer('GET', '/v1/people/me', json.access_token)).json.displayName).toBe('Machine')
    const client = { client_id: service.clientId, client_secret: service.clientSecret }
    const fields = { grant_type: 'refresh_token', refresh_token: json.refresh_token, ...client }
    expect((await send('POST', '/v1/access_token', fields)).status).toBe(200)
  })

  it('is refused with a wrong secret, for another organization, and for an integration', async () => {
    const { ask, app, connect, asBearer } = await startServiceApp()
    expect((await ask({ clientSecret: 'wrong' })).status).toBe(400)
    expect((await ask({ targetOrgId: 'other' })).status).toBe(403)
    expect((await ask({}, app.id)).status).toBe(404)
    expect((await asBearer('POST', '/v1/applications/x/token', 'never', {})).status).toBe(401)
    expect((await connect()).scope).toBe('spark:applications_token')
  })

  it('lets guests in, and a second token leaves the first alone', async () => {
    const { ask, asBearer, connect } = await startServiceApp()
    const machine = (await ask()).json.access_token
    const guest = { subject: 'visitor 1', displayName: 'Vera Visitor' }
    const { status, json } = await asBearer('POST', '/v1/guests/token', machine, guest)
    expect(status).toBe(200)
    expect(json).toMatchObject({ ...guest, expiresIn: 64_799, accessToken: expect.any(String) })
    const again = (await asBearer('POST', '/v1/guests/token', machine, guest)).json
    expect([again.id, again.accessToken === json.accessToken]).toEqual([json.id, false])
    const me = await asBearer('GET', '/v1/people/me', json.accessToken)
    expect([me.status, me.json.displayName]).toEqual([200, 'Vera Visitor'])
    expect((await asBearer('POST', '/v1/guests/token', machine, { subject: 1 })).status).toBe(400)
    expect((await asBearer('POST', '/v1/guests/token', (await connect()).access_token, guest)).status).toBe(403)
  })
})

describe('the old guest issuer', () => {
  it('trades a signed JWT for a token, and nothing else', async () => {
    const { send, service, app, asBearer } = await startServiceApp()
    const sign = (iss: string, secret: string, exp = Date.UTC(2026, 0, 11) / 1000) =>
      new SignJWT({ sub: 'guest 7', name: 'Gus Guest', iss })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(exp)
        .sign(Buffer.from(secret, 'base64'))
    const login = (authorization: string) => send('POST', '/v1/jwt/login', undefined, { authorization })
    const { json } = await login(await sign(service.clientId, service.clientSecret))
    expect(json).toEqual({ token: expect.any(String), expiresIn: 64_799 })
    expect((await asBearer('GET', '/v1/people/me', json.token)).json.displayName).toBe('Gus Guest')
    expect((await login(await sign(service.clientId, app.clientSecret))).status).toBe(401)
    expect((await login(await sign(app.clientId, app.clientSecret))).status).toBe(401)
    expect((await login(await sign(service.clientId, service.clientSecret, 1))).status).toBe(401)
    const good = await sign(service.clientId, service.clientSecret)
    for (const bad of ['', 'a.b.c', `${good}.x`, `${good.split('.').slice(0, 2).join('.')}.`]) {
      expect((await login(bad)).status).toBe(401)
    }
  })
})
