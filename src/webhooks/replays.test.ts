import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../stores/memory.ts'
import { memoryReplays, type ReplayStore, storedReplays } from './replays.ts'

const now = () => 0
const replaysOf: [string, () => ReplayStore][] = [
  ['in memory', () => memoryReplays({ now })],
  ['in the store', () => storedReplays(memoryStore({ now }))],
]

describe.each(replaysOf)('what is remembered %s', (_, create) => {
  it('is new to exactly one of many callers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 }), async (ids) => {
        const replays = create()
        const seen = await Promise.all(ids.map((id) => replays.seen(id, 1000)))
        for (const id of new Set(ids)) expect(seen.filter((was, index) => ids[index] === id && !was)).toHaveLength(1)
      }),
    )
  })
})

describe('what is remembered in memory', () => {
  it('is no more than may be: the oldest is forgotten first', async () => {
    const replays = memoryReplays({ now }, 2)
    for (const id of ['a', 'b', 'c']) await replays.seen(id, 1000)
    expect([await replays.seen('c', 1000), await replays.seen('b', 1000)]).toEqual([true, true])
    expect(await replays.seen('a', 1000)).toBe(false)
  })

  it('is forgotten when its time is over', async () => {
    let at = 0
    const replays = memoryReplays({ now: () => at })
    await replays.seen('a', 1000)
    at = 1000
    expect(await replays.seen('a', 2000)).toBe(false)
  })
})
