import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import type { Provider } from '../oauth/provider.ts'
import { createProviderCache } from './provider-cache.ts'

const HOUR = 3_600_000

function createWorld() {
  const world = { now: 0, fetched: 0, isDown: false }
  const environment = nodeEnvironment({ monotonic: () => world.now })
  const cache = createProviderCache(environment, async () => {
    world.fetched += 1
    if (world.isDown) throw new Error('down')
    return { issuer: `issuer-${world.fetched}` } as Provider
  })
  return { world, cache }
}

describe('what Webex said of itself', () => {
  it('is fetched once by all who ask within the hour', async () => {
    const { world, cache } = createWorld()
    await Promise.all([cache.read(), cache.read()])
    world.now = HOUR - 1
    expect((await cache.read()).issuer).toBe('issuer-1')
    world.now = HOUR
    expect((await cache.read()).issuer).toBe('issuer-2')
  })

  it('is renewed for an unknown key, once a minute at most', async () => {
    const { world, cache } = createWorld()
    await cache.read()
    for (const _ of [1, 2, 3]) expect((await cache.renew()).issuer).toBe('issuer-2')
    world.now = 60_000
    expect((await cache.renew()).issuer).toBe('issuer-3')
  })

  it('is asked for again after a failure, and survives a renewal that failed', async () => {
    const { world, cache } = createWorld()
    world.isDown = true
    await expect(cache.read()).rejects.toThrow('down')
    world.isDown = false
    expect((await cache.read()).issuer).toBe('issuer-2')
    world.isDown = true
    await expect(cache.renew()).rejects.toThrow('down')
    expect((await cache.read()).issuer).toBe('issuer-2')
  })
})
