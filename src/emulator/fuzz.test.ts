import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEmulator } from './index.ts'

const emulator = createEmulator()
const { clientId, clientSecret } = emulator.register({
  name: 'Fuzz',
  redirectUris: ['http://localhost/cb'],
  scopes: ['spark:all'],
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('%', '%ff%00', '%E0%A4%A', '..%2f', '\u0000', '=&=', 'me', clientId, clientSecret, 'spark:all'),
)
const name = fc.constantFrom(
  ...['client_id', 'client_secret', 'redirect_uri', 'response_type', 'scope', 'state', 'code', 'grant_type'],
  ...['code_challenge', 'code_challenge_method', 'code_verifier', 'refresh_token', 'token', 'max', 'cursor', 'type'],
  ...['nonce', 'login_hint', 'max_age', 'device_code', 'userCode', 'email', 'goto', 'resource', 'personId', 'clientId'],
  ...['sortBy', 'teamId', 'user', 'decision', 'query', 'name', 'redirectUris', 'scopes', 'description', 'prompt'],
)
const value = fc.oneof(
  text,
  fc.constantFrom('code', 'http://localhost/cb', 'authorization_code', 'refresh_token', '-1'),
)
const encode = fc.constantFrom(encodeURIComponent, (raw: string) => raw)
const form = fc
  .array(fc.tuple(name, value, encode), { maxLength: 8 })
  .map((fields) => fields.map(([key, raw, write]) => `${key}=${write(raw)}`).join('&'))
const path = fc.constantFrom(
  ...['/', '/apps', '/apps/new', '/apps/:id', '/apps/:id/secret', '/apps/:id/redirect-uris', '/none', '/authorize'],
  ...['/v1/authorize', '/v1/access_token', '/v1/people/:id', '/v1/rooms', '/v1/rooms/:id', '/v1/:id', '/emulator.css'],
  ...['/idb/oauth2/v1/authorize', '/idb/oauth2/v1/access_token', '/idb/oauth2/v1/revoke', '/sign-in/:id/user'],
  ...['/sign-in/:id', '/sign-in/:id/consent', '/verify', '/v1/device/authorize', '/v1/device/token', '/v1/userinfo'],
  ...['/v1/.well-known/openid-configuration', '/v1/.well-known/webfinger', '/v1/verification', '/v1/authorizations'],
  ...['/v1/authorizations/:id', '/v1/authorizations/tokenExpiry', '/v1/applications/:id/token', '/v1/guests/token'],
  ...['/v1/jwt/login', '/idb/oauth2/v1/logout'],
)
const formType = 'application/x-www-form-urlencoded'
const contentType = fc.constantFrom(formType, formType, 'application/json', ';', 'multipart/form-data')
const basic = fc.tuple(text, text).map((pair) => `Basic ${Buffer.from(pair.join(':')).toString('base64')}`)
const authorization = fc.oneof(
  basic,
  fc.constantFrom('', 'Basic', 'Basic ====', 'Bearer', 'Bearer x', 'x'),
  fc.constant(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`),
)

/** Half of the requests stand on what is right, so that the other half of each is read at all. */
async function prepare() {
  const good = { client_id: clientId, redirect_uri: 'http://localhost/cb' }
  const query = new URLSearchParams({ ...good, response_type: 'code', scope: 'spark:all' }).toString()
  const authorizeUrl = `${emulator.url}/v1/authorize?${query}`
  const code = new URL(await emulator.signIn(authorizeUrl, 'ada')).searchParams.get('code') ?? ''
  const body = new URLSearchParams({ ...good, client_secret: clientSecret }).toString()
  const form = new URLSearchParams(`${body}&grant_type=authorization_code&code=${encodeURIComponent(code)}`)
  const address = `${emulator.url}/v1/access_token`
  const tokens = await emulator.fetch(new Request(address, { method: 'POST', body: form }))
  const { access_token } = (await tokens.json()) as { access_token: string }
  const page = await (await emulator.fetch(new Request(authorizeUrl))).text()
  const [, signInId = ''] = /sign-in\/([0-9a-f]{64})/.exec(page) ?? []
  return { query, body, bearer: `Bearer ${access_token}`, ids: [signInId, clientId] }
}

describe('whatever comes', () => {
  it('is answered, and never with a 5xx', async () => {
    const good = await prepare()
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'QUERY'),
      path,
      id: fc.oneof(
        fc.tuple(text, encode).map(([raw, write]) => write(raw)),
        fc.constantFrom(...good.ids),
      ),
      query: fc.oneof(
        form,
        form.map((more) => `${good.query}&${more}`),
      ),
      body: fc.oneof(
        form,
        text,
        form.map((more) => `${good.body}&${more}`),
      ),
      contentType,
      authorization: fc.oneof(authorization, fc.constant(good.bearer)),
    })
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, id, query, body, contentType, authorization }) => {
        const url = new URL(`${emulator.url}${path.replace(':id', () => id)}?${query}`)
        const withBody = method !== 'GET' && method !== 'HEAD' ? body : undefined
        const headers = { 'content-type': contentType, authorization }
        const response = await emulator.fetch(new Request(url, { method, body: withBody, headers }))
        await response.text()
        seen.add(`${method} ${path} ${response.status}`)
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 5000 },
    )
    const deep = [
      'GET /v1/authorize 303',
      'GET /v1/rooms 200',
      'POST /apps/:id/secret 303',
      'POST /sign-in/:id/user 303',
    ]
    expect(deep.filter((reached) => !seen.has(reached))).toEqual([])
  }, 60_000)
})
