import { describe, expect, it } from 'vitest'
import { startIdentity } from '../../../../test/emulated-identity.ts'

const scopes = ['identity:tokens_read', 'identity:tokens_write', 'spark:people_read']
const PATH = '/v1/authorizations'

describe('authorizations', () => {
  it('are listed for an administrator, each token by itself', async () => {
    const { app, connect, asBearer } = startIdentity({ scopes })
    const admin = (await connect('root')).access_token
    await connect()
    const { json } = await asBearer('GET', `${PATH}?personEmail=ada@example.com`, admin)
    expect(json.items.map(({ type }: { type: string }) => type)).toEqual(['refresh', 'access'])
    expect(json.items[0]).toMatchObject({
      applicationId: app.id,
      applicationName: 'Test',
      clientId: app.clientId,
      created: '2026-01-10T00:00:00.000Z',
    })
    const byId = await asBearer('GET', `${PATH}?personId=${json.items[0].personId}`, admin)
    expect(byId.json).toEqual(json)
  })

  it('are refused to others, and without a person', async () => {
    const { connect, asBearer } = startIdentity({ scopes })
    const [admin, ada] = [(await connect('root')).access_token, (await connect()).access_token]
    expect((await asBearer('GET', `${PATH}?personEmail=ada@example.com`, ada)).status).toBe(403)
    expect((await asBearer('GET', PATH, admin)).status).toBe(400)
    expect((await asBearer('GET', `${PATH}?personEmail=nobody@example.com`, admin)).status).toBe(404)
    const few = (await connect('root', { scope: 'spark:people_read' })).access_token
    expect((await asBearer('GET', `${PATH}?personEmail=ada@example.com`, few)).status).toBe(403)
  })

  it('end by id: an access token alone, a refresh token with all of its access tokens', async () => {
    const { connect, asBearer, refresh } = startIdentity({ scopes })
    const admin = (await connect('root')).access_token
    const ada = await connect()
    const more = (await refresh(ada.refresh_token)).json.access_token
    const isLive = async (token: string) => (await asBearer('GET', '/v1/people/me', token)).status === 200
    const { json } = await asBearer('GET', `${PATH}?personEmail=ada@example.com`, admin)
    const [first, second] = json.items
    expect((await asBearer('DELETE', `${PATH}/${second.id}`, admin)).status).toBe(204)
    expect([await isLive(ada.access_token), await isLive(more)]).toEqual([false, true])
    expect((await asBearer('DELETE', `${PATH}/${first.id}`, admin)).status).toBe(204)
    expect([await isLive(more), (await refresh(ada.refresh_token)).status]).toEqual([false, 400])
    expect((await asBearer('DELETE', `${PATH}/${first.id}`, admin)).status).toBe(404)
  })

  it('of oneself may be ended by the same client, of others not', async () => {
    const { connect, asBearer } = startIdentity({ scopes })
    const admin = (await connect('root')).access_token
    const ada = (await connect()).access_token
    const grace = (await connect('grace')).access_token
    const { json } = await asBearer('GET', `${PATH}?personEmail=ada@example.com`, admin)
    expect((await asBearer('DELETE', `${PATH}/${json.items[0].id}`, grace)).status).toBe(403)
    expect((await asBearer('DELETE', `${PATH}/${json.items[0].id}`, ada)).status).toBe(204)
  })

  it('of a client end all at once', async () => {
    const { app, connect, asBearer, refresh } = startIdentity({ scopes })
    const admin = (await connect('root')).access_token
    const { refresh_token } = await connect()
    expect((await asBearer('DELETE', PATH, admin)).status).toBe(400)
    expect((await asBearer('DELETE', `${PATH}?clientId=${app.clientId}&orgId=other`, admin)).status).toBe(403)
    expect((await asBearer('DELETE', `${PATH}?clientId=${app.clientId}`, admin)).status).toBe(204)
    expect((await refresh(refresh_token)).status).toBe(400)
  })

  it('tell any token when it ends', async () => {
    const { connect, asBearer } = startIdentity()
    const { json } = await asBearer('GET', `${PATH}/tokenExpiry`, (await connect()).access_token)
    expect(json).toEqual({ exp: Date.UTC(2026, 0, 10) + 1_209_599_000 })
  })
})
