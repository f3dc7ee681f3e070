import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { createEmulator, DroppedConnection, type Emulator, type Fault, type Listening } from '../index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name
type Json = any

const START = Date.UTC(2026, 0, 10)
const scopes = 'spark:rooms_read spark:people_read'
let emulator: Emulator
let listening: Listening
let client: Record<string, string>
let authorizationUrl: string
let waits: number[]
/** Ends the wait of a dripping answer: the piece before has come. */
let onPiece: () => void
let dripping: boolean

beforeEach(async () => {
  waits = []
  onPiece = () => undefined
  dripping = false
  const sleep = async (ms: number) => {
    waits.push(ms)
    if (!dripping) return
    await new Promise<void>((resolve) => {
      onPiece = resolve
    })
  }
  emulator = createEmulator({ environment: nodeEnvironment({ sleep, now: () => START }) })
  const redirectUris = ['http://localhost/cb']
  const registered = emulator.register({ name: 'Test', redirectUris, scopes: scopes.split(' ') })
  client = { client_id: registered.clientId, client_secret: registered.clientSecret }
  authorizationUrl = registered.authorizationUrl
  listening = await emulator.listen({ port: 0 })
})
afterEach(() => listening.close())

interface Seen {
  status: number
  headers: IncomingHttpHeaders
  /** Each piece as it came. */
  pieces: Buffer[]
  bytes: Buffer
  /** The code of the error that ended it. */
  broken?: string
}

/** One exchange as the network sees it; nothing is unpacked or followed. */
function exchange(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${listening.url}${path}`, { method, headers, agent: false }, (answer) => {
      const pieces: Buffer[] = []
      const finish = (broken?: string) =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          pieces,
          bytes: Buffer.concat(pieces),
          ...(broken && { broken }),
        })
      answer.on('data', (piece) => {
        pieces.push(piece)
        onPiece()
      })
      answer.on('end', () => finish())
      answer.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const get = (path: string, token: string) => exchange('GET', path, { authorization: `Bearer ${token}` })
const jsonOf = ({ bytes }: Seen): Json => JSON.parse(bytes.toString())

async function post(fields: Record<string, string>, path = '/v1/access_token') {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ ...client, ...fields }).toString()
  return exchange('POST', path, headers, body)
}

async function redeem(user = 'ada') {
  const code = new URL(await emulator.signIn(authorizationUrl, user)).searchParams.get('code') ?? ''
  return post({ grant_type: 'authorization_code', code, redirect_uri: 'http://localhost/cb' })
}
const connect = async (user = 'ada') => jsonOf(await redeem(user))
const refresh = (refresh_token: string, path?: string) => post({ grant_type: 'refresh_token', refresh_token }, path)

const rooms = 'GET /v1/rooms'
const token = 'POST /v1/access_token'

describe('which requests are hit', () => {
  const statuses = async (tokens: string[], path = '/v1/rooms') => {
    const seen: number[] = []
    for (const one of tokens) seen.push((await get(path, one)).status)
    return seen
  }

  it('those of any method and below a path', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: '* /v1/roo*', status: 503 })
    expect(await statuses([access_token], '/v1/rooms?max=1')).toEqual([503])
    expect(await statuses([access_token], '/v1/rooms/x')).toEqual([503])
    expect((await exchange('DELETE', '/v1/rooms/x')).status).toBe(503)
    expect(await statuses([access_token], '/v1/people/me')).toEqual([200])
  })

  it('those of one user', async () => {
    const [ada, grace] = [await connect('ada'), await connect('grace')]
    emulator.faults.add({ on: rooms, user: 'grace', status: 503 })
    expect(await statuses([ada.access_token, grace.access_token, 'x'])).toEqual([200, 503, 401])
  })

  it('those of one integration', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, clientId: `C${'0'.repeat(64)}`, status: 503 })
    expect(await statuses([access_token])).toEqual([200])
    emulator.faults.add({ on: rooms, clientId: client.client_id, status: 503 })
    expect(await statuses([access_token])).toEqual([503])
  })

  it('refreshes only, and sign-ins of one user only', async () => {
    emulator.faults.add({ on: token, grantType: 'refresh_token', status: 503 })
    const { refresh_token } = await connect()
    expect((await refresh(refresh_token)).status).toBe(503)
    emulator.faults.add({ on: 'POST /sign-in/:id/consent', user: 'grace', refuse: 'admin-approval' })
    await connect('ada')
    await expect(connect('grace')).rejects.toThrow('none of these scopes')
  })

  it('every third, as often as told, in the order they were added', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, every: 3, times: 2, status: 503 })
    emulator.faults.add({ on: rooms, times: 1, status: 500 })
    const seen = await statuses(Array(8).fill(access_token))
    expect(seen).toEqual([500, 200, 503, 200, 200, 503, 200, 200])
  })

  it('some, by a probability, the same in every run of a seed', async () => {
    const { access_token } = await connect()
    const hits = async (seed: number) => {
      const heal = emulator.faults.add({ on: rooms, probability: 0.3, seed, status: 503 })
      const seen = await statuses(Array(40).fill(access_token))
      heal()
      return seen.map((status) => (status === 503 ? 'x' : '.')).join('')
    }
    const first = await hits(7)
    expect(await hits(7)).toBe(first)
    expect(await hits(8)).not.toBe(first)
    expect(first.split('x').length - 1).toBeGreaterThan(4)
    expect(first.split('x').length - 1).toBeLessThan(24)
  })

  it('those of a span of the emulator’s clock', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, lastsMs: 86_400_000, status: 503 })
    expect(await statuses([access_token])).toEqual([503])
    emulator.clock.advance(86_400_000)
    expect(await statuses([access_token])).toEqual([200])
    expect(emulator.faults.list()).toEqual([])
  })

  it('no question of a browser beforehand, and pages of other origins can read what answers in place', async () => {
    emulator.faults.add({ on: '* /v1/*', status: 429, headers: { 'retry-after': '5' } })
    const origin = 'http://elsewhere.example'
    const asking = { origin, 'access-control-request-method': 'GET' }
    expect((await exchange('OPTIONS', '/v1/rooms', asking)).status).toBe(204)
    const { status, headers } = await exchange('GET', '/v1/rooms', { origin })
    expect([status, headers['access-control-allow-origin']]).toEqual([429, '*'])
    expect(headers['access-control-expose-headers']).toContain('Retry-After')
  })

  it('never those of whoever runs the emulator', async () => {
    emulator.faults.add({ on: '* /*', status: 503 })
    expect((await exchange('GET', '/')).status).toBe(200)
    const control = { 'x-emulator-control': '1' }
    expect((await exchange('GET', '/_emulator/users/list', control)).status).toBe(200)
    expect((await exchange('GET', '/v1/rooms')).status).toBe(503)
  })
})

describe('what happens', () => {
  const hit = async (fault: Omit<Fault, 'on'>, path = '/v1/rooms?max=20') => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, ...fault })
    return get(path, access_token)
  }

  it('a wait, fixed or drawn from a range', async () => {
    expect((await hit({ delayMs: 750, times: 1 })).status).toBe(200)
    await hit({ delayMs: [100, 200] })
    await hit({ delayMs: [100, 200] })
    expect(waits[0]).toBe(750)
    for (const wait of waits.slice(1)) expect(wait >= 100 && wait <= 200).toBe(true)
    expect(waits[1]).not.toBe(waits[2])
  })

  it('a body in small pieces, with a pause after each', async () => {
    dripping = true
    const { pieces, bytes, headers } = await hit({ drip: { bytes: 100, everyMs: 50 } })
    expect(bytes.length).toBeGreaterThan(2000)
    expect(pieces.map(({ length }) => length).slice(0, -1)).toEqual(Array(pieces.length - 1).fill(100))
    expect(waits).toEqual(Array(Math.ceil(bytes.length / 100)).fill(50))
    expect(headers['content-length']).toBe(String(bytes.length))
    expect(JSON.parse(bytes.toString()).items).toHaveLength(20)
  })

  it.each([
    ['a reset amid the body', 'mid-body', 'ECONNRESET'],
    ['less than Content-Length promised', 'truncated', 'ECONNRESET'],
  ] as const)('%s', async (_, drop, code) => {
    const { status, headers, bytes, broken } = await hit({ drop })
    expect([status, broken]).toEqual([200, code])
    expect(bytes.length).toBe(Math.floor(Number(headers['content-length']) / 2))
    expect(bytes.toString()).toMatch(/^\{"items":\[/)
  })

  it('the same in process: the reading of the body fails', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, drop: 'mid-body' })
    const headers = { authorization: `Bearer ${access_token}` }
    const answer = await emulator.fetch(new Request(`${emulator.url}/v1/rooms`, { headers }))
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toBeInstanceOf(DroppedConnection)
  })

  it('a connection that is dropped, the request done or not', async () => {
    const { refresh_token } = await connect()
    emulator.faults.add({ on: token, drop: 'before', times: 1 })
    emulator.faults.add({ on: token, drop: 'after', times: 1 })
    await expect(refresh(refresh_token)).rejects.toThrow('socket hang up')
    await expect(refresh(refresh_token)).rejects.toThrow('socket hang up')
    const [before, after] = emulator.journal.entries().slice(-2)
    expect(before).toMatchObject({ status: 0, fault: 'f1', grantType: 'refresh_token', user: 'ada' })
    expect(after).toMatchObject({ status: 0, fault: 'f2', summary: 'fault: connection dropped after processing' })
  })

  it.each(['18', '3600', 'rand(30),add(30)', 'Wed, 21 Oct 2026 07:28:00 GMT', '-1', ''])(
    '429 with Retry-After “%s” and a page for a body',
    async (retryAfter) => {
      const fault = { status: 429, headers: { 'retry-after': retryAfter }, body: '<html>Too Many Requests</html>' }
      const { status, headers, bytes } = await hit(fault)
      expect([status, headers['retry-after'], headers['content-type']]).toEqual([
        429,
        retryAfter,
        'text/html;charset=UTF-8',
      ])
      expect(bytes.toString()).toBe('<html>Too Many Requests</html>')
    },
  )

  it('5xx with a body of JSON', async () => {
    const answer = await hit({ status: 502, body: { message: 'Bad Gateway' } })
    expect([answer.status, answer.headers['content-type'], jsonOf(answer)]).toEqual([
      502,
      'application/json;charset=UTF-8',
      { message: 'Bad Gateway' },
    ])
  })

  it('garbage that is said to be JSON', async () => {
    const answer = await hit({ spoil: 'garbage' })
    expect(answer.headers['content-type']).toContain('application/json')
    expect(() => jsonOf(answer)).toThrow()
  })

  it('a page of somebody else with status 200', async () => {
    const { status, headers, bytes } = await hit({ spoil: 'html' })
    expect([status, headers['content-type']]).toEqual([200, 'text/html;charset=UTF-8'])
    expect(bytes.toString()).toMatch(/^<!doctype html>/)
  })

  it('half of the JSON, in an answer that is whole', async () => {
    const answer = await hit({ spoil: 'half' })
    expect(answer.broken).toBeUndefined()
    expect(answer.bytes.toString()).toMatch(/^\{"items"/)
    expect(() => jsonOf(answer)).toThrow()
  })

  it('a body without end', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, spoil: 'enormous' })
    const answer = await fetch(`${listening.url}/v1/rooms`, { headers: { authorization: `Bearer ${access_token}` } })
    let size = 0
    for await (const piece of answer.body ?? []) {
      size += piece.length
      if (size > 20_000_000) break
    }
    expect(size).toBeGreaterThan(20_000_000)
  })

  it('a bomb of gzip', async () => {
    const { headers, bytes } = await hit({ spoil: 'bomb' })
    expect(headers['content-encoding']).toBe('gzip')
    expect(bytes.length).toBeLessThan(2_000_000)
    expect(() => gunzipSync(bytes, { maxOutputLength: 500_000_000 })).toThrow(/larger than/)
  })

  it('a wrong content type on the true answer', async () => {
    const answer = await hit({ headers: { 'content-type': 'text/plain' } })
    expect([answer.headers['content-type'], jsonOf(answer).items.length]).toEqual(['text/plain', 20])
  })

  it('a redirect to another origin', async () => {
    const { status, headers } = await hit({ status: 302, headers: { location: 'https://evil.example/' } })
    expect([status, headers.location]).toEqual([302, 'https://evil.example/'])
  })

  it.each([
    ['at another origin', 'other-origin', /^<https:\/\/webexapis\.example\.invalid\/v1\/rooms\?.*cursor=/],
    ['with max=null', 'max-null', /^<http:\/\/127\.0\.0\.1:\d+\/v1\/rooms\?max=null&cursor=/],
    ['at this very page', 'loop', /^<http:\/\/127\.0\.0\.1:\d+\/v1\/rooms\?max=20>/],
  ] as const)('a next page %s', async (_, link, shape) => {
    const { headers, status } = await hit({ link })
    expect([status, headers.link]).toEqual([200, expect.stringMatching(shape)])
    expect(headers.link).toMatch(/; rel="next"$/)
  })

  it.each([
    ['/v1/access_token', 'trackingId'],
    ['/idb/oauth2/v1/access_token', 'trackingID'],
  ])('a live refresh token that is called dead by %s', async (path, tracking) => {
    const { refresh_token } = await connect()
    emulator.faults.add({ on: 'POST /*', refuse: 'invalid_grant', times: 1 })
    const refused = await refresh(refresh_token, path)
    expect([refused.status, jsonOf(refused).error, typeof jsonOf(refused)[tracking]]).toEqual([
      400,
      'invalid_grant',
      'string',
    ])
    expect((await refresh(refresh_token, path)).status).toBe(200)
  })

  it('a grant that was revoked from outside', async () => {
    const { access_token, refresh_token } = await connect()
    const other = await connect('grace')
    emulator.faults.add({ on: rooms, first: 'revoke', times: 1 })
    expect((await get('/v1/rooms', access_token)).status).toBe(401)
    expect((await refresh(refresh_token)).status).toBe(400)
    expect((await get('/v1/rooms', other.access_token)).status).toBe(200)
  })

  it('a code that expires just before it is redeemed', async () => {
    emulator.faults.add({ on: token, first: 'expire-code', times: 1 })
    const refused = await redeem()
    expect([refused.status, jsonOf(refused).error]).toEqual([400, 'invalid_grant'])
    expect((await redeem()).status).toBe(200)
  })

  it('an access token that ends early, while the refresh token lives', async () => {
    const { access_token, refresh_token } = await connect()
    emulator.faults.add({ on: rooms, first: 'expire-access-token', times: 1 })
    expect((await get('/v1/rooms', access_token)).status).toBe(401)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('a page that says an administrator must approve', async () => {
    emulator.faults.add({ on: 'GET /v1/authorize', refuse: 'admin-approval' })
    const { pathname, search } = new URL(authorizationUrl)
    const { status, headers, bytes } = await exchange('GET', pathname + search)
    expect([status, headers.location]).toEqual([403, undefined])
    expect(bytes.toString()).toContain('Your administrator denied access to the integration you selected')
  })

  it('the same access token again', async () => {
    const { access_token, refresh_token } = await connect()
    emulator.faults.add({ on: token, sameAccessToken: true, times: 1 })
    expect(jsonOf(await refresh(refresh_token)).access_token).toBe(access_token)
    expect(jsonOf(await refresh(refresh_token)).access_token).not.toBe(access_token)
  })

  it('times by another clock', async () => {
    emulator.faults.add({ on: token, skewMs: 3_600_000 })
    const answer = await redeem()
    expect(answer.headers.date).toBe(new Date(START + 3_600_000).toUTCString())
    expect(jsonOf(answer)).toMatchObject({ expires_in: 1_209_599 - 3600, refresh_token_expires_in: 7_775_999 - 3600 })
  })

  it('every fifth title that could not be decrypted', async () => {
    const { items } = jsonOf(await hit({ kmsFailureEvery: 5 }))
    expect(items).toHaveLength(20)
    for (const [index, item] of items.entries()) {
      if ((index + 1) % 5 !== 0) expect(item.errors).toBeUndefined()
      else
        expect(item).toMatchObject({
          title: expect.stringMatching(/^eyJhbGciOiJ/),
          errors: { title: { code: 'kms_failure' } },
        })
    }
  })
})

describe('the list of faults', () => {
  it('tells what each has done and may still do, and each can be removed', async () => {
    const { access_token } = await connect()
    const { id } = emulator.faults.add({ on: rooms, every: 2, times: 3, status: 503, lastsMs: 1000 })
    for (let n = 0; n < 3; n++) await get('/v1/rooms', access_token)
    expect(emulator.faults.list()).toEqual([
      {
        id,
        fault: { on: rooms, every: 2, times: 3, status: 503, lastsMs: 1000 },
        remaining: 2,
        matched: 3,
        hits: 1,
        endsAt: START + 1000,
      },
    ])
    expect([emulator.faults.remove(id), emulator.faults.remove(id)]).toEqual([true, false])
    expect((await get('/v1/rooms', access_token)).status).toBe(200)
  })

  it('comes back with a snapshot, with what each may still do', async () => {
    const { access_token } = await connect()
    emulator.faults.add({ on: rooms, times: 2, status: 503 })
    await get('/v1/rooms', access_token)
    emulator.snapshots.save('one hit left')
    await get('/v1/rooms', access_token)
    expect(emulator.faults.list()).toEqual([])
    emulator.snapshots.restore('one hit left')
    expect(emulator.faults.list()).toMatchObject([{ remaining: 1, hits: 1 }])
    const seen = [(await get('/v1/rooms', access_token)).status, (await get('/v1/rooms', access_token)).status]
    expect(seen).toEqual([503, 200])
  })

  it('holds a thousand', () => {
    for (let n = 0; n < 1000; n++) emulator.faults.add({ on: rooms, times: 1, status: 500 })
    expect(() => emulator.faults.add({ on: rooms })).toThrow('1000 faults')
  })

  it.each<[string, unknown]>([
    ['on: ', { on: '/v1/rooms' }],
    ['on: ', { on: 'GET /v1/*/x' }],
    ['times: ', { on: rooms, times: 0 }],
    ['every: ', { on: rooms, every: 1.5 }],
    ['probability: ', { on: rooms, probability: 2 }],
    ['status: ', { on: rooms, status: 42 }],
    ['status: ', { on: rooms, status: 204, body: 'x' }],
    ['headers: ', { on: rooms, headers: { 'no good': 'x' } }],
    ['delayMs: ', { on: rooms, delayMs: [5, 1] }],
    ['delayMs', { on: rooms, delayMs: [5] }],
    ['delayMs', { on: rooms, delayMs: -1 }],
    ['drip', { on: rooms, drip: { bytes: 0, everyMs: 1 } }],
    ['spoil: ', { on: rooms, spoil: 'everything' }],
    ['spoil: ', { on: rooms, spoil: 'bomb', drop: 'mid-body' }],
    ['drop: ', { on: rooms, drop: 'now' }],
    ['delay', { on: rooms, delay: 5 }],
    ['on', {}],
  ])('refuses what makes no sense and names it: %s', (field, fault) => {
    expect(() => emulator.faults.add(fault as Fault)).toThrow(RangeError)
    expect(() => emulator.faults.add(fault as Fault)).toThrow(field)
  })
})
