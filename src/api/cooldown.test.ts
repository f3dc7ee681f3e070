import { describe, expect, it } from 'vitest'
import { createVirtualWorld } from '../../test/virtual-world.ts'
import type { Environment } from '../environment.ts'
import { Secret } from '../secret.ts'
import { createCooldowns, shareCooldown } from './cooldown.ts'
import { createWebexClient, type WebexClientOptions } from './index.ts'

/** A Webex that lets nobody through before an instant, in a world whose time passes when told to. */
function limitUntil(openAfterMs: number) {
  const sentAt: number[] = []
  const world = createVirtualWorld(async () => {
    sentAt.push(world.now() - beganAt)
    const leftMs = beganAt + openAfterMs - world.now()
    if (leftMs <= 0) return { status: 200, headers: {}, body: '{"id":"1"}' }
    const headers: Record<string, string> = { 'retry-after': String(Math.ceil(leftMs / 1000)) }
    return { status: 429, headers, body: '' }
  })
  const beganAt = world.now()
  const cooldownOf = createCooldowns(world.environment)
  const clientOf = (person: string, options: Partial<WebexClientOptions> = {}) =>
    createWebexClient({
      apiUrl: 'https://webexapis.com/v1',
      environment: world.environment,
      accessToken: async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 }),
      cooldown: cooldownOf(person),
      ...options,
    })
  return { world, beganAt, sentAt, clientOf }
}

describe('a wait that Webex asks one call for', () => {
  it('holds for all calls of the person, by any client', async () => {
    const { world, sentAt, clientOf } = limitUntil(20_000)
    const first = clientOf('ada').people.me()
    await world.advance(5000)
    const others = [clientOf('ada').people.me(), clientOf('ada').rooms.get('1')]
    await world.finish(Promise.all([first, ...others]))
    expect(sentAt.length).toBe(4)
    expect(sentAt.slice(1).every((at) => at >= 20_000 && at <= 21_000)).toBe(true)
  })

  it('does not bring them all back at the same moment', async () => {
    const { world, sentAt, clientOf } = limitUntil(20_000)
    const calls = Array.from({ length: 20 }, () => clientOf('ada').people.me())
    await world.finish(Promise.all(calls))
    const back = sentAt.filter((at) => at > 0)
    expect([back.length, new Set(back).size > 10]).toEqual([20, true])
    expect(back.every((at) => at >= 20_000 && at <= 21_000)).toBe(true)
  })

  it('holds for nobody else', async () => {
    const { world, sentAt, clientOf } = limitUntil(20_000)
    void clientOf('ada').people.me()
    await world.advance(5000)
    void clientOf('grace').people.me()
    await world.advance(1)
    expect(sentAt).toEqual([0, 5000])
    await world.advance(60_000)
  })

  it('fails at once what may not wait so long, unsent, and says how long', async () => {
    const { world, sentAt, clientOf } = limitUntil(3_600_000)
    await expect(clientOf('ada').people.me()).rejects.toMatchObject({ retryAfterMs: 3_600_000 })
    await world.advance(600_000)
    await expect(clientOf('ada').rooms.get('1')).rejects.toMatchObject({
      code: 'WX-API-RATE-LIMITED',
      retryAfterMs: 3_000_000,
      trackingId: expect.stringMatching(/^grantkeeper_/),
    })
    expect(sentAt).toEqual([0])
  })

  it('of a day ends after an hour, when one call may look', async () => {
    const { world, sentAt, clientOf } = limitUntil(86_400_000)
    await expect(clientOf('ada').people.me()).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED' })
    await world.advance(3_600_000)
    await expect(clientOf('ada').people.me()).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED' })
    expect(sentAt).toEqual([0, 3_600_000])
  })

  it('is told before, and ends with the signal', async () => {
    const { world, clientOf } = limitUntil(20_000)
    void clientOf('ada').people.me()
    await world.advance(5000)
    const stop = new AbortController()
    const told: unknown[] = []
    const waiting = clientOf('ada', { onWait: (wait) => told.push(wait) }).people.me({ signal: stop.signal })
    const refused = expect(waiting).rejects.toThrow('enough')
    await world.advance(1)
    stop.abort(new Error('enough'))
    await refused
    expect(told).toEqual([{ reason: 'rate-limit', ms: 15_000 }])
    await world.advance(60_000)
  })

  it('may be kept where other processes look', async () => {
    const { world, sentAt, clientOf } = limitUntil(0)
    const noted: number[] = []
    const untilAt = world.now() + 7000
    const cooldown = { until: async () => untilAt, note: (at: number) => void noted.push(at) }
    await world.finish(clientOf('ada', { cooldown }).people.me())
    expect(sentAt).toEqual([expect.toSatisfy((at) => at >= 7000 && at <= 7700)])
    const limited = limitUntil(9000)
    await limited.world.finish(
      limited.clientOf('ada', { cooldown: { until: () => undefined, note: (at) => void noted.push(at) } }).people.me(),
    )
    expect(noted).toEqual([limited.beganAt + 9000])
  })
})

describe('a 429 whose Retry-After is', () => {
  /** Sent again after so many ms, or left to the caller, who is told how many. */
  it.each<[string | undefined, 'again' | 'refused', number]>([
    ['18', 'again', 18_000],
    ['0', 'again', 1000],
    ['60', 'again', 60_000],
    ['61', 'refused', 61_000],
    ['3600', 'refused', 3_600_000],
    ['9999999999', 'refused', 86_400_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 'again', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 'again', 1000],
    ['Thu, 31 Dec 2099 23:00:00 GMT', 'refused', 86_400_000],
    [undefined, 'again', 15_000],
    ['-1', 'again', 15_000],
    ['1e9', 'again', 15_000],
    ['soon', 'again', 15_000],
  ])('%s is %s, after %i ms and not a moment before', async (value, what, ms) => {
    const sentAt: number[] = []
    const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value }
    const world = createVirtualWorld(async () => {
      sentAt.push(world.now() - beganAt)
      return sentAt.length === 1 ? { status: 429, headers, body: '' } : { status: 200, headers: {}, body: '{"id":"1"}' }
    })
    const beganAt = world.now()
    const { environment } = world
    const accessToken = async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 })
    const client = createWebexClient({ apiUrl: 'https://webexapis.com/v1', environment, accessToken })
    const call = world.finish(client.people.me())
    if (what === 'refused') {
      await expect(call).rejects.toMatchObject({ code: 'WX-API-RATE-LIMITED', retryAfterMs: ms })
      expect(sentAt).toEqual([0])
    } else {
      await call
      expect(sentAt).toEqual([0, expect.toSatisfy((at) => at >= ms && at <= ms + Math.min(ms / 10, 1000))])
    }
  })
})

describe('a wait that is over', () => {
  it('is none, though somebody still tells of it', async () => {
    const { world, sentAt, clientOf } = limitUntil(0)
    const cooldown = { until: () => world.now() - 1, note: () => undefined }
    await clientOf('ada', { cooldown }).people.me()
    expect(sentAt).toEqual([0])
  })
})

describe('cool-downs', () => {
  function clocks() {
    const time = { now: 1_000_000, monotonic: 0 }
    const cooldownOf = createCooldowns({ now: () => time.now, monotonic: () => time.monotonic } as Environment)
    return { time, cooldownOf }
  }

  it('are never shortened', () => {
    const { cooldownOf } = clocks()
    cooldownOf('ada').note(1_009_000)
    cooldownOf('ada').note(1_002_000)
    expect([cooldownOf('ada').until(), cooldownOf('grace').until()]).toEqual([1_009_000, undefined])
  })

  it('are not prolonged by a clock that is set back', () => {
    const { time, cooldownOf } = clocks()
    cooldownOf('ada').note(1_009_000)
    time.now -= 500_000
    time.monotonic += 9000
    expect(cooldownOf('ada').until()).toBeUndefined()
  })
})

describe('a wait that a store knows of', () => {
  const start = (read: () => Promise<number | undefined>) => {
    const world = createVirtualWorld(async () => ({ status: 200, headers: {}, body: '{}' }))
    const written: number[] = []
    const stored = {
      read,
      async write(untilAt: number) {
        written.push(untilAt)
      },
    }
    const own = createCooldowns(world.environment)('ada')
    return { world, own, written, shared: shareCooldown(own, stored, world.now) }
  }

  it('holds beside what this process knows, whichever is longer', async () => {
    const { world, own, shared } = start(async () => world.now() + 5000)
    expect(await shared.until()).toBe(world.now() + 5000)
    own.note(world.now() + 9000)
    expect(await shared.until()).toBe(world.now() + 9000)
  })

  it('is over when its instant has come, and never longer than an hour', async () => {
    expect(await start(async () => 1).shared.until()).toBeUndefined()
    const { world, shared } = start(async () => world.now() + 9 * 3_600_000)
    expect(await shared.until()).toBe(world.now() + 3_600_000)
  })

  it('is told to the store, and keeps nobody waiting where the store is away', async () => {
    const { world, written, shared } = start(() => Promise.reject(new Error('away')))
    shared.note(world.now() + 5000)
    expect(written).toEqual([world.now() + 5000])
    expect(await shared.until()).toBe(world.now() + 5000)
  })
})
