import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createVirtualWorld } from '../../../test/virtual-world.ts'
import { TransportError, type TransportRequest, type TransportResponse } from '../../environment.ts'
import { type Change, createChanges } from '../changes.ts'
import { createClock } from '../clock.ts'
import { encodeId } from '../identifiers.ts'
import { createPeople } from '../people.ts'
import { demoSeed } from '../seed/seed.ts'
import { createSettings } from '../settings.ts'
import type { WebhookTerms } from './webhook.ts'
import { createWebhooks } from './webhooks.ts'

type Answering = (request: TransportRequest) => Promise<Partial<TransportResponse>>

/** Webhooks of Ada, and a target that answers as told. */
function prepare({ answer = async () => ({}), remote = false }: { answer?: Answering; remote?: boolean } = {}) {
  const sent: TransportRequest[] = []
  const world = createVirtualWorld(async (request) => {
    sent.push(request)
    return { status: 200, headers: {}, body: '', ...(await answer(request)) }
  })
  const { environment } = world
  const people = createPeople(demoSeed())
  const context = {
    environment,
    people,
    clock: createClock(environment),
    settings: createSettings(),
    changes: createChanges(),
  }
  const webhooks = createWebhooks(context, remote)
  const uuidOf = (key: string) => people.find(key)?.uuid ?? ''
  const add = (terms: Partial<WebhookTerms> = {}) =>
    webhooks.registered.add({
      name: 'Test',
      targetUrl: 'http://127.0.0.1:9/hook',
      resource: 'messages',
      event: 'created',
      ownedBy: 'creator',
      creatorUuid: uuidOf('ada'),
      ...terms,
    })
  const tell = (change: Partial<Change> = {}) => {
    context.changes.tell({
      resource: 'messages',
      event: 'created',
      at: context.clock.now(),
      actorId: encodeId('PEOPLE', uuidOf('grace')),
      data: { id: 'm1', roomType: 'group', personId: encodeId('PEOPLE', uuidOf('grace')) },
      audience: [uuidOf('ada'), uuidOf('grace')],
      facts: {},
      ...change,
    })
    return world.finish(webhooks.settled())
  }
  const errors = () => webhooks.deliveries().map(({ error }) => error)
  return { ...context, world, webhooks, sent, uuidOf, add, tell, errors }
}

const ROOM = '6f3f2c3e-1111-4111-8111-111111111111'
const OTHER_ROOM = '6f3f2c3e-2222-4222-8222-222222222222'

describe('an event', () => {
  it('is told in the envelope Webex sends', async () => {
    const { add, tell, sent, uuidOf } = prepare()
    add({ clientId: 'C12', filter: 'roomType=group' })
    await tell()
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      id: expect.stringMatching(/^Y2lzY29zcGFyazovL3VzL1dFQkhPT0sv/),
      name: 'Test',
      targetUrl: 'http://127.0.0.1:9/hook',
      resource: 'messages',
      event: 'created',
      filter: 'roomType=group',
      orgId: expect.stringMatching(/^[A-Za-z0-9]{48}$/),
      createdBy: encodeId('PEOPLE', uuidOf('ada')),
      appId: encodeId('APPLICATION', 'C12'),
      ownedBy: 'creator',
      status: 'active',
      created: '2026-01-01T00:00:00.000Z',
      actorId: encodeId('PEOPLE', uuidOf('grace')),
      data: { id: 'm1', roomType: 'group', personId: encodeId('PEOPLE', uuidOf('grace')) },
    })
  })

  it('is told to those in the space and to the organisation, to nobody else', async () => {
    const { add, tell, sent, uuidOf } = prepare()
    add({ name: 'inside' })
    add({ name: 'outside', creatorUuid: uuidOf('alan') })
    add({ name: 'organisation', creatorUuid: uuidOf('alan'), ownedBy: 'org' })
    await tell()
    expect(sent.map(({ body }) => JSON.parse(body ?? '').name)).toEqual(['inside', 'organisation'])
  })

  it.each([
    ['all', 'all', 'rooms', 'deleted', 1],
    ['all', 'created', 'memberships', 'created', 1],
    ['all', 'all', 'attachmentActions', 'created', 0],
    ['messages', 'all', 'messages', 'updated', 1],
    ['messages', 'created', 'messages', 'deleted', 0],
    ['rooms', 'all', 'messages', 'created', 0],
  ] as const)('for a webhook of %s %s: %s %s', async (watched, wanted, resource, event, told) => {
    const { add, tell, sent } = prepare()
    add({ resource: watched, event: wanted })
    await tell({ resource, event })
    expect(sent).toHaveLength(told)
    for (const { body } of sent) expect(JSON.parse(body ?? '')).toMatchObject({ resource, event })
  })

  it.each([
    [`roomId=${encodeId('ROOM', ROOM)}`, true],
    [`roomId=${ROOM}`, true],
    [`roomId=${OTHER_ROOM}`, false],
    ['personEmail=Ada@Example.com', true],
    ['personEmail=ada@example.com&roomType=direct', false],
    ['roomType=group&hasFiles=true', true],
    ['hasAttachments=true', false],
    ['hasAttachments=false', true],
    ['mentionedPeople=me', true],
  ])('with the filter %s: %s', async (filter, told) => {
    const { add, tell, sent, uuidOf } = prepare()
    add({ filter })
    const data = { roomId: encodeId('ROOM', ROOM), roomType: 'group', personEmail: 'ada@example.com' }
    await tell({ data, facts: { hasFiles: true, mentionedUuids: [uuidOf('ada')] } })
    expect(sent.length === 1).toBe(told)
  })
})

describe('the signature', () => {
  it('is HMAC-SHA1 of the very bytes, only with a secret', async () => {
    const { add, tell, sent } = prepare()
    add({ secret: 'geheim ü' })
    add()
    await tell()
    const [signed, bare] = sent
    const expected = createHmac('sha1', 'geheim ü')
      .update(signed?.body ?? '')
      .digest('hex')
    expect(signed?.headers).toMatchObject({ 'x-spark-signature': expected, 'content-type': 'application/json' })
    expect(signed?.headers).not.toHaveProperty('x-webex-signature')
    expect(bare?.headers).not.toHaveProperty('x-spark-signature')
  })

  it('comes with SHA-256 and SHA-512 where that is switched on', async () => {
    const { add, tell, sent, settings } = prepare()
    settings.webexSignature = true
    add({ secret: 's' })
    await tell()
    const sign = (algorithm: string) =>
      createHmac(algorithm, 's')
        .update(sent[0]?.body ?? '')
        .digest('hex')
    expect(sent[0]?.headers['x-webex-signature']).toBe(`SHA-256=${sign('sha256')},SHA-512=${sign('sha512')}`)
  })
})

describe('a target', () => {
  it('on another computer is not called unless that was allowed', async () => {
    const away = { targetUrl: 'https://example.com/hook?key=hush' }
    const [near, far] = [prepare(), prepare({ remote: true })]
    near.add(away)
    await near.tell()
    far.add(away)
    await far.tell()
    expect(near.sent).toHaveLength(0)
    expect(near.webhooks.deliveries()[0]).toMatchObject({
      error: 'not sent: the target is not on this computer',
      target: 'https://example.com/hook?key=••••',
    })
    expect(far.sent).toHaveLength(1)
  })

  it('that does not answer in time has failed', async () => {
    const { add, tell, webhooks } = prepare({
      answer: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    })
    add()
    await tell()
    expect(webhooks.deliveries()[0]).toMatchObject({ error: 'no answer within 10000 ms', durationMs: 10_000 })
  })

  it('that redirects has failed', async () => {
    const { add, tell, sent, webhooks } = prepare({ answer: async () => ({ status: 302 }) })
    const webhook = add()
    await tell()
    expect([sent.length, webhooks.deliveries()[0]?.status, webhook.failedAt.length]).toEqual([1, 302, 1])
  })
})

describe('a webhook that fails', () => {
  const down = { answer: () => Promise.reject(new TransportError('unreachable', 'no connection (ECONNREFUSED)')) }

  it('is disabled after 100 failures in five minutes', async () => {
    const { add, tell, sent, clock } = prepare(down)
    const webhook = add()
    for (let n = 0; n < 99; n++) await tell()
    expect(webhook.status).toBe('active')
    await tell()
    expect(webhook.status).toBe('inactive')
    clock.advance(3_600_000)
    await tell()
    expect([sent.length, webhook.status]).toEqual([100, 'inactive'])
  })

  it('lives on when its failures are further apart', async () => {
    const { add, tell, clock } = prepare(down)
    const webhook = add()
    for (let n = 0; n < 150; n++) {
      await tell()
      clock.advance(3100)
    }
    expect(webhook.status).toBe('active')
  })

  it('is disabled when its creator is gone', async () => {
    const { add, people, webhooks, uuidOf } = prepare()
    add()
    people.remove(people.findByUuid(uuidOf('ada'))!)
    expect(webhooks.list()).toMatchObject([{ status: 'inactive', user: undefined }])
  })
})

describe('a delivery on demand', () => {
  it('comes as often as told, byte for byte', async () => {
    const { add, tell, sent, webhooks, world } = prepare()
    add({ secret: 's' })
    await tell()
    webhooks.redeliver(webhooks.deliveries()[0]!.id, { times: 3 })
    await world.finish(webhooks.settled())
    expect(sent).toHaveLength(4)
    expect(new Set(sent.map(({ body, headers }) => `${body} ${headers['x-spark-signature']}`)).size).toBe(1)
    expect(webhooks.deliveries().map(({ kind }) => kind)).toEqual(['event', 'repeat', 'repeat', 'repeat'])
  })

  it('comes as late as told', async () => {
    const { add, tell, sent, webhooks, world } = prepare()
    add()
    await tell()
    webhooks.redeliver(webhooks.deliveries()[0]!.id, { delayMs: 60_000 })
    await world.advance(59_999)
    expect(sent).toHaveLength(1)
    await world.advance(1)
    expect(sent).toHaveLength(2)
  })

  it.each(['s', undefined])(
    'is signed wrongly when told, and its failure does not count (secret %s)',
    async (secret) => {
      const { add, tell, sent, webhooks, world } = prepare({
        answer: async () => ({ status: sent.length > 1 ? 401 : 200 }),
      })
      const webhook = add({ ...(secret && { secret }) })
      await tell()
      webhooks.redeliver(webhooks.deliveries()[0]!.id, { badSignature: true })
      await world.finish(webhooks.settled())
      const good = createHmac('sha1', 's')
        .update(sent[1]!.body ?? '')
        .digest('hex')
      expect(sent[1]!.headers['x-spark-signature']).toMatch(/^[0-9a-f]{40}$/)
      expect(sent[1]!.headers['x-spark-signature']).not.toBe(good)
      expect([webhooks.deliveries()[1]?.kind, webhook.failedAt]).toEqual(['forged', []])
    },
  )

  it('of something made up reaches those that watch it, or the one that is named', async () => {
    const { add, sent, webhooks, world } = prepare()
    add({ name: 'meetings', resource: 'meetings', event: 'started' })
    add({ name: 'messages' })
    expect(webhooks.trigger({ resource: 'meetings', event: 'started', data: { id: 'x' } })).toBe(1)
    const named = webhooks.list()[1]!.id
    webhooks.trigger({ resource: 'rooms', event: 'updated', webhookId: named })
    await world.finish(webhooks.settled())
    expect(sent.map(({ body }) => JSON.parse(body ?? ''))).toMatchObject([
      { name: 'meetings', resource: 'meetings', event: 'started', data: { id: 'x' } },
      { name: 'messages', resource: 'rooms', event: 'updated' },
    ])
  })

  it('is refused when it makes no sense', async () => {
    const { webhooks, add, tell } = prepare()
    add()
    await tell()
    const { id } = webhooks.deliveries()[0]!
    expect(() => webhooks.redeliver('none')).toThrow(RangeError)
    expect(() => webhooks.redeliver(id, { times: 101 })).toThrow(RangeError)
    expect(() => webhooks.redeliver(id, { delayMs: Number.NaN })).toThrow(RangeError)
    expect(() => webhooks.trigger({ resource: 'rooms', event: 'started' })).toThrow(RangeError)
    expect(() => webhooks.trigger({ resource: '__proto__', event: 'created' })).toThrow(RangeError)
    expect(() => webhooks.trigger({ resource: 'rooms', event: 'created', webhookId: 'x' })).toThrow(RangeError)
    expect(() => webhooks.trigger({ resource: 'rooms', event: 'created', data: { long: 'x'.repeat(17_000) } })).toThrow(
      RangeError,
    )
  })
})

describe('what is kept', () => {
  it('is bounded: 32 at once, 1,000 waiting, 1,000 written down', async () => {
    let [atOnce, most] = [0, 0]
    const { add, tell, webhooks, errors, environment } = prepare({
      answer: async () => {
        most = Math.max(most, ++atOnce)
        await environment.sleep(5)
        atOnce--
        return {}
      },
    })
    add()
    const told = Array.from({ length: 1100 }, () => tell())
    expect(errors()).toHaveLength(1100 - 1032)
    expect(new Set(errors())).toEqual(new Set(['not sent: too many deliveries are waiting']))
    await Promise.all(told)
    expect([most, webhooks.deliveries().length]).toEqual([32, 1000])
  })

  it('is ended by stop: nothing under way, waiting or late', async () => {
    const { add, tell, webhooks, environment, sent } = prepare({
      answer: ({ signal }) => environment.sleep(5000, signal).then(() => ({})),
    })
    add()
    await tell()
    webhooks.redeliver(webhooks.deliveries()[0]!.id, { delayMs: 60_000 })
    webhooks.redeliver(webhooks.deliveries()[0]!.id, { times: 50 })
    webhooks.stop()
    await webhooks.settled()
    expect([sent.length, webhooks.deliveries().length]).toEqual([1 + 32, 1])
    await tell()
    expect(webhooks.deliveries()).toHaveLength(2)
  })

  it('comes back from a snapshot as it was', async () => {
    const { add, tell, webhooks, sent, world } = prepare()
    add({ secret: 's', filter: 'roomType=group' })
    await tell()
    const before = [webhooks.list(), webhooks.deliveries()]
    const saved = JSON.parse(JSON.stringify(webhooks.save()))
    webhooks.registered.remove(webhooks.registered.all()[0]!)
    await tell()
    webhooks.restore(saved)
    expect([webhooks.list(), webhooks.deliveries()]).toEqual(before)
    webhooks.redeliver(webhooks.deliveries()[0]!.id)
    await world.finish(webhooks.settled())
    expect(sent).toHaveLength(2)
  })
})
