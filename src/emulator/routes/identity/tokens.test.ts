import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { startIdentity } from '../../../../test/emulated-identity.ts'

const DAY_MS = 86_400_000

describe('allowing the same again', () => {
  it('gives the refresh token there is, with its remaining life', async () => {
    const { emulator, connect } = startIdentity()
    const first = await connect()
    emulator.clock.advance(10 * DAY_MS)
    const second = await connect()
    expect(second).toMatchObject({ refresh_token: first.refresh_token, refresh_token_expires_in: 7_775_999 - 864_000 })
    expect(second.access_token).not.toBe(first.access_token)
    expect((await connect('grace')).refresh_token).not.toBe(first.refresh_token)
  })

  it('gives a new refresh token for other scopes, by rotation, and where the setting says so', async () => {
    for (const options of [{ rotation: 'strict' as const }, { reauthorization: 'new-refresh-token' as const }]) {
      const { connect } = startIdentity(options)
      expect((await connect()).refresh_token).not.toBe((await connect()).refresh_token)
    }
    const { connect } = startIdentity({ scopes: ['spark:rooms_read', 'spark:people_read'] })
    const other = await connect('ada', { scope: 'spark:people_read' })
    expect((await connect()).refresh_token).not.toBe(other.refresh_token)
  })
})

describe('a refresh', () => {
  it('may give the same access token for a day', async () => {
    const { emulator, connect, refresh } = startIdentity({ rotation: 'same-access-token' })
    const first = await connect()
    emulator.clock.advance(DAY_MS / 2)
    const same = (await refresh(first.refresh_token)).json
    expect(same).toMatchObject({ access_token: first.access_token, refresh_token: first.refresh_token })
    expect(same.expires_in).toBe(1_209_599 - 43_200)
    emulator.clock.advance(DAY_MS / 2)
    expect((await refresh(first.refresh_token)).json.access_token).not.toBe(first.access_token)
  })

  it('counts 12 hours and 60 days for the contact centre', async () => {
    const { connect } = startIdentity({ scopes: ['cjp:user'] })
    expect(await connect()).toMatchObject({ expires_in: 43_199, refresh_token_expires_in: 5_184_000 })
  })

  it('never holds more than a hundred access tokens of one grant', async () => {
    const { connect, refresh, asBearer } = startIdentity()
    const first = await connect()
    let last = first
    for (let n = 0; n < 100; n++) last = (await refresh(first.refresh_token)).json
    expect((await asBearer('GET', '/v1/people/me', first.access_token)).status).toBe(401)
    expect((await asBearer('GET', '/v1/rooms', last.access_token)).status).toBe(200)
  })
})

describe('a code that comes twice', () => {
  it('may leave alone what it gave', async () => {
    const { signIn, redeem, refresh } = startIdentity({ usedCode: 'is-refused' })
    const code = await signIn()
    const { refresh_token } = (await redeem(code)).json
    expect((await redeem(code)).json.error).toBe('invalid_grant')
    expect((await refresh(refresh_token)).status).toBe(200)
  })
})

describe('a self-contained token', () => {
  it('says whose it is, lives 18 hours, and opens what any other does', async () => {
    const { asBearer, signIn, redeem, app } = startIdentity()
    const { json } = await redeem(await signIn(), { self_contained_token: 'true' })
    expect(json.expires_in).toBe(64_799)
    const claims = decodeJwt(json.access_token)
    expect(claims).toMatchObject({ cluster: 'EMUL', client_id: app.clientId, token_type: 'Bearer' })
    expect(claims.expiry_time).toBe(Date.UTC(2026, 0, 10) + 64_799_000)
    expect((await asBearer('GET', '/v1/rooms', json.access_token)).status).toBe(200)
    const forged = `${json.access_token.slice(0, -6)}AAAAAA`
    expect((await asBearer('GET', '/v1/rooms', forged)).status).toBe(401)
  })
})

it('gives tokens once for 50 redemptions of one code at once, also where a key must be made first', async () => {
  const { signIn, redeem } = startIdentity()
  const code = await signIn()
  const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(code, { self_contained_token: 'true' })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

describe('a scope reduction', () => {
  const GRANT = 'urn:cisco:oauth:grant-type:scope-reduction'

  it('gives a token for fewer scopes and nothing to refresh, without a client secret', async () => {
    const { app, connect, send, asBearer, asClient } = startIdentity({
      scopes: ['spark:rooms_read', 'spark:people_read'],
    })
    const { access_token } = await connect()
    const reduce = (more: Record<string, string> = {}) => {
      const fields = { grant_type: GRANT, token: access_token, scope: 'spark:people_read', client_id: app.clientId }
      return send('POST', '/idb/oauth2/v1/access_token', { ...fields, ...more })
    }
    const { json } = await reduce()
    expect(json).toMatchObject({ scope: 'spark:people_read', token_type: 'Bearer' })
    expect(json).not.toHaveProperty('refresh_token')
    expect((await asBearer('GET', '/v1/people/me', json.access_token)).status).toBe(200)
    expect((await asBearer('GET', '/v1/rooms', json.access_token)).status).toBe(403)
    expect((await reduce({ scope: 'spark:all' })).json.error).toBe('invalid_scope')
    expect((await reduce({ client_id: 'C0' })).json.error).toBe('invalid_grant')
    expect((await reduce({ token: 'never' })).json.error).toBe('invalid_grant')
    await asClient('/idb/oauth2/v1/revoke', { token: json.access_token, token_type_hint: 'access_token' })
    expect((await asBearer('GET', '/v1/people/me', json.access_token)).status).toBe(401)
    expect((await asBearer('GET', '/v1/people/me', access_token)).status).toBe(200)
  })

  it('is offered by the identity broker only', async () => {
    const { connect, asClient } = startIdentity()
    const fields = { grant_type: GRANT, token: (await connect()).access_token, scope: 'spark:rooms_read' }
    expect((await asClient('/v1/access_token', fields)).json.error).toBe('unsupported_grant_type')
  })
})

it('a wrong client secret may be 400 too', async () => {
  const { send } = startIdentity({ invalidClientStatus: 400 })
  expect((await send('POST', '/v1/access_token', { client_id: 'C0', client_secret: 'x' })).status).toBe(400)
})
