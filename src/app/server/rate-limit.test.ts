import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

function setUp(options: { perMinute?: number; mostAddresses?: number } = {}) {
  const clock = { now: 0 }
  const limit = createRateLimit({ now: () => clock.now, perMinute: 6, perMinuteHere: 100, ...options })
  const takeMany = (peer: string, count: number) => Array.from({ length: count }, () => limit.take(peer))
  return { clock, limit, takeMany }
}

describe('a limit by address', () => {
  it('lets a burst through, then says how long to wait', () => {
    const { limit, takeMany } = setUp()
    expect(takeMany('192.0.2.1', 6)).toEqual(Array(6).fill(undefined))
    expect(limit.take('192.0.2.1')).toBe(10_000)
  })

  it('lets one through when exactly that time has passed, and not before', () => {
    const { clock, limit, takeMany } = setUp()
    takeMany('192.0.2.1', 6)
    clock.now = 9_999
    expect(limit.take('192.0.2.1')).toBe(1)
    clock.now = 10_000
    expect(limit.take('192.0.2.1')).toBeUndefined()
    expect(limit.take('192.0.2.1')).toBe(10_000)
  })

  it('counts each address by itself, and a network of IPv6 as one', () => {
    const { limit, takeMany } = setUp()
    takeMany('192.0.2.1', 6)
    expect(limit.take('192.0.2.2')).toBeUndefined()
    takeMany('2001:db8:0:1::5', 3)
    takeMany('2001:db8:0:1:9:8:7:6', 3)
    expect(limit.take('2001:db8::1:0:0:0:1')).toBe(10_000)
    expect(limit.take('2001:db8:0:2::5')).toBeUndefined()
  })

  it('is wide for this computer, where a proxy makes everybody one address', () => {
    const { takeMany } = setUp()
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(takeMany(peer, 100)).toEqual(Array(100).fill(undefined))
    }
  })

  it('gains nothing from a clock that is set back, and loses nothing for good', () => {
    const { clock, limit, takeMany } = setUp()
    clock.now = 100_000
    takeMany('192.0.2.1', 6)
    clock.now = 0
    expect(limit.take('192.0.2.1')).toBe(10_000)
    clock.now = 10_000
    expect(limit.take('192.0.2.1')).toBeUndefined()
  })

  it('remembers so many addresses and no more', () => {
    const { limit, takeMany } = setUp({ mostAddresses: 2 })
    takeMany('192.0.2.1', 7)
    limit.take('192.0.2.2')
    limit.take('192.0.2.3')
    expect(limit.take('192.0.2.1')).toBeUndefined()
  })
})
