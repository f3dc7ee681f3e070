import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeEnvironment, TransportError } from '../environment.ts'
import { operations } from './control/operations.ts'
import { createContext } from './create-context.ts'
import { walkSignIn } from './identity/person-at-browser.ts'
import { demoSeed } from './seed/seed.ts'
import { createAnswer } from './server/exchange.ts'
import { createRouter } from './server/router.tsx'

const URL_OF = 'http://127.0.0.1:10061'
const REDIRECT_URI = 'http://localhost/cb'
const SCOPES = [
  ...['spark:all', 'identity:tokens_read', 'identity:tokens_write', 'spark-compliance:events_read'],
  ...['spark:applications_token', 'guest-issuer:write'],
]

/** An emulator that waits for nothing and reaches nobody, and every endpoint its router knows. */
function start() {
  const environment = nodeEnvironment({
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    transport: async () => {
      throw new TransportError('unreachable', 'there is no network here')
    },
  })
  const seed = {
    users: demoSeed().users.map((user) => ({ ...user, isAdmin: user.key === 'ada' })),
    integrations: [{ name: 'Fuzz', redirectUris: [REDIRECT_URI], scopes: SCOPES }],
  }
  const context = createContext({ environment, seed }, () => URL_OF)
  const router = createRouter(context)
  const answer = createAnswer({ context, router })
  const [app] = context.integrations.list()
  const endpoints = router.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => ({ method, path }))
  return { context, answer, app, endpoints }
}

const { context, answer, app, endpoints } = start()
const { clientId, clientSecret } = app!

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('%', '%ff%00', '%E0%A4%A', '..%2f', '\u0000', '=&=', 'me', '__proto__', clientId, clientSecret),
)
const encode = fc.constantFrom(encodeURIComponent, (raw: string) => raw)
const name = fc.constantFrom(
  ...['client_id', 'client_secret', 'redirect_uri', 'response_type', 'scope', 'state', 'code', 'grant_type'],
  ...['code_challenge', 'code_challenge_method', 'code_verifier', 'refresh_token', 'token', 'max', 'cursor', 'type'],
  ...['nonce', 'login_hint', 'max_age', 'device_code', 'userCode', 'email', 'goto', 'resource', 'event', 'filter'],
  ...['sortBy', 'teamId', 'user', 'decision', 'query', 'name', 'redirectUris', 'scopes', 'description', 'prompt'],
  ...['roomId', 'personId', 'personEmail', 'toPersonEmail', 'text', 'markdown', 'files', 'attachments', 'title'],
  ...['parentId', 'messageId', 'inputs', 'isModerator', 'isLocked', 'targetUrl', 'secret', 'status', 'before', 'from'],
  ...['displayName', 'id', 'mentionedPeople', 'ownedBy', 'clientId', 'subject', 'targetOrgId', 'afterId', '__proto__'],
)
const words = fc.constantFrom(
  ...['code', REDIRECT_URI, 'authorization_code', 'refresh_token', '-1', '5', 'null', 'true', 'grace@example.com'],
  ...['all', 'messages', 'created', 'http://127.0.0.1:1/hook', '2026-01-01T00:00:00Z', 'submit', 'Hello', 'active'],
)
const formType = 'application/x-www-form-urlencoded'
const basic = fc.tuple(text, text).map((pair) => `Basic ${Buffer.from(pair.join(':')).toString('base64')}`)
const wrongAuthorization = fc.oneof(
  basic,
  fc.constantFrom('', 'Basic', 'Basic ====', 'Bearer', 'Bearer x', 'x', 'Bearer a.b.c'),
  fc.constant(`Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`),
)
/** What ends what the other requests stand on; each has its own tests. */
const ENDING = /remove|restore|reset|revoke|expire|renew|break|^(faults add|limits set|settings set|clock)/
const operationNames = operations.map((operation) => operation.name).filter((known) => !ENDING.test(known))

type Good = Awaited<ReturnType<typeof prepare>>

/** Half of the requests stand on what is right, so that the other half of each is read at all. */
async function prepare() {
  const fields = { client_id: clientId, redirect_uri: REDIRECT_URI }
  const query = new URLSearchParams({ ...fields, response_type: 'code', scope: SCOPES.join(' ') }).toString()
  const authorizeUrl = `${URL_OF}/v1/authorize?${query}`
  const code = new URL(await walkSignIn(answer, context, authorizeUrl, 'ada')).searchParams.get('code') ?? ''
  const client = new URLSearchParams({ ...fields, client_secret: clientSecret }).toString()
  const redeem = new URLSearchParams(`${client}&grant_type=authorization_code&code=${encodeURIComponent(code)}`)
  const tokens = await answer(new Request(`${URL_OF}/v1/access_token`, { method: 'POST', body: redeem }))
  const { access_token } = (await tokens.json()) as { access_token: string }
  const bearer = `Bearer ${access_token}`
  const page = await (await answer(new Request(authorizeUrl))).text()
  const [, signInId = ''] = /sign-in\/([0-9a-f]{64})/.exec(page) ?? []

  const call = async (path: string, body?: object) => {
    const headers = { authorization: bearer, 'content-type': 'application/json' }
    const method = body ? 'POST' : 'GET'
    const made = await answer(new Request(`${URL_OF}${path}`, { method, headers, body: JSON.stringify(body) }))
    return ((await made.json()) as { id: string }).id
  }
  const room = await call('/v1/rooms', { title: 'Fuzz' })
  const ids = [
    ...[signInId, clientId, room, await call('/v1/people/me')],
    await call('/v1/messages', { roomId: room, text: 'Hello' }),
    await call('/v1/teams', { name: 'Fuzz' }),
  ]
  return { query, client, bearer, ids }
}

function requestsOn(good: Good) {
  const known = fc.oneof(words, fc.constantFrom(...good.ids))
  const value = fc.oneof(text, known, known)
  const form = fc
    .array(fc.tuple(name, value, encode), { maxLength: 8 })
    .map((fields) => fields.map(([key, raw, write]) => `${key}=${write(raw)}`).join('&'))
  const leaf = fc.oneof(value, value, fc.constantFrom(null, true, 0, -1, 1e300), fc.array(value, { maxLength: 2 }))
  const right = fc.constant(JSON.stringify({ roomId: good.ids[2], text: 'Hello', title: 'Fuzz', name: 'Fuzz' }))
  const json = fc.oneof(
    fc.array(fc.tuple(name, leaf), { maxLength: 6 }).map((fields) => JSON.stringify(Object.fromEntries(fields))),
    ...[right, right, right],
    fc.json({ maxDepth: 2 }),
    fc.constantFrom('{', '[]', '"x"', '{"a":'.repeat(5000), `${'['.repeat(20_000)}`),
  )
  const part = fc.tuple(name, value, fc.boolean()).map(([key, raw, isFile]) => {
    const file = isFile ? `; filename="${raw.replace(/["\r\n]/g, '')}"\r\nContent-Type: text/plain` : ''
    return `--b\r\nContent-Disposition: form-data; name="${key}"${file}\r\n\r\n${raw}\r\n`
  })
  const multipart = fc.array(part, { maxLength: 4 }).map((parts) => `${parts.join('')}--b--\r\n`)
  const body = fc.oneof(
    fc.tuple(
      fc.constant(formType),
      fc.oneof(
        form,
        form.map((more) => `${good.client}&${more}`),
      ),
    ),
    fc.tuple(fc.constant('application/json'), json),
    fc.tuple(fc.constant('application/json'), json),
    fc.tuple(fc.constant('multipart/form-data; boundary=b'), fc.oneof(multipart, text)),
    fc.tuple(fc.constantFrom(';', 'text/plain', 'multipart/form-data', 'application/json; charset=x'), text),
  )
  return fc.record({
    endpoint: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...endpoints) },
      { weight: 1, arbitrary: text.map((raw) => ({ method: 'GET', path: `/v1/${raw.replace(/[#?\\]/g, '')}` })) },
    ),
    method: fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'QUERY'), {
      freq: 4,
    }),
    operation: fc.constantFrom(...operationNames),
    id: fc.oneof(
      fc.tuple(text, encode).map(([raw, write]) => write(raw)),
      fc.constantFrom(...good.ids),
    ),
    query: fc.oneof(
      fc.constant(''),
      form,
      form.map((more) => `${good.query}&${more}`),
    ),
    body,
    authorization: fc.oneof(wrongAuthorization, fc.constant(good.bearer), fc.constant(good.bearer)),
    more: fc.dictionary(
      fc.constantFrom('cookie', 'range', 'accept', 'origin', 'if-none-match', 'trackingid', 'sec-fetch-site'),
      fc.oneof(fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,40}$/), fc.constantFrom('same-origin', 'bytes=0-', '*/*')),
      { maxKeys: 2 },
    ),
  })
}

type Drawn = ReturnType<typeof requestsOn> extends fc.Arbitrary<infer One> ? One : never

function write({ endpoint, method: other, operation, id, query, body, authorization, more }: Drawn): Request {
  const method = other ?? endpoint.method
  const path = endpoint.path.startsWith('/_emulator/:')
    ? `/_emulator/${operation.replace(' ', '/')}`
    : endpoint.path.replace(/:[A-Za-z]+(\{[^}]*\})?/g, () => id)
  const [type, content] = body
  const headers = { ...more, 'content-type': type, authorization, 'x-emulator-control': '1' }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`${URL_OF}${path}?${query}`, { method, headers, ...(hasBody && { body: content }) })
}

/** Whether a request has ended what the others stand on: pages and operations may do that. */
function isSpent({ bearer }: Good): boolean {
  const token = context.grants.findAccessToken(bearer.replace('Bearer ', ''))
  return !token || context.faults.list().length > 0 || context.rateLimits.list().length > 0
}

describe('whatever comes to whichever endpoint', () => {
  it('is answered soon, and never with a 5xx', async () => {
    const seen = new Set<string>()
    let slowestMs = 0
    for (let round = 0; round < 20; round++) {
      context.snapshots.reset()
      const good = await prepare()
      context.snapshots.save('prepared')
      const property = fc.asyncProperty(requestsOn(good), async (drawn) => {
        if (isSpent(good)) context.snapshots.restore('prepared')
        const beganAt = performance.now()
        const response = await answer(write(drawn))
        if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel()
        else await response.arrayBuffer()
        slowestMs = Math.max(slowestMs, performance.now() - beganAt)
        seen.add(`${drawn.method ?? drawn.endpoint.method} ${drawn.endpoint.path} ${response.status}`)
        expect(response.status).toBeLessThan(500)
      })
      await fc.assert(property, { numRuns: 1000 })
    }
    expect(slowestMs).toBeLessThan(5000)
    const reached = new Set([...seen].map((one) => one.split(' ').slice(0, 2).join(' ')))
    expect(endpoints.filter(({ method, path }) => !reached.has(`${method} ${path}`))).toEqual([])
    const deep = ['GET /v1/authorize 200', 'GET /v1/rooms 200', 'POST /v1/messages 200', 'POST /v1/rooms 200']
    expect(deep.filter((one) => !seen.has(one))).toEqual([])
  }, 180_000)
  it('leaves no more behind when strangers come again and again', async () => {
    context.snapshots.reset()
    const parts = [context.signIns, context.browsers, context.deviceRequests, context.codes, context.grants]
    const size = () =>
      JSON.stringify(parts.map((part) => part.save())).length + JSON.stringify(context.journal.entries()).length
    const come = async () => {
      const state = 'x'.repeat(2000)
      const asked = {
        client_id: clientId,
        scope: 'spark:all',
        state,
        response_type: 'code',
        redirect_uri: REDIRECT_URI,
      }
      for (let n = 0; n < 1100; n++) {
        await answer(new Request(`${URL_OF}/v1/authorize?${new URLSearchParams(asked)}`))
        const body = new URLSearchParams({ client_id: clientId, scope: 'spark:all' })
        await answer(new Request(`${URL_OF}/v1/device/authorize`, { method: 'POST', body }))
        await answer(new Request(`${URL_OF}/v1/${n}${state}`, { headers: { authorization: `Bearer ${n}${state}` } }))
      }
      return size()
    }
    const first = await come()
    expect(first).toBeGreaterThan(1_000_000)
    expect(await come()).toBeLessThan(first * 1.01)
  }, 60_000)
})
