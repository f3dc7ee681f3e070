import { describe, expect, it } from 'vitest'
import { type Grant, type Grantkeeper, GrantkeeperError, type Room } from '../../index.ts'
import { createSpacesList } from './spaces-list.ts'

const grant = { id: 'g1', connectedAt: 1 } as Grant
const rooms = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `r${index}` }) as Room)

/** Webex as slow as the test wants it: each list is a queue of pages that come when they are sent. */
function createSlowWorld() {
  let now = 1_000_000
  const sleeps: { ms: number; wake: () => void; isOver: boolean }[] = []
  const lists: { send(items: Room[]): void; end(): void; fail(error: Error): void }[] = []
  const list = () => {
    const pages = new TransformStream<Room[], { items: Room[] }>({
      transform: (items, controller) => controller.enqueue({ items }),
    })
    const writer = pages.writable.getWriter()
    lists.push({
      send: (items) => void writer.write(items),
      end: () => void writer.close(),
      fail: (error) => void writer.abort(error).catch(() => undefined),
    })
    return { pages: () => pages.readable }
  }
  const keeper = { webex: async () => ({ rooms: { list } }) } as unknown as Grantkeeper
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const one = { ms, wake: resolve, isOver: false }
      signal?.addEventListener('abort', () => {
        one.isOver = true
      })
      sleeps.push(one)
    })
  const spaces = createSpacesList(keeper, { now: () => now, sleep })
  const turn = async () => {
    for (let turns = 0; turns < 30; turns++) await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const advance = (ms: number) => {
    now += ms
  }
  return { spaces, lists, sleeps, turn, advance }
}

describe('a list that is slow to come', () => {
  it('shows what has come after the patience of a page, and the rest when somebody looks again', async () => {
    const { spaces, lists, sleeps, turn } = createSlowWorld()
    const first = spaces.read(grant)
    await turn()
    lists[0]?.send(rooms(1_000))
    await turn()
    expect(sleeps.map(({ ms }) => ms)).toEqual([10_000])
    sleeps[0]?.wake()
    expect(await first).toMatchObject({ coming: 'rest', rooms: { length: 1_000 } })
    lists[0]?.send(rooms(200))
    lists[0]?.end()
    await turn()
    expect(await spaces.read(grant)).toMatchObject({ coming: undefined, rooms: { length: 1_200 } })
    expect(lists).toHaveLength(1)
  })

  it('shows the old one soon while a newer one is on its way', async () => {
    const { spaces, lists, sleeps, turn, advance } = createSlowWorld()
    const first = spaces.read(grant)
    await turn()
    lists[0]?.send(rooms(3))
    lists[0]?.end()
    const { loadedAt } = await first
    advance(61_000)
    const second = spaces.read(grant)
    await turn()
    expect(sleeps.at(-1)?.ms).toBe(1_500)
    sleeps.at(-1)?.wake()
    expect(await second).toMatchObject({ coming: 'newer', loadedAt, rooms: { length: 3 } })
    lists[1]?.send(rooms(4))
    lists[1]?.end()
    await turn()
    expect(await spaces.read(grant)).toMatchObject({ coming: undefined, rooms: { length: 4 } })
  })

  it('tells a failure that nobody waited for to the next who looks', async () => {
    const { spaces, lists, sleeps, turn } = createSlowWorld()
    const first = spaces.read(grant)
    await turn()
    sleeps[0]?.wake()
    expect(await first).toMatchObject({ coming: 'rest', rooms: [] })
    lists[0]?.fail(new GrantkeeperError('WX-RECONNECT'))
    await turn()
    const again = spaces.read(grant)
    await turn()
    lists[1]?.fail(new GrantkeeperError('WX-RECONNECT'))
    await expect(again).rejects.toMatchObject({ code: 'WX-RECONNECT' })
  })

  it('leaves no timer behind once it has come', async () => {
    const { spaces, lists, sleeps, turn } = createSlowWorld()
    const reading = spaces.read(grant)
    await turn()
    lists[0]?.end()
    await reading
    expect(sleeps.map(({ isOver }) => isOver)).toEqual([true])
  })
})
