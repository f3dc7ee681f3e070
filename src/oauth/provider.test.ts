import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { nodeEnvironment, TransportError, type TransportRequest } from '../environment.ts'
import { Secret } from '../secret.ts'
import { readIntegration } from './integration.ts'
import { readLogin } from './login.ts'
import { fetchProvider } from './provider.ts'

const API = 'https://webexapis.com/v1'
const { publicKey } = await generateKeyPair('RS256')
const key = { ...(await exportJWK(publicKey)), use: 'sig', kid: 'key-1' }

/** A Webex that answers each path with one thing, or with several in turn. */
function worldWith(answers: Record<string, unknown[]>) {
  const sent: TransportRequest[] = []
  const environment = nodeEnvironment({
    sleep: (ms) => (ms === 10_000 ? new Promise(() => undefined) : Promise.resolve()),
    transport: async (request) => {
      sent.push(request)
      const [answer, ...more] = answers[request.url] ?? []
      if (more.length > 0) answers[request.url] = more
      if (answer instanceof Error) throw answer
      if (answer === undefined) return { status: 404, headers: {}, body: '' }
      if (typeof answer === 'number') return { status: answer, headers: {}, body: '<html>' }
      return { status: 200, headers: {}, body: typeof answer === 'string' ? answer : JSON.stringify(answer) }
    },
  })
  const integration = readIntegration({
    clientId: 'C0123',
    clientSecret: 'canary-secret',
    redirectUri: 'http://localhost:10060/oauth',
    scopes: 'openid',
  })
  return { context: { integration, environment }, sent }
}

const DISCOVERY = `${API}/.well-known/openid-configuration`
const KEYS = `${API}/verification`
const metadata = { issuer: 'https://idbroker-b-us.webex.com/idb', jwks_uri: KEYS }

describe('what Webex says of itself', () => {
  it('is read without any credential', async () => {
    const { context, sent } = worldWith({ [DISCOVERY]: [metadata], [KEYS]: [{ keys: [key] }] })
    const provider = await fetchProvider(context)
    expect(provider.issuer).toBe(metadata.issuer)
    expect(provider.keys.jwks().keys).toMatchObject([{ kid: 'key-1' }])
    expect(sent.map(({ url }) => url)).toEqual([DISCOVERY, KEYS])
    expect(JSON.stringify(sent)).not.toContain('canary')
  })

  it('is asked for again where the failure may pass', async () => {
    const broken = new TransportError('interrupted', 'planned')
    const { context } = worldWith({ [DISCOVERY]: [503, broken, metadata], [KEYS]: [429, { keys: [key] }] })
    expect((await fetchProvider(context)).issuer).toBe(metadata.issuer)
  })

  it.each<[string, Record<string, unknown[]>, number]>([
    ['Webex stays away', { [DISCOVERY]: [503] }, 3],
    ['nothing is there', {}, 1],
    ['it is sent elsewhere', { [DISCOVERY]: [302] }, 1],
    ['it is no JSON', { [DISCOVERY]: ['<html>'] }, 1],
    ['it is too large', { [DISCOVERY]: [new TransportError('too-large', 'planned')] }, 1],
    ['it has no issuer', { [DISCOVERY]: [{ jwks_uri: KEYS }] }, 1],
    ['its keys are elsewhere', { [DISCOVERY]: [{ ...metadata, jwks_uri: 'https://evil.example/keys' }] }, 1],
    ['its keys are at http', { [DISCOVERY]: [{ ...metadata, jwks_uri: 'http://webexapis.com/keys' }] }, 1],
    ['its keys are on this computer', { [DISCOVERY]: [{ ...metadata, jwks_uri: 'http://127.0.0.1/keys' }] }, 1],
    ['its keys are no list', { [DISCOVERY]: [metadata], [KEYS]: [{ keys: 'x' }] }, 2],
    ['its keys are no objects', { [DISCOVERY]: [metadata], [KEYS]: [{ keys: [null] }] }, 2],
    ['its keys are endless', { [DISCOVERY]: [metadata], [KEYS]: [{ keys: Array(101).fill(key) }] }, 2],
  ])('is refused where %s', async (_, answers, requests) => {
    const { context, sent } = worldWith(answers)
    await expect(fetchProvider(context)).rejects.toMatchObject({ code: 'WX-LOGIN-UNAVAILABLE' })
    expect(sent).toHaveLength(requests)
  })
})

describe('a login', () => {
  const claims = { sub: 'person-1', email: 'canary@example.com', name: 'Canary' }
  const read = (userinfo: unknown, scopes = ['openid', 'email', 'profile']) => {
    const world = worldWith({ [`${API}/userinfo`]: [userinfo] })
    const login = readLogin(world.context, { claims, accessToken: new Secret('canary-access'), scopes })
    return { ...world, login }
  }
  const told = { sub: 'person-1', email: 'ada@example.com', email_verified: 'true', name: 'Ada Lovelace' }

  it('is made of userinfo, whose e-mail is verified by true or by a text', async () => {
    const ada = { sub: 'person-1', email: 'ada@example.com', emailVerified: true, name: 'Ada Lovelace' }
    const { login, sent } = read(told)
    expect(await login).toEqual(ada)
    expect(sent[0]).toMatchObject({ url: `${API}/userinfo`, headers: { authorization: 'Bearer canary-access' } })
    expect(await read({ ...told, email_verified: true }).login).toEqual(ada)
  })

  it.each(['false', false, 'yes', 1, null, undefined])('is of an unverified e-mail with %j', async (email_verified) => {
    expect(await read({ ...told, email_verified }).login).toMatchObject({ emailVerified: false })
  })

  it('drops what is no e-mail, and cleans a name', async () => {
    const odd = { ...told, email: 'a b@example.com\n', name: 'A\u202eda\u0000 ' }
    expect(await read(odd).login).toEqual({ sub: 'person-1', email: null, emailVerified: false, name: 'A da' })
    expect(await read({ sub: 'person-1', name: 7 }).login).toMatchObject({ email: null, name: null })
  })

  it('is refused where userinfo tells of somebody else, or of nobody', async () => {
    await expect(read({ ...told, sub: 'person-2' }).login).rejects.toMatchObject({ code: 'WX-ID-TOKEN-INVALID' })
    await expect(read({ email: 'ada@example.com' }).login).rejects.toMatchObject({ code: 'WX-ID-TOKEN-INVALID' })
  })

  it('is not fetched from where userinfo was moved to: the token stays at Webex', async () => {
    const { login, sent } = read(302)
    await expect(login).rejects.toMatchObject({ code: 'WX-LOGIN-UNAVAILABLE' })
    expect(sent.map(({ url }) => url)).toEqual([`${API}/userinfo`])
  })

  it('needs no userinfo where openid alone was granted', async () => {
    const { login, sent } = read({}, ['openid'])
    expect(await login).toMatchObject({ sub: 'person-1' })
    expect(sent).toHaveLength(0)
  })
})
