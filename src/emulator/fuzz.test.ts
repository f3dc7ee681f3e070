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
)
const contentType = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ';', 'multipart/form-data')
const basic = fc.tuple(text, text).map((pair) => `Basic ${Buffer.from(pair.join(':')).toString('base64')}`)
const authorization = fc.oneof(
  basic,
  fc.constantFrom('', 'Basic', 'Basic ====', 'Bearer', 'Bearer x', 'x'),
  fc.constant(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`),
)

describe('whatever comes', () => {
  it('is answered, and never with a 5xx', async () => {
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'QUERY'),
      path,
      id: fc.tuple(text, encode).map(([raw, write]) => write(raw)),
      query: form,
      body: fc.oneof(form, text),
      contentType,
      authorization,
    })
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path, id, query, body, contentType, authorization }) => {
        const url = new URL(`${emulator.url}${path.replace(':id', () => id)}?${query}`)
        const withBody = method !== 'GET' && method !== 'HEAD' ? body : undefined
        const headers = { 'content-type': contentType, authorization }
        const response = await emulator.fetch(new Request(url, { method, body: withBody, headers }))
        await response.text()
        expect(response.status).toBeLessThan(500)
      }),
      { numRuns: 3000 },
    )
  }, 60_000)
})
