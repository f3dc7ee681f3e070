import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import { grantTokens } from '../../test/token-endpoint.ts'
import { GrantkeeperError } from '../errors/index.ts'
import type { GrantsRoom } from './index.ts'

let made: GrantsWorld
let process: GrantsRoom
let isAway: boolean

beforeEach(async () => {
  made = createGrantsWorld()
  isAway = false
  process = createProcess('process-1', 'fails')
  await made.storeGrant(made.expired())
  made.endpoint.answerNext(() => {
    isAway = true
    return grantTokens(1, { expires_in: 600 })
  })
})

/** A process for which the store is away while `isAway`: it fails at once, or says nothing for five seconds. */
function createProcess(holder: string, how: 'fails' | 'hangs'): GrantsRoom {
  const { store, world } = made
  const reach = async <T>(call: () => Promise<T>): Promise<T> => {
    if (isAway && how === 'hangs') await world.environment.sleep(5000)
    if (isAway) throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    return call()
  }
  const away: Partial<typeof store> = {
    getGrant: (id) => reach(() => store.getGrant(id)),
    takeLease: (id, lease) => reach(() => store.takeLease(id, lease)),
    updateGrant: (id, generation, changes) => reach(() => store.updateGrant(id, generation, changes)),
  }
  return made.createProcess({ holder, store: { ...store, ...away } })
}

function tokenOf(room: GrantsRoom, rejected?: { generation: number }) {
  return made.world.finish(room.accessToken('grant-0001', { rejected }))
}

describe('new tokens that came while the store is away', () => {
  it.each(['fails', 'hangs'] as const)('are given at once and go on being given: it %s', async (how) => {
    const room = createProcess('process-1', how)
    const startedAt = made.world.now()
    expect((await tokenOf(room)).token.reveal()).toBe('access-1')
    expect(made.world.now() - startedAt).toBeLessThan(500)
    for (let second = 0; second < 60; second++) {
      await made.world.advance(1000)
      const askedAt = made.world.now()
      expect((await tokenOf(room)).token.reveal()).toBe('access-1')
      expect(made.world.now() - askedAt).toBeLessThanOrEqual(250)
    }
    expect(await room.get('grant-0001')).toMatchObject({ generation: 2, status: 'healthy' })
    expect(made.endpoint.requests).toHaveLength(1)
  })

  it('are written when the store is back, and only then told of as refreshed', async () => {
    await tokenOf(process)
    await made.world.advance(60_000)
    expect(made.seen).toEqual([])
    isAway = false
    await made.world.advance(5000)
    expect(await made.store.getGrant('grant-0001')).toMatchObject({ generation: 2, leaseAttempt: null, askedAt: null })
    expect(made.seen.map(({ name }) => name)).toEqual(['grant.refreshed'])
  })

  it('are waited for by the end of the process', async () => {
    await tokenOf(process)
    let isSettled = false
    const settling = process.settle().then(() => {
      isSettled = true
    })
    await made.world.advance(60_000)
    expect(isSettled).toBe(false)
    isAway = false
    await made.world.finish(settling)
    expect((await made.store.getGrant('grant-0001'))?.generation).toBe(2)
  })

  it('are not renewed before their write is known, however they are refused', async () => {
    await tokenOf(process)
    await expect(tokenOf(process, { generation: 2 })).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    expect(made.endpoint.requests).toHaveLength(1)
    const renewed = process.accessToken('grant-0001', { rejected: { generation: 2 } })
    isAway = false
    expect((await made.world.finish(renewed)).token.reveal()).toBe('access-2')
    expect((await made.store.getGrant('grant-0001'))?.generation).toBe(3)
  })

  it('are given to those who know the older ones only', async () => {
    await tokenOf(process)
    await made.world.advance(2000)
    expect(await tokenOf(process, { generation: 1 })).toMatchObject({ generation: 2 })
    expect(made.endpoint.requests).toHaveLength(1)
  })

  it('are not given once they have expired', async () => {
    await tokenOf(process)
    await made.world.advance(601_000)
    const renewed = process.accessToken('grant-0001')
    await made.world.advance(1000)
    isAway = false
    expect((await made.world.finish(renewed)).token.reveal()).toBe('access-2')
  })

  it('yield to a disconnect within a second of the store being back, and are ended at Webex too', async () => {
    await tokenOf(process)
    await made.store.deleteGrant('grant-0001', 1)
    isAway = false
    await made.world.advance(1001)
    await expect(tokenOf(process)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    await made.world.advance(5000)
    expect(made.endpoint.requests[1]?.get('token')).toBe('refresh-1')
    expect(await process.get('grant-0001')).toBeUndefined()
    expect(made.seen.map(({ name }) => name)).toEqual([])
  })

  it('yield to what another process has renewed meanwhile', async () => {
    await tokenOf(process)
    await made.world.advance(46_000)
    const other = made.createProcess({ holder: 'process-2' })
    expect((await tokenOf(other)).token.reveal()).toBe('access-2')
    isAway = false
    await made.world.advance(1001)
    expect((await tokenOf(process)).token.reveal()).toBe('access-2')
    await made.world.advance(5000)
    expect((await tokenOf(process)).token.reveal()).toBe('access-2')
    expect((await made.store.getGrant('grant-0001'))?.generation).toBe(2)
  })
})
