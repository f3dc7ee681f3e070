import { describe, expect, it } from 'vitest'
import { createVirtualWorld } from '../../test/virtual-world.ts'
import {
  nodeEnvironment,
  type Transport,
  TransportError,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '../environment.ts'
import { Secret } from '../secret.ts'
import { createWebexClient, type WebexClientOptions } from './index.ts'

/** The id a call has from us, where randomness is all ones. */
const OURS = `grantkeeper_${'f'.repeat(32)}`

type Step = Partial<TransportResponse> | TransportFailure

/** A Webex that answers step by step, the last one for ever, and a clock that never really waits. */
function scriptWebex(steps: Step[], options: Partial<WebexClientOptions> = {}) {
  const sent: TransportRequest[] = []
  const waits: number[] = []
  const asked: unknown[] = []
  let generation = 1
  const environment = nodeEnvironment({
    now: () => Date.UTC(2026, 10, 23),
    randomBytes: (length) => new Uint8Array(length).fill(255),
    sleep: (ms, signal) => {
      if (ms === 30_000) return new Promise(() => undefined)
      waits.push(ms)
      return signal?.aborted ? Promise.reject(signal.reason) : Promise.resolve()
    },
    transport: async (request) => {
      sent.push(request)
      const step = steps[Math.min(sent.length, steps.length) - 1]!
      if (typeof step === 'string') throw new TransportError(step, step)
      return { status: 200, headers: {}, body: '{"id":"1"}', ...step }
    },
  })
  const client = createWebexClient({
    apiUrl: 'https://webexapis.com/v1',
    environment,
    accessToken: async ({ rejected } = {}) => {
      asked.push(rejected)
      if (rejected?.generation === generation) generation += 1
      return { token: new Secret(`canary-${generation}`), generation, expiresAt: 0 }
    },
    ...options,
  })
  return { client, sent, waits, asked }
}

const API = 'https://webexapis.com/v1'
const get = { method: 'GET', path: '/rooms/1' }

describe('a call', () => {
  it('carries the token in its header and nowhere else', async () => {
    const { client, sent } = scriptWebex([{}])
    expect(await client.request({ method: 'POST', path: '/rooms', body: { title: 'ä' }, query: { x: 1 } })).toEqual({
      id: '1',
    })
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://webexapis.com/v1/rooms?x=1', body: '{"title":"ä"}' })
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer canary-1', 'content-type': 'application/json' })
    expect(sent[0]?.maxBytes).toBe(8 * 1024 * 1024)
  })

  it('gives nothing for an answer without a body', async () => {
    const { client } = scriptWebex([{ status: 204, body: '' }])
    expect(await client.request({ method: 'DELETE', path: '/rooms/1' })).toBeUndefined()
  })

  it('is refused unsent when an emulated token would go to the real Webex', async () => {
    const accessToken = async () => ({ token: new Secret('a_EMUL_b'), generation: 1, expiresAt: 0 })
    const { client, sent } = scriptWebex([{}], { accessToken })
    await expect(client.people.me()).rejects.toMatchObject({ code: 'WX-EMULATED-TOKEN' })
    expect(sent).toHaveLength(0)
  })
})

describe('a refused token', () => {
  it('is renewed once and the call replayed once, whatever its method', async () => {
    const { client, sent, asked } = scriptWebex([{ status: 401 }, {}])
    await client.request({ method: 'POST', path: '/rooms', body: {} })
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer canary-1', 'Bearer canary-2'])
    expect(asked).toEqual([undefined, { generation: 1 }])
  })

  it('ends the call when the new one is refused too: two calls, one renewal', async () => {
    const body = '{"message":"The request requires a valid access token.","trackingId":"ROUTER_1"}'
    const { client, sent, asked } = scriptWebex([{ status: 401, body }])
    await expect(client.request(get)).rejects.toMatchObject({ code: 'WX-API-UNAUTHORIZED', trackingId: 'ROUTER_1' })
    expect(sent).toHaveLength(2)
    expect(asked.filter(Boolean)).toHaveLength(1)
  })

  it('is not renewed a second time after a wait in between', async () => {
    const { client, sent, asked } = scriptWebex([{ status: 401 }, { status: 503 }, { status: 401 }])
    await expect(client.request(get)).rejects.toMatchObject({ code: 'WX-API-UNAUTHORIZED' })
    expect(sent).toHaveLength(3)
    expect(asked.filter(Boolean)).toHaveLength(1)
  })
})

describe('a wait', () => {
  it('is as long as Webex asks and a second more at most, for any method, and told before', async () => {
    const told: unknown[] = []
    const limited = { status: 429, headers: { 'retry-after': '18' }, body: '<html>' }
    const { client, waits } = scriptWebex([limited, {}], { onWait: (wait) => told.push(wait) })
    await client.request({ method: 'POST', path: '/rooms' })
    expect(waits).toEqual([19_000])
    expect(told).toEqual([{ reason: 'rate-limit', ms: 18_000 }])
  })

  it('that is too long is left to the caller at once', async () => {
    const { client, waits } = scriptWebex([{ status: 429, headers: { 'retry-after': '3600' } }])
    await expect(client.request(get)).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED', retryAfterMs: 3_600_000 })
    expect(waits).toEqual([])
  })

  it.each<[Step, string]>([
    [{ status: 429 }, 'WX-API-RATE-LIMITED'],
    [{ status: 500 }, 'WX-API-UNAVAILABLE'],
    ['unreachable', 'WX-API-UNAVAILABLE'],
    ['interrupted', 'WX-API-UNAVAILABLE'],
    ['aborted', 'WX-API-UNAVAILABLE'],
  ])('after %j comes three times at most', async (step, code) => {
    const { client, sent } = scriptWebex([step])
    await expect(client.request(get)).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(4)
  })

  it('grows while Webex is away, and heeds what a 503 asks', async () => {
    const { client, waits } = scriptWebex([
      'unreachable',
      { status: 502 },
      { status: 503, headers: { 'retry-after': '9' } },
      {},
    ])
    await client.request(get)
    expect(waits).toEqual([500, 1000, 9000])
  })

  it.each<Step>([{ status: 500 }, 'interrupted'])('never sends a POST again after %j', async (step) => {
    const { client, sent } = scriptWebex([step])
    await expect(client.request({ method: 'POST', path: '/rooms' })).rejects.toMatchObject({
      code: 'WX-API-UNAVAILABLE',
    })
    expect(sent).toHaveLength(1)
  })

  it('ends with the caller’s own reason', async () => {
    const stop = new AbortController()
    const { client, sent } = scriptWebex([{ status: 429 }], { onWait: () => stop.abort(new Error('enough')) })
    await expect(client.request({ ...get, signal: stop.signal })).rejects.toThrow('enough')
    await expect(client.request({ ...get, signal: stop.signal })).rejects.toThrow('enough')
    expect(sent).toHaveLength(1)
  })
})

describe('a call that is given a time', () => {
  /** A Webex that never answers, or as it is told to, in a world whose time passes when told to. */
  function slowWebex(transport: Transport = ({ signal }) => untilAborted(signal)) {
    const world = createVirtualWorld(transport)
    const accessToken = async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 })
    return { world, client: createWebexClient({ apiUrl: API, environment: world.environment, accessToken }) }
  }
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(new TransportError('aborted', 'late', { cause: signal.reason })))
    })

  it('ends with it, whatever it is doing', async () => {
    const { world, client } = slowWebex()
    const call = client.people.me({ timeoutMs: 5000 })
    const refused = expect(call).rejects.toMatchObject({
      code: 'WX-API-TIMEOUT',
      trackingId: expect.stringMatching(/^grantkeeper_/),
    })
    await world.advance(5000)
    await refused
  })

  it('does not begin a wait that would be longer', async () => {
    const { world, client } = slowWebex(async () => ({ status: 429, headers: { 'retry-after': '6' }, body: '' }))
    const began = world.now()
    await expect(client.people.me({ timeoutMs: 5000 })).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED' })
    expect(world.now()).toBe(began)
  })

  it('may have less for a try', async () => {
    const { world, client } = slowWebex()
    const call = client.people.me({ deadlineMs: 1000, retry: false })
    const refused = expect(call).rejects.toMatchObject({ code: 'WX-API-UNAVAILABLE' })
    await world.advance(1000)
    await refused
  })

  it('ends with the caller’s own reason all the same', async () => {
    const { world, client } = slowWebex()
    const stop = new AbortController()
    const refused = expect(client.people.me({ timeoutMs: 5000, signal: stop.signal })).rejects.toThrow('enough')
    await world.advance(1000)
    stop.abort(new Error('enough'))
    await refused
  })
})

describe('what may be sent again', () => {
  it('is anything, where the caller says so', async () => {
    const { client, sent } = scriptWebex(['interrupted', { status: 502 }, {}])
    await client.rooms.create({ title: 'a' }, { retry: true })
    expect(sent).toHaveLength(3)
  })

  it.each<Step>([{ status: 429 }, { status: 500 }, 'interrupted'])(
    'is nothing after %j, where the caller says so',
    async (step) => {
      const { client, sent } = scriptWebex([step])
      await expect(client.request({ ...get, retry: false })).rejects.toMatchObject({ name: 'GrantkeeperError' })
      expect(sent).toHaveLength(1)
    },
  )

  it('is what was never sent', async () => {
    const { client, sent } = scriptWebex(['unreachable', {}])
    await client.rooms.create({ title: 'a' })
    expect(sent).toHaveLength(2)
  })

  it('is always what met a refused token', async () => {
    const { client, sent } = scriptWebex([{ status: 401 }, {}])
    await client.request({ ...get, retry: false })
    expect(sent).toHaveLength(2)
  })

  it.each<Step>([{ status: 503 }, 'interrupted'])('is a deletion, which may have been done before %j', async (step) => {
    const { client } = scriptWebex([step, { status: 404, body: '{"message":"none"}' }])
    expect(await client.rooms.delete('1')).toBeUndefined()
  })

  it.each<Step>([{ status: 429 }, 'unreachable'])('is a deletion, which was not done before %j', async (step) => {
    const { client } = scriptWebex([step, { status: 404 }])
    await expect(client.rooms.delete('1')).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
  })
})

describe('the id of a call', () => {
  it('is sent along, is the same for every try, and is named where Webex names none', async () => {
    const { client, sent } = scriptWebex([{ status: 500 }, 'interrupted', { status: 401 }, { body: '<html>' }])
    await expect(client.people.me()).rejects.toMatchObject({ code: 'WX-API-RESPONSE', trackingId: OURS })
    expect(sent.map(({ headers }) => headers.trackingid)).toEqual([OURS, OURS, OURS, OURS])
  })

  it.each<[Step, string]>([
    [{ body: '{}' }, 'people'],
    [{ body: '{"items":[{}]}' }, 'rooms'],
    [{ body: '{"items":[{"id":"1"}]}' }, 'memberships'],
    [{ body: '{"items":[]}', headers: { link: '<https://evil.example/>; rel=next' } }, 'rooms'],
    ['unreachable', 'rooms'],
    ['too-large', 'rooms'],
  ])('is in the error after %j from a list of %s', async (step, name) => {
    const { client } = scriptWebex([step])
    const list = client[name as 'people' | 'rooms' | 'memberships'].list()
    await expect(list.toArray()).rejects.toMatchObject({ trackingId: OURS })
  })
})

describe('an answer', () => {
  it.each<[Step, string]>([
    [{ status: 400 }, 'WX-API-REQUEST'],
    [{ status: 403 }, 'WX-API-FORBIDDEN'],
    [{ status: 404 }, 'WX-API-NOT-FOUND'],
    [{ status: 409 }, 'WX-API-CONFLICT'],
    [{ status: 301, headers: { location: 'https://evil.example/' } }, 'WX-API-RESPONSE'],
    [{ status: 307, headers: { location: 'https://webexapis.com/v1/people' } }, 'WX-API-RESPONSE'],
    [{ body: '<html>' }, 'WX-API-RESPONSE'],
    ['too-large', 'WX-API-RESPONSE'],
    ['encoded', 'WX-API-RESPONSE'],
  ])('such as %j is final: %s', async (step, code) => {
    const { client, sent } = scriptWebex([step])
    await expect(client.request(get)).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['{"message":"No room.","errors":[{"description":"x"}],"trackingId":"T1"}', 'No room.', 'T1'],
    ['{"errors":[{"description":"No room."}]}', 'No room.', OURS],
    ['{"error":"x","error_description":"No room.","trackingID":"T2"}', 'No room.', 'T2'],
    ['{"message":"a\\u001b[31m\\nb\\u202ec"}', 'a [31m b c', OURS],
    [`{"message":"${'x'.repeat(999)}"}`, `${'x'.repeat(300)}…`, OURS],
    ['{"message":7,"errors":[null],"trackingId":"a b"}', undefined, OURS],
    ['[]', undefined, OURS],
    ['not found', undefined, OURS],
  ])('of the shape %.40s says why', async (body, detail, trackingId) => {
    const { client } = scriptWebex([{ status: 404, body }])
    await expect(client.request(get)).rejects.toMatchObject({ detail, trackingId, upstreamStatus: 404 })
  })

  it('may name its tracking id in the header', async () => {
    const { client } = scriptWebex([{ status: 404, headers: { trackingid: 'ROUTER_6357' }, body: '' }])
    await expect(client.request(get)).rejects.toMatchObject({ trackingId: 'ROUTER_6357' })
  })

  it.each(['__proto__', '\\u005f_proto__'])('cannot bring a prototype along as %s', async (key) => {
    const { client } = scriptWebex([
      { body: `{"id":"1","${key}":{"isAdmin":true},"deep":{"${key}":{"isAdmin":true}}}` },
    ])
    const answer = await client.request<{ deep: object }>(get)
    expect(answer).toEqual({ id: '1', deep: {} })
    expect(Object.assign({}, answer, answer.deep)).not.toHaveProperty('isAdmin')
  })

  it.each(['', 'null', '[]', '"x"', '7', '{}', '{"id":null}', '{"id":""}'])(
    '%s is no person and no space',
    async (body) => {
      const { client } = scriptWebex([{ body }])
      await expect(client.people.me()).rejects.toMatchObject({ code: 'WX-API-RESPONSE' })
      await expect(client.rooms.get('1')).rejects.toMatchObject({ code: 'WX-API-RESPONSE' })
    },
  )

  it('keeps fields that have no type here', async () => {
    const { client, sent } = scriptWebex([{ body: '{"id":"1","brandNew":{"a":1}}' }])
    expect(await client.rooms.get('a/b')).toEqual({ id: '1', brandNew: { a: 1 } })
    expect(sent[0]?.url).toBe('https://webexapis.com/v1/rooms/a%2Fb')
  })

  it('is not asked for where no id can be such', async () => {
    const { client, sent } = scriptWebex([{}])
    await expect(client.rooms.get('..')).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
    await expect(client.people.get('')).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
    expect(sent).toHaveLength(0)
  })
})
