import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { addGrant, createKey, integration, keyIdOfKey, openGrants, readTokens } from '../../test/keys/sealed-grants.ts'
import { Secret } from '../secret.ts'
import { memoryStore } from '../stores/memory.ts'
import type { Store } from '../stores/store.ts'
import { openRevoked, sealRevoked } from './records.ts'
import type { Resealed } from './reseal.ts'
import { createSeal } from './seal.ts'

const old = createKey()
const key = createKey()
const oldId = keyIdOfKey(old)
const keyId = keyIdOfKey(key)

let store: Store

beforeEach(() => {
  store = memoryStore({ now: Date.now })
})

async function addGrants(count: number, sealedWith: string, prefix = 'g'): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`)
  for (const id of ids) await addGrant(store, sealedWith, id)
  return ids
}

describe('sealing again', () => {
  it('leaves nothing that needs the old key, over more rows than a page has', async () => {
    const ids = [...(await addGrants(230, old)), ...(await addGrants(3, key, 'h'))]
    const rotated = await openGrants(store, [key, old]).reseal()
    expect(rotated).toEqual({ resealed: 230, current: 3, altered: 0, locked: {} })
    expect(await readTokens(store, [key], ids)).toEqual({ works: 233 })
  })

  it('changes nothing of a row but its envelope', async () => {
    const before = await addGrant(store, old, 'g1')
    await openGrants(store, [key, old]).reseal()
    const after = await store.getGrant('g1')
    expect(after?.sealedTokens).not.toBe(before.sealedTokens)
    expect({ ...after, sealedTokens: '' }).toEqual({ ...before, sealedTokens: '' })
  })

  it('has nothing to do the second time', async () => {
    await addGrants(5, old)
    const grants = openGrants(store, [key, old])
    await grants.reseal()
    expect(await grants.reseal()).toEqual({ resealed: 0, current: 5, altered: 0, locked: {} })
  })

  it('names the key that is missing, and leaves its rows to it', async () => {
    const lost = createKey()
    const ids = await addGrants(2, lost)
    await addGrants(1, old, 'h')
    const rotated = await openGrants(store, [key, old]).reseal()
    expect(rotated).toEqual({ resealed: 1, current: 0, altered: 0, locked: { [keyIdOfKey(lost)]: 2 } })
    expect(await readTokens(store, [key, lost], ids)).toEqual({ works: 2 })
  })

  it.each([
    ['altered', (sealed: string) => `${sealed.slice(0, -9)}AAAAAAAAA`],
    ['empty', () => ''],
    ['of no format we know', () => 'not.an.envelope'],
  ])('counts and keeps an envelope that is %s', async (_, spoil) => {
    const { sealedTokens } = await addGrant(store, old, 'g1')
    await store.updateGrant('g1', 7, { sealedTokens: spoil(sealedTokens) })
    await addGrant(store, old, 'g2')
    const rotated = await openGrants(store, [key, old]).reseal()
    expect(rotated).toEqual({ resealed: 1, current: 0, altered: 1, locked: {} })
    expect((await store.getGrant('g1'))?.sealedTokens).toBe(spoil(sealedTokens))
  })

  it('stops between two rows, and the next run does the rest', async () => {
    await addGrants(5, old)
    const stop = new AbortController()
    const updateGrant: Store['updateGrant'] = async (...given) => {
      if (given[0] === 'g0001') stop.abort()
      return store.updateGrant(...given)
    }
    const stopped = await openGrants({ ...store, updateGrant }, [key, old]).reseal({ signal: stop.signal })
    expect(stopped.resealed).toBe(2)
    expect(await openGrants(store, [key, old]).reseal()).toMatchObject({ resealed: 3, current: 2 })
  })

  it('tells how far it is after each hundred rows', async () => {
    await addGrants(250, old)
    const told: Resealed[] = []
    await openGrants(store, [key, old]).reseal({ onProgress: (soFar) => told.push(soFar) })
    expect(told.map(({ resealed }) => resealed)).toEqual([100, 200, 250])
  })

  it('does not touch the grants of another integration', async () => {
    await addGrant(store, old, 'g1', { clientId: 'Cother' })
    expect(await openGrants(store, [key, old]).reseal()).toMatchObject({ resealed: 0, current: 0 })
  })

  /** Does something between the read of a row and its write, once. */
  function interrupt(between: () => Promise<unknown>): Store {
    let done = false
    return {
      ...store,
      async updateGrant(...given) {
        if (!done) {
          done = true
          await between()
        }
        return store.updateGrant(...given)
      },
    }
  }

  it('keeps the newer tokens of a refresh that came between, and seals those', async () => {
    await addGrant(store, old, 'g1')
    const newer = await addGrant(memoryStore({ now: Date.now }), old, 'g1', { generation: 8 })
    const refresh = () => store.updateGrant('g1', 7, { generation: 8, sealedTokens: newer.sealedTokens })
    expect(await openGrants(interrupt(refresh), [key, old]).reseal()).toMatchObject({ resealed: 1 })
    expect((await store.getGrant('g1'))?.generation).toBe(8)
    expect(await readTokens(store, [key], ['g1'])).toEqual({ works: 1 })
  })

  it('does not bring back a grant that was disconnected meanwhile', async () => {
    await addGrant(store, old, 'g1')
    const grants = openGrants(
      interrupt(() => store.deleteGrant('g1', 7)),
      [key, old],
    )
    expect(await grants.reseal()).toEqual({ resealed: 0, current: 0, altered: 0, locked: {} })
    expect(await store.getGrant('g1')).toBeUndefined()
  })

  it('ends alike when two do it at once', async () => {
    const ids = await addGrants(150, old)
    const both = await Promise.all([1, 2].map(() => openGrants(store, [key, old]).reseal()))
    for (const { resealed, current } of both) expect(resealed + current).toBe(150)
    expect(await readTokens(store, [key], ids)).toEqual({ works: 150 })
  })
})

describe('an inspection of the keys', () => {
  it('counts the rows of each key, missing ones too, and shows no key', async () => {
    await addGrants(2, old)
    await addGrants(101, key, 'h')
    await addGrant(store, key, 'i', { sealedTokens: 'spoiled' })
    const report = await openGrants(store, [key]).inspectKeys()
    expect(report).toEqual({ first: keyId, known: [keyId], rows: { [keyId]: 101, [oldId]: 2, '?': 1 } })
    expect(JSON.stringify(report)).not.toContain(key)
  })
})

describe('a grant whose key is missing', () => {
  it('is locked, says which key it needs, and is healed by giving it back', async () => {
    const ids = await addGrants(3, old)
    expect(await readTokens(store, [key], ids)).toEqual({
      [`WX-GRANT-LOCKED It was sealed with key ${oldId}, which is not among those given.`]: 3,
    })
    expect(await readTokens(store, [key, old], ids)).toEqual({ works: 3 })
  })
})

describe('tokens still to be revoked', () => {
  async function keepRevocation(sealedWith: string, id = 'r1'): Promise<void> {
    await addGrant(store, sealedWith, `grant of ${id}`)
    const sealedToken = sealRevoked(createSeal([sealedWith], randomBytes), id, new Secret(`token of ${id}`))
    const row = { id, clientId: integration.clientId, sealedToken, hint: 'refresh_token' as const }
    await store.deleteGrant(`grant of ${id}`, 7, { ...row, tries: 0, dueAt: 1, expiresAt: 2 })
  }
  const readRevocation = async (key: string) => {
    const [row] = await store.listRevocations({ limit: 1 })
    return row && openRevoked(createSeal([key], randomBytes), row).reveal()
  }

  it('are sealed again as grants are, and need the old key no more', async () => {
    await addGrants(2, old)
    await keepRevocation(old)
    const grants = openGrants(store, [key, old])
    expect(await grants.reseal()).toEqual({ resealed: 3, current: 0, altered: 0, locked: {} })
    expect(await readRevocation(key)).toBe('token of r1')
    expect(await grants.reseal()).toEqual({ resealed: 0, current: 3, altered: 0, locked: {} })
  })

  it('are walked over more rows than a page has', async () => {
    for (let n = 0; n < 230; n++) await keepRevocation(old, `r${String(n).padStart(4, '0')}`)
    expect(await openGrants(store, [key, old]).reseal()).toMatchObject({ resealed: 230 })
    expect((await openGrants(store, [key, old]).inspectKeys()).rows).toEqual({ [keyId]: 230 })
  })

  it('count for the key they need, and name one that is missing', async () => {
    const lost = createKey()
    await addGrants(1, old)
    await keepRevocation(lost)
    const grants = openGrants(store, [key, old])
    expect((await grants.inspectKeys()).rows).toEqual({ [oldId]: 1, [keyIdOfKey(lost)]: 1 })
    expect(await grants.reseal()).toMatchObject({ resealed: 1, locked: { [keyIdOfKey(lost)]: 1 } })
    expect(await readRevocation(lost)).toBe('token of r1')
  })

  it('that were moved from another row are left as they are', async () => {
    await keepRevocation(old)
    const [row] = await store.listRevocations({ limit: 1 })
    const foreign = sealRevoked(createSeal([old], randomBytes), 'r2', new Secret('token of r2'))
    await store.updateRevocation('r1', row?.sealedToken ?? '', foreign)
    expect(await openGrants(store, [key, old]).reseal()).toMatchObject({ resealed: 0, altered: 1 })
  })

  it('that Webex confirms meanwhile stay gone', async () => {
    await keepRevocation(old)
    const update = store.updateRevocation
    store.updateRevocation = async (id, from, to) => {
      await store.deleteRevocation(id)
      return update(id, from, to)
    }
    expect(await openGrants(store, [key, old]).reseal()).toEqual({ resealed: 0, current: 0, altered: 0, locked: {} })
    expect(await store.listRevocations({ limit: 1 })).toEqual([])
  })
})
