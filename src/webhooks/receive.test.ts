import { createHmac } from 'node:crypto'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import type { WebhookRequest } from './raw-body.ts'
import { type ReceiveOptions, receiveWebhook } from './receive.ts'
import { memoryReplays } from './replays.ts'

const SECRET = 'a secret of this webhook'
const HOUR_MS = 60 * 60_000

const envelope = {
  id: 'Y2lzY29zcGFyazovL3VzL1dFQkhPT0sv',
  name: 'Told',
  resource: 'messages',
  event: 'created',
  created: '2026-11-24T01:00:00.000Z',
  actorId: 'p1',
  data: { id: 'm1', roomId: 'r1', personId: 'p1', personEmail: 'ada@example.com', roomType: 'group' },
}

function sign(body: string | Uint8Array, algorithm = 'sha1', secret = SECRET): string {
  return createHmac(algorithm, secret).update(body).digest('hex')
}

function deliver(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Request {
  return new Request('https://app.example/hook', {
    method: 'POST',
    body,
    headers: { 'x-spark-signature': sign(body), ...headers },
  })
}

/** A receiver with a memory of its own, and what it makes of a delivery: an event's type, nothing, or a code. */
function createReceiver(options: Partial<ReceiveOptions> = {}) {
  const replays = memoryReplays({ now: () => 0 })
  const receive = (request: WebhookRequest) =>
    receiveWebhook(request, { secret: SECRET, replays, now: () => 0, ...options })
  return {
    receive,
    judge: async (request: WebhookRequest) => {
      try {
        return (await receive(request))?.type
      } catch (error) {
        return isGrantkeeperError(error) ? error.code : `${error}`
      }
    },
  }
}

const { judge } = createReceiver()
const text = JSON.stringify(envelope)

describe('a delivery', () => {
  it('is given with its type and all its fields when it is signed with the secret', async () => {
    const { receive } = createReceiver({ secret: new Secret(SECRET) })
    const event = await receive(deliver(JSON.stringify({ ...envelope, novel: { kept: true } })))
    expect(event).toEqual({ ...envelope, novel: { kept: true }, type: 'messages.created' })
    // A question of types: the fields of data are known once the type is.
    expect(event?.type === 'messages.created' && event.data.roomId.length).toBe(2)
  })

  it.each([
    ['the bytes', { headers: { 'X-Spark-Signature': sign(text) }, body: Buffer.from(text) }],
    ['a text', { headers: new Headers({ 'x-spark-signature': sign(text) }), body: text }],
    ['a list of one header', { headers: { 'x-spark-signature': [sign(text)] }, body: text }],
    ['a stream', { headers: { 'x-spark-signature': sign(text) }, body: Readable.from([Buffer.from(text)]) }],
    [
      'the request of Node itself',
      Object.assign(Readable.from([Buffer.from(text)]), { headers: { 'x-spark-signature': sign(text) } }),
    ],
  ])('may come as %s', async (_, request) => {
    expect(await createReceiver().judge(request)).toBe('messages.created')
  })

  it('is refused when one bit of it, or of its signature, is another', async () => {
    const bytes = Buffer.from(text)
    const flip = (of: Buffer, bit: number) => {
      const flipped = Buffer.from(of)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return flipped
    }
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const headers = { 'x-spark-signature': sign(text) }
      expect(await judge({ headers, body: flip(bytes, bit) })).toBe('WX-WEBHOOK-SIGNATURE')
    }
    for (let bit = 0; bit < 40 * 8; bit++) {
      const headers = { 'x-spark-signature': flip(Buffer.from(sign(text)), bit).toString('latin1') }
      expect(await judge({ headers, body: bytes })).toBe('WX-WEBHOOK-SIGNATURE')
    }
  })

  it('is refused when its JSON was written again', async () => {
    const pretty = JSON.stringify(envelope, null, 1)
    expect(await judge(deliver(pretty, { 'x-spark-signature': sign(text) }))).toBe('WX-WEBHOOK-SIGNATURE')
  })

  it.each([
    ['empty', ''],
    ['in capitals', sign(text).toUpperCase()],
    ['of an odd length', sign(text).slice(1)],
    ['of the right beginning', `${sign(text)}00`],
    ['of another secret', sign(text, 'sha1', 'another')],
    ['of another hash', sign(text, 'sha256')],
    ['two', `${sign(text)}, ${sign(text)}`],
  ])('is refused when its signature is %s', async (_, signature) => {
    expect(await judge(deliver(text, { 'x-spark-signature': signature }))).toBe('WX-WEBHOOK-SIGNATURE')
  })

  it('is refused without a signature, or with two', async () => {
    expect(await judge({ headers: {}, body: text })).toBe('WX-WEBHOOK-SIGNATURE')
    const twice = { 'x-spark-signature': sign(text), 'X-Spark-Signature': sign(text) }
    expect(await judge({ headers: twice, body: text })).toBe('WX-WEBHOOK-SIGNATURE')
  })

  it('is refused without a secret to check it by', async () => {
    expect(await createReceiver({ secret: '' }).judge(deliver(text))).toBe('WX-CONFIG-MISSING')
    expect(await createReceiver({ secret: new Secret('') }).judge(deliver(text))).toBe('WX-CONFIG-MISSING')
  })

  it('is an event or one of four refusals, whatever its bytes and signature', async () => {
    const codes = /^WX-WEBHOOK-(SIGNATURE|TOO-LARGE|BODY|RAW-BODY)$|^other$|^\w+\.\w+$/
    const { judge } = createReceiver({ replays: { seen: async () => false } })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.string(), fc.boolean(), async (body, other, signed) => {
        const headers = { 'x-spark-signature': signed ? sign(body) : other }
        const judged = await judge({ headers, body })
        expect(judged).toMatch(codes)
        if (!signed && other !== sign(body)) expect(judged).toBe('WX-WEBHOOK-SIGNATURE')
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('the newer signature', () => {
  const newer = `SHA-256=${sign(text, 'sha256')},SHA-512=${sign(text, 'sha512')}`
  const withNewer = (signature: string) => deliver(text, { 'x-webex-signature': signature })

  it('is taken where it is right', async () => {
    expect(await createReceiver().judge(withNewer(newer))).toBe('messages.created')
    expect(await createReceiver().judge(withNewer(newer.replace(',', ' , ')))).toBe('messages.created')
  })

  it.each([
    ['either part is wrong', newer.replace(/SHA-512=./, 'SHA-512=x')],
    ['the other part is wrong', newer.replace(/SHA-256=./, 'SHA-256=x')],
    ['a part is empty', 'SHA-256='],
  ])('refuses a delivery when %s', async (_, signature) => {
    expect(await judge(withNewer(signature))).toBe('WX-WEBHOOK-SIGNATURE')
  })

  it('is no matter in a form that nobody has documented, or where it is not to be checked', async () => {
    expect(await createReceiver().judge(withNewer('v3=abc'))).toBe('messages.created')
    expect(await createReceiver({ checkNewerSignature: false }).judge(withNewer('SHA-256=x'))).toBe('messages.created')
  })

  it('does not stand in for the one that Webex documents', async () => {
    expect(await judge({ headers: { 'x-webex-signature': newer }, body: text })).toBe('WX-WEBHOOK-SIGNATURE')
  })
})

describe('a body', () => {
  it('has 1 MiB at most, as told and as counted', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1)
    const told = { headers: { 'x-spark-signature': 'x', 'content-length': '1048577' }, body: text }
    expect(await judge(told)).toBe('WX-WEBHOOK-TOO-LARGE')
    expect(await judge(deliver(large))).toBe('WX-WEBHOOK-TOO-LARGE')
    let read = 0
    const endless = async function* () {
      for (; ; read++) yield Buffer.alloc(64 * 1024)
    }
    expect(await judge({ headers: { 'x-spark-signature': 'x' }, body: endless() })).toBe('WX-WEBHOOK-TOO-LARGE')
    expect(read).toBe(16)
  })

  it.each([
    ['was parsed', { headers: { 'x-spark-signature': sign(text) }, body: envelope }],
    ['was put aside', { headers: { 'x-spark-signature': sign(text) } }],
  ])('that %s is told from one that is wrongly signed', async (_, request) => {
    expect(await judge(request)).toBe('WX-WEBHOOK-RAW-BODY')
  })

  it('that another has read is told from one that is wrongly signed', async () => {
    const request = deliver(text)
    await request.text()
    expect(await judge(request)).toBe('WX-WEBHOOK-RAW-BODY')
    const stream = Readable.from([Buffer.from(text)])
    for await (const _ of stream);
    expect(await judge({ headers: { 'x-spark-signature': sign(text) }, body: stream })).toBe('WX-WEBHOOK-RAW-BODY')
  })

  it('that breaks off is refused', async () => {
    const broken = async function* () {
      yield Buffer.from('{')
      throw new Error('ECONNRESET')
    }
    expect(await judge({ headers: { 'x-spark-signature': 'x' }, body: broken() })).toBe('WX-WEBHOOK-BODY')
  })

  it.each([
    'null',
    '[]',
    '5',
    '',
    '{',
    '\ufeff',
    '{}',
    JSON.stringify({ ...envelope, data: null }),
    JSON.stringify({ ...envelope, resource: 7 }),
    '['.repeat(500_000),
  ])('that is signed but no event (%#) is refused', async (body) => {
    expect(await judge({ headers: { 'x-spark-signature': sign(body) }, body })).toBe('WX-WEBHOOK-BODY')
  })

  it('of a resource or a shape that is not known here gives an event of type other, with all its fields', async () => {
    const type = (change: object) => createReceiver().judge(deliver(JSON.stringify({ ...envelope, ...change })))
    expect(await type({ resource: 'meetings', event: 'started', data: { id: 'x' } })).toBe('other')
    expect(await type({ resource: '__proto__' })).toBe('other')
    expect(await type({ event: 'toString' })).toBe('other')
    expect(await type({ data: { ...envelope.data, roomId: 5 } })).toBe('other')
    expect(await type({ resource: 'rooms', event: 'migrated' })).toBe('rooms.migrated')
    expect(await type({ resource: 'memberships', data: { ...envelope.data, isMonitor: 'no' } })).toBe('other')
  })

  it('sets no prototype and gives no text that is none', async () => {
    const body = text.replace('{', '{"__proto__":{"admin":true},"actorId":["x"],').replace('"actorId":"p1",', '')
    const event = await createReceiver().receive(deliver(body))
    expect(Object.keys(event ?? {})).not.toContain('__proto__')
    expect({ ...event }).not.toHaveProperty('admin')
    expect(event).not.toHaveProperty('actorId')
  })
})

describe('a replay', () => {
  it('is dropped for 24 hours', async () => {
    let at = 0
    const now = () => at
    const { judge } = createReceiver({ now, replays: memoryReplays({ now }) })
    expect(await judge(deliver(text))).toBe('messages.created')
    expect(await judge(deliver(text))).toBeUndefined()
    at += 24 * HOUR_MS - 1
    expect(await judge(deliver(text))).toBeUndefined()
    at += 1
    expect(await judge(deliver(text))).toBe('messages.created')
  })

  it('is another delivery only when its bytes are others, though the webhook be the same', async () => {
    const { judge } = createReceiver({ replays: memoryReplays({ now: () => 0 }) })
    const second = JSON.stringify({ ...envelope, data: { ...envelope.data, id: 'm2' } })
    expect(await judge(deliver(text))).toBe('messages.created')
    expect(await judge(deliver(second))).toBe('messages.created')
  })

  it('is dropped by default too', async () => {
    const body = JSON.stringify({ ...envelope, name: 'by default' })
    const receive = () => receiveWebhook(deliver(body), { secret: SECRET })
    expect([(await receive())?.type, await receive()]).toEqual(['messages.created', undefined])
  })

  it('is remembered of signed deliveries only, so that a stranger can fill no memory and burn no event', async () => {
    const seen: string[] = []
    const { judge } = createReceiver({ replays: { seen: async (id) => !seen.push(id) } })
    await judge(deliver(text, { 'x-spark-signature': sign('x') }))
    await judge({ headers: { 'x-spark-signature': sign('{}') }, body: '{}' })
    expect(seen).toEqual([])
  })

  it('that cannot be told for sure is not taken for an event', async () => {
    const away = new GrantkeeperError('WX-STORE-UNAVAILABLE')
    const { judge } = createReceiver({ replays: { seen: () => Promise.reject(away) } })
    expect(await judge(deliver(text))).toBe('WX-STORE-UNAVAILABLE')
  })
})
