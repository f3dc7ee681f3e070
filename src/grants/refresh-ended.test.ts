import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import { breakOff, refuse } from '../../test/token-endpoint.ts'
import { createEvents, type GrantkeeperEvents } from '../events.ts'

let made: GrantsWorld
let ends: GrantkeeperEvents['refresh.ended'][]

beforeEach(() => {
  made = createGrantsWorld()
  ends = []
})

/** A process of that world which tells of each refresh that ended. */
function createWatched(holder: string) {
  const events = createEvents()
  events.on('refresh.ended', (event) => ends.push(event))
  return made.createProcess({ holder, events })
}

describe('the end of a refresh', () => {
  it('is told once for all who shared it, with the time of the request', async () => {
    await made.storeGrant(made.expired())
    const process = createWatched('one')
    await made.world.finish(Promise.all([1, 2, 3].map(() => process.accessToken('grant-0001'))))
    expect(ends).toEqual([{ grantId: 'grant-0001', outcome: 'ok', leaseWaitMs: 0, tookMs: 100 }])
  })

  it('says that another process was first, and how long that was waited for', async () => {
    await made.storeGrant(made.expired())
    const processes = ['one', 'two'].map(createWatched)
    await made.world.finish(Promise.all(processes.map((process) => process.accessToken('grant-0001'))))
    expect(ends).toHaveLength(2)
    expect(ends[1]).toMatchObject({ outcome: 'done-by-other', tookMs: 0 })
    expect(ends[1]?.leaseWaitMs).toBeGreaterThanOrEqual(100)
  })

  it('counts the wait for a lease that another left behind', async () => {
    await made.storeGrant(made.expired())
    await made.store.takeLease('grant-0001', { attempt: 'dead', holder: 'dead', forMs: 45_000 })
    await made.tokenFrom(createWatched('one'))
    expect(ends).toMatchObject([{ outcome: 'ok', tookMs: 100 }])
    expect(ends[0]?.leaseWaitMs).toBeGreaterThanOrEqual(45_000)
  })

  it.each([
    [refuse('invalid_grant'), 'WX-RECONNECT'],
    [refuse('invalid_client', 401), 'WX-CLIENT-REJECTED'],
    [breakOff('interrupted'), 'WX-REFRESH-FAILING'],
  ])('carries the code of what it failed with', async (answer, code) => {
    await made.storeGrant(made.expired())
    made.endpoint.answerNext(answer)
    await expect(made.tokenFrom(createWatched('one'))).rejects.toMatchObject({ code })
    expect(ends).toEqual([{ grantId: 'grant-0001', outcome: code, leaseWaitMs: 0, tookMs: 100 }])
  })

  it('says that nothing was sent where the grant is gone', async () => {
    const lost = createWatched('one').refresh('grant-0001', 1)
    await expect(made.world.finish(lost)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    expect(ends).toMatchObject([{ outcome: 'WX-GRANT-UNKNOWN', tookMs: 0 }])
  })
})
