import { describe, expect, it } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

/** A transaction as a list: what a failing one wrote is taken back. */
function createLedger() {
  const committed: string[][] = []
  let written: string[] = []
  const write = (entry: string) => () => {
    if (entry.startsWith('bad')) throw new Error(entry)
    written.push(entry)
    return `${entry} done`
  }
  const transaction = (work: () => void) => {
    written = []
    work()
    committed.push(written)
  }
  return { committed, write, group: createGroupCommit(transaction) }
}

describe('the group commit', () => {
  it('lets writes that arrive together share one transaction, each with its own result', async () => {
    const { committed, write, group } = createLedger()
    const results = await Promise.all(['a', 'b', 'c'].map((entry) => group.write(write(entry))))
    expect(results).toEqual(['a done', 'b done', 'c done'])
    expect(committed).toEqual([['a', 'b', 'c']])
  })

  it('begins a new transaction for a write that comes later', async () => {
    const { committed, write, group } = createLedger()
    await group.write(write('a'))
    await group.write(write('b'))
    expect(committed).toEqual([['a'], ['b']])
  })

  it('loses none of the others when one fails', async () => {
    const { committed, write, group } = createLedger()
    const results = await Promise.allSettled(['a', 'bad b', 'c'].map((entry) => group.write(write(entry))))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toHaveProperty('reason.message', 'bad b')
    expect(committed).toEqual([['a'], ['c']])
  })

  it('tries a write that is alone only once', async () => {
    let tries = 0
    const { group } = createLedger()
    const failing = group.write(() => {
      tries += 1
      throw new Error('full')
    })
    await expect(failing).rejects.toThrow('full')
    expect(tries).toBe(1)
  })

  it('answers nobody before the commit', async () => {
    const order: string[] = []
    const group = createGroupCommit((work) => {
      work()
      order.push('commit')
    })
    await Promise.all([1, 2].map((n) => group.write(() => undefined).then(() => order.push(`answer ${n}`))))
    expect(order).toEqual(['commit', 'answer 1', 'answer 2'])
  })

  it('tells every writer when the commit itself fails', async () => {
    const group = createGroupCommit((work) => {
      work()
      throw new Error('disk gone')
    })
    const results = await Promise.allSettled([1, 2].map((n) => group.write(() => n)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('commits at once what waits, when told to', async () => {
    const { committed, write, group } = createLedger()
    const waiting = group.write(write('a'))
    group.flush()
    expect(committed).toEqual([['a']])
    expect(await waiting).toBe('a done')
    expect(committed).toHaveLength(1)
  })
})
