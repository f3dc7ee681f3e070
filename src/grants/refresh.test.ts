import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, DAY, type GrantsWorld } from '../../test/grants-world.ts'
import { answerJson, breakOff, grantTokens, refuse, staySilent } from '../../test/token-endpoint.ts'

let world: GrantsWorld['world']
let endpoint: GrantsWorld['endpoint']
let store: GrantsWorld['store']
let seen: GrantsWorld['seen']
let createProcess: GrantsWorld['createProcess']
let storeGrant: GrantsWorld['storeGrant']
let expired: GrantsWorld['expired']
let tokenFrom: GrantsWorld['tokenFrom']

beforeEach(() => {
  ;({ world, endpoint, store, seen, createProcess, storeGrant, expired, tokenFrom } = createGrantsWorld())
})

describe('a fresh token', () => {
  it('is given without asking anybody', async () => {
    await storeGrant()
    expect(await tokenFrom(createProcess())).toBe('access-0')
    expect(endpoint.requests).toHaveLength(0)
  })

  it('is read from the store once a second at most', async () => {
    await storeGrant()
    const process = createProcess()
    await tokenFrom(process)
    await store.deleteGrant('grant-0001', 1)
    expect(await tokenFrom(process)).toBe('access-0')
    await world.advance(1001)
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
  })

  it('late in its life is given too, and renewed behind the caller', async () => {
    await storeGrant()
    const process = createProcess()
    await world.advance(12 * DAY)
    expect(await tokenFrom(process)).toBe('access-0')
    await world.advance(1000)
    expect(await tokenFrom(process)).toBe('access-1')
    expect(endpoint.requests).toHaveLength(1)
  })
})

describe('an expired token', () => {
  it('is renewed once for two hundred callers of one process', async () => {
    await storeGrant(expired())
    const process = createProcess()
    const calls = Array.from({ length: 200 }, () => process.accessToken('grant-0001'))
    const tokens = await world.finish(Promise.all(calls))
    expect(new Set(tokens.map(({ token }) => token.reveal()))).toEqual(new Set(['access-1']))
    expect(endpoint.requests).toHaveLength(1)
  })

  it('is renewed once for four processes', async () => {
    await storeGrant(expired())
    const processes = [1, 2, 3, 4].map((n) => createProcess({ holder: `process-${n}` }))
    const calls = processes.flatMap((process) => Array.from({ length: 25 }, () => process.accessToken('grant-0001')))
    const tokens = await world.finish(Promise.all(calls))
    expect(new Set(tokens.map(({ token }) => token.reveal()))).toEqual(new Set(['access-1']))
    expect([endpoint.requests.length, endpoint.overlap()]).toEqual([1, 1])
  })

  it('is renewed to the end when the caller who asked goes away', async () => {
    await storeGrant(expired())
    const process = createProcess()
    const stop = new AbortController()
    const call = process.accessToken('grant-0001', { signal: stop.signal })
    stop.abort(new Error('gone'))
    await expect(world.finish(call)).rejects.toThrow('gone')
    await world.advance(1000)
    expect(await tokenFrom(process)).toBe('access-1')
  })

  it('keeps the old refresh token and its expiry when the answer brings none', async () => {
    const row = await storeGrant(expired())
    endpoint.answerNext(() => answerJson(200, { access_token: 'access-9', expires_in: '1000', token_type: 'bearer' }))
    const process = createProcess()
    expect(await tokenFrom(process)).toBe('access-9')
    expect((await store.getGrant(row.id))?.refreshExpiresAt).toBe(row.refreshExpiresAt)
    await world.advance(2000 * 1000)
    await tokenFrom(process)
    expect(endpoint.requests[1]?.get('refresh_token')).toBe('refresh-1')
  })

  it('takes an unchanged access token for what it is', async () => {
    await storeGrant(expired())
    endpoint.answerNext(() => grantTokens(0))
    expect(await tokenFrom(createProcess())).toBe('access-0')
  })
})

describe('a token that Webex refused', () => {
  it('is renewed, once, however fresh it looks', async () => {
    await storeGrant()
    const process = createProcess()
    const rejected = { generation: 1 }
    const calls = [1, 2, 3].map(() => process.accessToken('grant-0001', { rejected }))
    const tokens = await world.finish(Promise.all(calls))
    expect(tokens.map(({ generation }) => generation)).toEqual([2, 2, 2])
    expect(await world.finish(process.accessToken('grant-0001', { rejected }))).toMatchObject({ generation: 2 })
    expect(endpoint.requests).toHaveLength(1)
  })
})

describe('a read that a refresh overtakes', () => {
  it('does not bring the older token back', async () => {
    await storeGrant()
    let answer: (() => void) | undefined
    const slow: Partial<typeof store> = {
      getGrant: async (id) => {
        const row = await store.getGrant(id)
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        return row
      },
    }
    const seenStore = { ...store, ...slow }
    const process = createProcess({ store: seenStore })
    const late = process.get('grant-0001')
    await world.advance(1)
    seenStore.getGrant = store.getGrant
    await world.finish(process.refresh('grant-0001', 1))
    answer?.()
    await late
    expect(await tokenFrom(process)).toBe('access-1')
    const again = world.finish(process.accessToken('grant-0001', { rejected: { generation: 2 } }))
    expect(await again).toMatchObject({ generation: 3 })
  })

  it('from before what was refused is no answer to the refusal', async () => {
    await storeGrant()
    const [one, two] = [createProcess({ holder: 'one' }), createProcess({ holder: 'two' })]
    await tokenFrom(two)
    await world.finish(one.refresh('grant-0001', 1))
    const call = two.accessToken('grant-0001', { rejected: { generation: 2 } })
    expect(await world.finish(call)).toMatchObject({ generation: 3 })
  })
})

describe('a refresh that began for those who knew an older token', () => {
  it('is no answer to one that was refused since', async () => {
    await storeGrant()
    const [process, other] = [createProcess({ holder: 'one' }), createProcess({ holder: 'other' })]
    endpoint.answerNext(async () => {
      await world.environment.sleep(5000)
      return grantTokens(1)
    })
    void other.refresh('grant-0001', 1)
    await world.advance(10)
    const early = process.accessToken('grant-0001', { rejected: { generation: 1 } })
    const late = process.accessToken('grant-0001', { rejected: { generation: 2 } })
    expect((await world.finish(early)).generation).toBe(2)
    expect((await world.finish(late)).generation).toBe(3)
  })
})

describe('a refresh that Webex refuses', () => {
  it('ends the grant on invalid_grant, with one request, until the person reconnects', async () => {
    await storeGrant(expired())
    endpoint.answerNext(refuse('invalid_grant'))
    const process = createProcess()
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-RECONNECT', trackingId: 'T_1' })
    await world.advance(DAY)
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-RECONNECT' })
    expect(endpoint.requests).toHaveLength(1)
    expect(await process.get('grant-0001')).toMatchObject({ status: 'reconnect', reason: 'WX-RECONNECT' })
    expect(seen.map(({ name }) => name)).toEqual(['grant.reconnect'])
  })

  it('changes no grant on invalid_client, and raises an alarm', async () => {
    const row = await storeGrant(expired())
    endpoint.answerNext(refuse('invalid_client', 401))
    const process = createProcess()
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    expect(await store.getGrant(row.id)).toEqual(row)
    expect(seen.map(({ name }) => name)).toEqual(['integration.rejected'])
    expect(await tokenFrom(process)).toBe('access-2')
  })

  it('does not believe free text that speaks of invalid_grant', async () => {
    await storeGrant(expired())
    endpoint.answerNext(() => answerJson(400, { message: 'upstream said invalid_grant, perhaps', errors: [] }))
    const process = createProcess()
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    expect(await process.get('grant-0001')).toMatchObject({ status: 'failing' })
  })
})

describe('a refresh that does not come through', () => {
  it('keeps the grant, says when it is tried again, and tries again then', async () => {
    await storeGrant(expired())
    endpoint.answerNext(breakOff('unreachable'))
    const process = createProcess()
    const failure = await tokenFrom(process).catch((error) => error)
    expect(failure).toMatchObject({ code: 'WX-REFRESH-FAILING', retryable: true })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    expect(endpoint.requests).toHaveLength(1)
    await world.advance(failure.retryAfterMs + 1)
    expect(await tokenFrom(process)).toBe('access-2')
    expect(seen.map(({ name }) => name)).toEqual(['grant.failing', 'grant.refreshed', 'grant.recovered'])
    expect(await process.get('grant-0001')).toMatchObject({ status: 'healthy', reason: undefined })
  })

  it('serves the old token while it lives', async () => {
    await storeGrant()
    const process = createProcess()
    await world.advance(12 * DAY)
    endpoint.answerNext(...Array.from({ length: 50 }, () => () => answerJson(503, {})))
    for (let hour = 0; hour < 24; hour++) {
      expect(await tokenFrom(process)).toBe('access-0')
      await world.advance(DAY / 24)
    }
    expect(endpoint.overlap()).toBe(1)
  })

  it('waits as long as Webex asks', async () => {
    await storeGrant(expired())
    endpoint.answerNext(() => answerJson(429, {}, { 'retry-after': '120' }))
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ retryAfterMs: 120_000 })
  })

  it.each(['unknown', 'grace', 'strict'] as const)(
    'holds everybody back after a lost answer where tokens rotate: %s',
    async (rotation) => {
      await storeGrant(expired())
      endpoint.answerNext(staySilent)
      const [one, two] = [createProcess({ holder: 'one', rotation }), createProcess({ holder: 'two', rotation })]
      await expect(tokenFrom(one)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING', detail: 'WX-ANSWER-MISSING' })
      await world.advance(14_000)
      await expect(tokenFrom(two)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
      expect(endpoint.requests).toHaveLength(1)
      await world.advance(2000)
      expect(await tokenFrom(two)).toBe('access-2')
    },
  )

  it('asks again at once after a lost answer where tokens stay', async () => {
    await storeGrant(expired())
    endpoint.answerNext(breakOff('interrupted'))
    const process = createProcess({ holder: 'one', rotation: 'keep' })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    await world.advance(1001)
    expect(await tokenFrom(process)).toBe('access-2')
  })

  it('names a grant whose only copy of a new token was lost', async () => {
    await storeGrant(expired())
    endpoint.answerNext(breakOff('interrupted'), refuse('invalid_grant'))
    const process = createProcess({ holder: 'one', rotation: 'strict' })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    await world.advance(61_000)
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-ANSWER-LOST' })
  })

  it('names it also when other tries failed in between', async () => {
    await storeGrant(expired())
    endpoint.answerNext(breakOff('interrupted'), () => answerJson(429, {}), refuse('invalid_grant'))
    const process = createProcess({ holder: 'one', rotation: 'strict' })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    await world.advance(61_000)
    await expect(tokenFrom(process)).rejects.toMatchObject({ detail: 'WX-TOKEN-UNAVAILABLE' })
    await world.advance(61_000)
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-ANSWER-LOST' })
  })
})

describe('a store that does not answer', () => {
  it('cannot lose tokens that were received: the write is repeated until it is known', async () => {
    await storeGrant(expired())
    const { GrantkeeperError } = await import('../errors/index.ts')
    let refusals = 5
    const update = store.updateGrant
    store.updateGrant = async (...given) => {
      if (refusals-- > 0) throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
      return update(...given)
    }
    expect(await tokenFrom(createProcess())).toBe('access-1')
    expect(endpoint.requests).toHaveLength(1)
  })

  it('is told nothing of a lost answer, and still the grant is named', async () => {
    await storeGrant(expired())
    const { GrantkeeperError } = await import('../errors/index.ts')
    const update = store.updateGrant
    store.updateGrant = async () => {
      store.updateGrant = update
      throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    }
    endpoint.answerNext(breakOff('interrupted'), refuse('invalid_grant'))
    const process = createProcess({ rotation: 'keep' })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    await world.advance(2)
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-ANSWER-LOST' })
  })

  it('may lose the acknowledgement of a write without a second refresh', async () => {
    await storeGrant(expired())
    const { GrantkeeperError } = await import('../errors/index.ts')
    const update = store.updateGrant
    store.updateGrant = async (...given) => {
      store.updateGrant = update
      await update(...given)
      throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    }
    expect(await tokenFrom(createProcess())).toBe('access-1')
    expect(endpoint.requests).toHaveLength(1)
  })

  it('sends nothing when the lease cannot be taken', async () => {
    await storeGrant(expired())
    const { GrantkeeperError } = await import('../errors/index.ts')
    store.takeLease = async () => {
      throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    }
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-STORE-UNAVAILABLE' })
    expect(endpoint.requests).toHaveLength(0)
  })
})

describe('a process that dies holding the lease', () => {
  it('blocks the grant for no longer than the lease', async () => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', { attempt: 'dead', holder: 'process-0', forMs: 45_000 })
    const started = world.now()
    expect(await tokenFrom(createProcess())).toBe('access-1')
    expect(world.now() - started).toBeLessThan(47_000)
  })
})

describe('a grant disconnected during its refresh', () => {
  it('stays gone, and the new tokens are ended at Webex too', async () => {
    await storeGrant(expired())
    const process = createProcess()
    const call = process.accessToken('grant-0001')
    endpoint.answerNext(async () => {
      await store.deleteGrant('grant-0001', 1)
      return grantTokens(7)
    })
    await expect(world.finish(call)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    await world.finish(process.settle())
    expect(endpoint.requests[1]?.get('token')).toBe('refresh-1')
    expect(await store.listRevocations({ limit: 1 })).toEqual([])
  })

  it('gives its new tokens to nobody, however long it takes to end them', async () => {
    await storeGrant(expired())
    const call = createProcess().accessToken('grant-0001')
    endpoint.answerNext(async () => {
      await store.deleteGrant('grant-0001', 1)
      return grantTokens(7)
    }, staySilent)
    await expect(world.finish(call)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
  })

  it('has the new tokens ended later where Webex cannot be reached', async () => {
    await storeGrant(expired())
    const process = createProcess()
    const call = process.accessToken('grant-0001')
    endpoint.answerNext(async () => {
      await store.deleteGrant('grant-0001', 1)
      return grantTokens(7)
    }, breakOff('unreachable'))
    await expect(world.finish(call)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    await world.advance(61_000)
    await world.finish(process.runDue())
    expect(endpoint.requests[2]?.get('token')).toBe('refresh-1')
    expect(await store.listRevocations({ limit: 1 })).toEqual([])
  })
})

describe('a process that died holding the lease', () => {
  const lease = { attempt: 'dead', holder: 'process-0', forMs: 45_000 }

  it('leaves a doubt where Webex may have been asked, so that a grant lost with it is named', async () => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', lease)
    await store.noteAsked('grant-0001', lease.attempt)
    endpoint.answerNext(refuse('invalid_grant'))
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-ANSWER-LOST' })
  })

  it('leaves none where nothing was asked', async () => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', lease)
    endpoint.answerNext(refuse('invalid_grant'))
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-RECONNECT' })
  })
})

describe('a process of this machine that died holding the lease', () => {
  const dead = { attempt: 'dead', holder: 'this-machine:1', forMs: 45_000 }
  const isHolderAlive = (holder: string) => holder !== dead.holder

  it.each(['unknown', 'keep', 'grace', 'strict'] as const)(
    'is not waited for where it had asked nothing, and leaves no doubt: %s',
    async (rotation) => {
      await storeGrant(expired())
      await store.takeLease('grant-0001', dead)
      endpoint.answerNext(refuse('invalid_grant'))
      const started = world.now()
      const process = createProcess({ rotation, isHolderAlive })
      await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-RECONNECT' })
      expect(world.now() - started).toBeLessThan(1000)
    },
  )

  it.each(['keep', 'grace'] as const)('is not waited for where asking again cannot harm: %s', async (rotation) => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', dead)
    await store.noteAsked('grant-0001', dead.attempt)
    const started = world.now()
    expect(await tokenFrom(createProcess({ rotation, isHolderAlive }))).toBe('access-1')
    expect(world.now() - started).toBeLessThan(1000)
  })

  it('is waited for also when it asked and died just after its lease was looked at', async () => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', dead)
    const asksThenDies = (holder: string) => {
      void store.noteAsked('grant-0001', dead.attempt)
      return isHolderAlive(holder)
    }
    const started = world.now()
    await tokenFrom(createProcess({ rotation: 'strict', isHolderAlive: asksThenDies }))
    expect(world.now() - started).toBeGreaterThan(44_000)
  })

  it('leaves its doubt all the same where it may have asked', async () => {
    await storeGrant(expired())
    await store.takeLease('grant-0001', dead)
    await store.noteAsked('grant-0001', dead.attempt)
    endpoint.answerNext(refuse('invalid_grant'))
    const process = createProcess({ rotation: 'grace', isHolderAlive })
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-ANSWER-LOST' })
  })

  it.each(['unknown', 'strict'] as const)(
    'is waited for where its request may still rotate the token: %s',
    async (rotation) => {
      await storeGrant(expired())
      await store.takeLease('grant-0001', dead)
      await store.noteAsked('grant-0001', dead.attempt)
      const started = world.now()
      await tokenFrom(createProcess({ rotation, isHolderAlive }))
      expect(world.now() - started).toBeGreaterThan(44_000)
    },
  )
})

describe('a request to Webex', () => {
  it('is noted in the row before it is sent, and the note goes with the lease', async () => {
    await storeGrant(expired())
    let askedAt: number | null | undefined
    endpoint.answerNext(async () => {
      askedAt = (await store.getGrant('grant-0001'))?.askedAt
      return grantTokens(1)
    })
    const startedAt = world.now()
    await tokenFrom(createProcess())
    expect(askedAt).toBe(startedAt)
    expect(await store.getGrant('grant-0001')).toMatchObject({ askedAt: null, leaseAttempt: null })
  })

  it('is not sent when the lease was taken by another meanwhile', async () => {
    await storeGrant(expired())
    const note = store.noteAsked
    store.noteAsked = async (id, attempt) => {
      await store.endLease(id, attempt, 0)
      await store.takeLease(id, { attempt: 'other', holder: 'other', forMs: 45_000 })
      return note(id, attempt)
    }
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    expect(endpoint.requests).toHaveLength(0)
    expect((await store.getGrant('grant-0001'))?.leaseAttempt).toBe('other')
  })

  it('is not sent when the note took so long that the lease is nearly over', async () => {
    await storeGrant(expired())
    const note = store.noteAsked
    store.noteAsked = async (id, attempt) => {
      await world.environment.sleep(16_000)
      return note(id, attempt)
    }
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    expect(endpoint.requests).toHaveLength(0)
    expect(await store.getGrant('grant-0001')).toMatchObject({ askedAt: null, leaseAttempt: null })
  })

  it('is not sent when the store does not take the note', async () => {
    await storeGrant(expired())
    const { GrantkeeperError } = await import('../errors/index.ts')
    store.noteAsked = async () => {
      throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
    }
    await expect(tokenFrom(createProcess())).rejects.toMatchObject({ code: 'WX-STORE-UNAVAILABLE' })
    expect(endpoint.requests).toHaveLength(0)
  })
})

describe('a token endpoint that is down', () => {
  it('is left alone after five failures in a row, over all grants, and asked again after a pause', async () => {
    const process = createProcess({ rotation: 'keep' })
    for (let n = 1; n <= 9; n++) await storeGrant({ id: `grant-000${n}`, ...expired() })
    endpoint.answerNext(...Array.from({ length: 5 }, () => () => answerJson(503, {})))
    for (let n = 1; n <= 8; n++) {
      const call = world.finish(process.accessToken(`grant-000${n}`))
      await expect(call).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    }
    expect(endpoint.requests).toHaveLength(5)
    await world.advance(5001)
    expect((await world.finish(process.accessToken('grant-0009'))).token.reveal()).toBe('access-6')
    expect((await store.getGrant('grant-0008'))?.failures).toBe(0)
  })
})

describe('a clock that jumps', () => {
  it.each([-365 * DAY, -DAY / 24, DAY / 24, 365 * DAY])(
    'by %d ms asks for at most one refresh and loses nothing',
    async (jumpMs) => {
      await storeGrant()
      const { environment } = world
      const before = environment.now
      const process = createProcess()
      await tokenFrom(process)
      environment.now = () => before() + jumpMs
      await world.advance(1001)
      for (let call = 0; call < 20; call++) await tokenFrom(process)
      expect(endpoint.requests.length).toBeLessThanOrEqual(1)
      expect((await store.getGrant('grant-0001'))?.status).toBe('healthy')
    },
  )

  it('back to the truth does not leave a failing grant waiting for years', async () => {
    await storeGrant(expired())
    const { environment } = world
    const truth = environment.now
    environment.now = () => truth() + 3 * 365 * DAY
    endpoint.answerNext(breakOff('unreachable'))
    const process = createProcess()
    await expect(tokenFrom(process)).rejects.toMatchObject({ code: 'WX-REFRESH-FAILING' })
    environment.now = truth
    await world.advance(1001)
    expect(await tokenFrom(process)).toBe('access-2')
  })
})
