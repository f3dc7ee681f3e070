import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, DAY, type GrantsWorld } from '../../test/grants-world.ts'
import { answerJson, breakOff, grantTokens, refuse } from '../../test/token-endpoint.ts'

let w: GrantsWorld

beforeEach(() => {
  w = createGrantsWorld()
})

const names = () => w.seen.map(({ name }) => name)

describe('the keep-alive', () => {
  it('leaves alone what is not due', async () => {
    await w.storeGrant({ dueAt: w.world.now() + 1 })
    await w.world.finish(w.createProcess().runDue())
    expect(w.endpoint.requests).toHaveLength(0)
  })

  it('renews an idle grant for years, about once a month, and never lets its refresh token die', async () => {
    await w.storeGrant({ dueAt: w.world.now() + 30 * DAY })
    const process = w.createProcess()
    for (let day = 0; day < 720; day++) {
      await w.world.advance(DAY)
      await w.world.finish(process.runDue())
      const row = await w.store.getGrant('grant-0001')
      expect((row?.refreshExpiresAt ?? 0) - w.world.now()).toBeGreaterThan(45 * DAY)
    }
    expect(w.endpoint.requests.length).toBeGreaterThanOrEqual(22)
    expect(w.endpoint.requests.length).toBeLessThanOrEqual(30)
  })

  it('spreads grants that were connected at the same moment', async () => {
    for (let n = 0; n < 40; n++)
      await w.storeGrant({ id: `grant-${(n * 1638).toString(16).padStart(4, '0')}`, dueAt: w.world.now() })
    await w.world.finish(w.createProcess().runDue())
    const due = new Set((await w.store.listGrants({ limit: 100 })).map(({ dueAt }) => Math.floor((dueAt ?? 0) / DAY)))
    expect(due.size).toBeGreaterThanOrEqual(3)
  })

  it('is shared by any number of processes: each due grant is renewed once', async () => {
    for (let n = 0; n < 30; n++) await w.storeGrant({ id: `grant-${1000 + n}`, dueAt: w.world.now() })
    const processes = ['one', 'two', 'three'].map((holder) => w.createProcess({ holder }))
    await w.world.finish(Promise.all(processes.map((process) => process.runDue())))
    expect(w.endpoint.requests).toHaveLength(30)
    expect((await w.store.listGrants({ limit: 100 })).every(({ generation }) => generation === 2)).toBe(true)
  })

  it('leaves what a dead process took to others after a while', async () => {
    await w.storeGrant({ dueAt: w.world.now() })
    await w.store.claimDueGrants('Cabc', { now: w.world.now(), until: w.world.now() + 600_000, limit: 10 })
    const process = w.createProcess()
    await w.world.finish(process.runDue())
    expect(w.endpoint.requests).toHaveLength(0)
    await w.world.advance(600_001)
    await w.world.finish(process.runDue())
    expect(w.endpoint.requests).toHaveLength(1)
  })

  it('tries a failing grant again when its time has come, with nobody calling', async () => {
    await w.storeGrant(w.expired())
    w.endpoint.answerNext(breakOff('unreachable'))
    const process = w.createProcess()
    await expect(w.tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    await w.world.advance(1001)
    await w.world.finish(process.runDue())
    expect(await process.get('grant-0001')).toMatchObject({ status: 'healthy', health: 'healthy' })
    expect(names()).toEqual(['grant.failing', 'grant.refreshed', 'grant.recovered'])
  })

  it('does nothing more for a grant that Webex ended', async () => {
    await w.storeGrant({ dueAt: w.world.now() })
    w.endpoint.answerNext(refuse('invalid_grant'))
    const process = w.createProcess()
    await w.world.finish(process.runDue())
    await w.world.advance(400 * DAY)
    await w.world.finish(process.runDue())
    expect(w.endpoint.requests).toHaveLength(1)
    expect((await process.get('grant-0001'))?.health).toBe('reconnect')
  })

  it('outlives a day without a token endpoint: no call fails, and every grant is renewed after it', async () => {
    for (let n = 0; n < 10; n++)
      await w.storeGrant({
        id: `grant-${1000 + n}`,
        accessExpiresAt: w.world.now() + 3 * DAY,
        lastOkAt: w.world.now() - 11 * DAY,
        dueAt: w.world.now(),
      })
    const process = w.createProcess()
    const outage = w.world.now() + DAY
    w.endpoint.answerNext(
      ...Array.from({ length: 10_000 }, () => () => {
        if (w.world.now() < outage) return breakOff('unreachable')()
        return grantTokens(1)
      }),
    )
    for (let minute = 0; minute < 25 * 60; minute += 5) {
      await w.world.finish(process.runDue())
      await w.world.finish(process.accessToken(`grant-${1000 + (minute % 10)}`))
      await w.world.advance(5 * 60_000)
    }
    const grants = await process.list({ limit: 100 })
    expect(grants.map(({ status }) => status)).toEqual(Array(10).fill('healthy'))
    expect(w.endpoint.requests.length).toBeLessThan(2500)
  })
})

describe('a refresh token whose life is not prolonged', () => {
  it('is told of three weeks before its end, with the days left', async () => {
    const endsAt = w.world.now() + 90 * DAY
    await w.storeGrant({ dueAt: w.world.now() + 30 * DAY })
    const process = w.createProcess()
    w.endpoint.answerNext(
      ...Array.from(
        { length: 200 },
        () => () => grantTokens(1, { refresh_token_expires_in: Math.floor((endsAt - w.world.now()) / 1000) }),
      ),
    )
    for (let day = 0; day < 89; day++) {
      await w.world.advance(DAY)
      await w.world.finish(process.runDue())
    }
    const warnings = w.seen
      .filter(({ name }) => name === 'grant.expiring')
      .map(({ event }) => event as { daysLeft: number })
    expect(warnings[0]?.daysLeft).toBeGreaterThan(10)
    expect(warnings[0]?.daysLeft).toBeLessThanOrEqual(21)
    expect(warnings.at(-1)?.daysLeft).toBeLessThanOrEqual(2)
    expect(w.endpoint.requests.length).toBeLessThan(40)
    expect((await process.get('grant-0001'))?.health).toBe('expiring')
  })
})

describe('the health of a grant', () => {
  it('says misconfigured while Webex refuses the integration, and recovers with it', async () => {
    await w.storeGrant(w.expired())
    await w.storeGrant({ id: 'grant-0002' })
    const process = w.createProcess()
    w.endpoint.answerNext(refuse('invalid_client', 401))
    await expect(w.tokenFrom(process)).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    expect((await process.get('grant-0002'))?.health).toBe('misconfigured')
    await w.tokenFrom(process)
    expect((await process.get('grant-0002'))?.health).toBe('healthy')
  })

  it('is counted by status', async () => {
    await w.storeGrant()
    await w.storeGrant({ id: 'grant-0002', status: 'reconnect' })
    expect(await w.createProcess().count()).toEqual({ healthy: 1, reconnect: 1 })
  })
})

describe('a disconnect', () => {
  it('that Webex confirms leaves nothing to do', async () => {
    await w.storeGrant()
    w.endpoint.answerNext(() => answerJson(200, {}))
    const process = w.createProcess()
    expect(await w.world.finish(process.disconnect('grant-0001'))).toMatchObject({ revokedAtWebex: true })
    await w.world.advance(DAY)
    await w.world.finish(process.runDue())
    expect(w.endpoint.requests).toHaveLength(1)
  })

  it('that Webex does not confirm is done by another process, also after this one has died', async () => {
    await w.storeGrant()
    w.endpoint.answerNext(
      () => answerJson(503, {}),
      () => answerJson(503, {}),
      () => answerJson(200, {}),
    )
    const first = await w.world.finish(w.createProcess().disconnect('grant-0001'))
    expect(first).toMatchObject({ revokedAtWebex: false, code: 'WX-REVOKE-FAILED' })
    expect(await w.store.getGrant('grant-0001')).toBeUndefined()
    const other = w.createProcess({ holder: 'other' })
    for (let hour = 0; hour < 24; hour++) {
      await w.world.advance(DAY / 24 + 1)
      await w.world.finish(other.runDue())
    }
    expect(w.endpoint.requests.map((request) => request.get('token'))).toEqual(Array(3).fill('refresh-1'))
    expect(names()).toEqual(['grant.disconnected', 'revocation.done'])
  })

  it('that Webex never confirms is given up after a week', async () => {
    await w.storeGrant()
    w.endpoint.answerNext(...Array.from({ length: 1000 }, () => () => answerJson(503, {})))
    const process = w.createProcess()
    await w.world.finish(process.disconnect('grant-0001'))
    for (let hour = 0; hour < 24 * 10; hour++) {
      await w.world.advance(DAY / 24)
      await w.world.finish(process.runDue())
    }
    expect(w.endpoint.requests.length).toBeLessThanOrEqual(170)
    const left = { now: w.world.now() + 100 * DAY, until: 0, limit: 10 }
    expect(await w.store.claimDueRevocations('Cabc', left)).toEqual([])
  })

  it('of a grant of another integration is none', async () => {
    await w.storeGrant({ clientId: 'Cother' })
    await expect(w.createProcess().disconnect('grant-0001')).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    expect(await w.store.getGrant('grant-0001')).toBeDefined()
  })
})
