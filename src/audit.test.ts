import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualWorld } from '../test/virtual-world.ts'
import { type Audit, createAudit } from './audit.ts'
import { createEvents, type EventName, type Events } from './events.ts'
import { createGrantkeeper } from './grantkeeper.ts'
import { memoryStore } from './stores/memory.ts'

const now = () => Date.UTC(2026, 0, 2, 3, 4, 5)
const time = '2026-01-02T03:04:05.000Z'
const hashOf = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 16)

let events: Events
let lines: string[]
let audit: Audit

beforeEach(() => {
  events = createEvents()
  lines = []
  audit = createAudit({ keeper: events, write: (line) => lines.push(line), now })
})

const records = () => lines.map((line) => JSON.parse(line))

describe('the audit', () => {
  it('tells who was connected, when, by a hash that a known id leads to', () => {
    events.emit('grant.connected', { grantId: 'g1', attemptId: 'a1', scopes: 2 })
    expect(lines).toEqual([
      `{"time":"${time}","what":"grant.connected","grant":"${hashOf('g1')}","attempt":"${hashOf('a1')}","scopes":2}`,
    ])
    // printf %s g1 | sha256sum | cut -c 1-16
    expect(hashOf('g1')).toBe('711430f6164e9380')
  })

  it('tells of refreshes that this process made, and how they ended', () => {
    const refresh = { grantId: 'g1', leaseWaitMs: 1, tookMs: 20.4 }
    for (const outcome of ['ok', 'done-by-other', 'WX-REFRESH-FAILING'])
      events.emit('refresh.ended', { ...refresh, outcome })
    expect(records()).toEqual([
      { time, what: 'refresh.ok', grant: hashOf('g1'), tookMs: 20 },
      { time, what: 'refresh.failed', grant: hashOf('g1'), code: 'WX-REFRESH-FAILING', tookMs: 20 },
    ])
  })

  it('tells how grants fare and end', () => {
    events.emit('grant.recovered', { grantId: 'g1', failures: 3 })
    events.emit('grant.reconnect', { grantId: 'g1', code: 'WX-RECONNECT' })
    events.emit('grant.expiring', { grantId: 'g1', daysLeft: 6 })
    events.emit('grant.disconnected', { grantId: 'g1', revokedAtWebex: false })
    events.emit('revocation.done', { revocationId: 'r1', tries: 2 })
    const grant = hashOf('g1')
    expect(records()).toEqual([
      { time, what: 'grant.recovered', grant, failures: 3 },
      { time, what: 'grant.reconnect', grant, code: 'WX-RECONNECT' },
      { time, what: 'grant.expiring', grant, daysLeft: 6 },
      { time, what: 'grant.disconnected', grant, revokedAtWebex: false },
      { time, what: 'revocation.done', revocation: hashOf('r1'), tries: 2 },
    ])
  })

  it('tells of what was refused', () => {
    events.emit('attempt.refused', { attemptId: 'a1', code: 'WX-STATE-USED' })
    events.emit('attempt.refused', { code: 'WX-STATE-MISSING' })
    events.emit('integration.rejected', { code: 'WX-CLIENT-REJECTED' })
    expect(records()).toEqual([
      { time, what: 'attempt.refused', attempt: hashOf('a1'), code: 'WX-STATE-USED' },
      { time, what: 'attempt.refused', code: 'WX-STATE-MISSING' },
      { time, what: 'integration.rejected', code: 'WX-CLIENT-REJECTED' },
    ])
  })

  it('tells what operators did, and by which right', () => {
    audit.note({ what: 'grant.refresh-asked', who: 'token', grantId: 'g1' })
    audit.note({ what: 'grant.refresh-asked', who: 'ada@example.com', code: 'WX-RECONNECT' })
    expect(records()).toEqual([
      { time, what: 'grant.refresh-asked', grant: hashOf('g1'), who: 'token' },
      { time, what: 'grant.refresh-asked', code: 'WX-RECONNECT', who: hashOf('ada@example.com') },
    ])
  })

  it('hears no more once it has ended', () => {
    audit.end()
    events.emit('grant.recovered', { grantId: 'g1', failures: 1 })
    expect(lines).toEqual([])
  })

  it('never stops what it tells of', () => {
    const full = createAudit({
      keeper: events,
      now,
      write: () => {
        throw new Error('no space left')
      },
    })
    expect(() => full.note({ what: 'backup.made' })).not.toThrow()
  })
})

describe('a record', () => {
  it('is one line of JSON in ASCII, whatever is in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\r\n', '\u001b[2J', '"}\n{"what":"x"}', '\u2028', '\u0085', 'WX-A\n', 'key\n'),
    )
    const names: EventName[] = ['grant.connected', 'attempt.refused', 'refresh.ended', 'key.used', 'grant.reconnect']
    fc.assert(
      fc.property(fc.constantFrom(...names), text, text, text, (name, one, two, three) => {
        lines = []
        const event = { grantId: one, attemptId: two, code: three, outcome: one, keyId: two, purpose: three }
        events.emit(name, event as never)
        audit.note({ what: one, who: two, grantId: three, code: one })
        for (const line of lines) {
          expect(line).toMatch(/^[\x20-\x7e]+$/)
          expect(JSON.parse(line)).toMatchObject({ time, what: expect.any(String) })
        }
        expect(lines.length).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
  })

  it('has no secret in it, wherever somebody puts one', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_-]*[0-9_][A-Za-z0-9_-]{15,60}$/)
    fc.assert(
      fc.property(secret, (token) => {
        lines = []
        const everywhere = { grantId: token, attemptId: token, revocationId: token, code: token, keyId: token }
        for (const name of ['grant.connected', 'key.used', 'attempt.refused', 'revocation.done'] as const)
          events.emit(name, { ...everywhere, purpose: token, surprise: token } as never)
        events.emit('refresh.ended', { grantId: token, outcome: token, leaseWaitMs: 0, tookMs: 0 })
        audit.note({ what: token, who: token, grantId: token, code: token })
        expect(lines.join('\n')).not.toContain(token)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a keeper', () => {
  const old = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff', 'hex').toString('base64')
  const world = createVirtualWorld(() => Promise.reject(new Error('no network here')))
  const keeper = createGrantkeeper({
    clientId: 'C1',
    clientSecret: 'canary',
    redirectUri: 'https://app.example/oauth',
    scopes: 'spark:rooms_read',
    baseUrl: 'http://127.0.0.1:9/v1',
    store: memoryStore({ now: world.now }),
    keys: [old],
    environment: world.environment,
  })
  const post = (site: string) =>
    keeper.handle(new Request('https://app.example/connect', { method: 'POST', headers: { 'sec-fetch-site': site } }))

  it('tells of the first use of a key, of a form of another site, and of a rotation', async () => {
    createAudit({ keeper, write: (line) => lines.push(line), now })
    for (const site of ['same-origin', 'same-origin', 'cross-site']) await post(site)
    await keeper.keys.rotate()
    const { first } = await keeper.keys.inspect()
    expect(records()).toEqual([
      { time, what: 'key.used', key: first, purpose: 'seal' },
      { time, what: 'request.refused', code: 'WX-CROSS-SITE' },
      { time, what: 'keys.rotated', key: first, resealed: 0, altered: 0, locked: 0 },
    ])
  })
})
