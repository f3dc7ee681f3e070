import { describe, expect, it } from 'vitest'
import { nodeEnvironment, type Transport } from '../environment.ts'
import { Secret } from '../secret.ts'
import { createWebexClient } from './index.ts'

const API = 'https://webexapis.com/v1'

function clientWith(transport: Transport) {
  const accessToken = async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 })
  const sleep = () => new Promise<void>(() => undefined)
  return createWebexClient({ apiUrl: API, environment: nodeEnvironment({ transport, sleep }), accessToken })
}

/** A list of `total` spaces, paged by a cursor as Webex does, and what was asked of it. */
function serveSpaces(total: number, linkOf = (next: URL) => next.href) {
  const asked: string[] = []
  const transport: Transport = async ({ url }) => {
    asked.push(url.replace(API, ''))
    const { searchParams } = new URL(url)
    const start = Number(searchParams.get('cursor') ?? 0)
    const size = Number(searchParams.get('max') ?? 100)
    const next = new URL(url)
    next.searchParams.set('cursor', String(start + size))
    const more = url.includes('/events') ? { resource: 'messages', type: 'created' } : {}
    const items = Array.from({ length: Math.max(0, Math.min(size, total - start)) }, (_, at) => ({
      id: `${start + at}`,
      ...more,
    }))
    const headers: Record<string, string> = start + size < total ? { link: `<${linkOf(next)}>; rel="next"` } : {}
    return { status: 200, headers, body: JSON.stringify({ items }) }
  }
  return { client: clientWith(transport), asked }
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `${at}`)

/** Lets everything happen that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('a list', () => {
  it('gives every item once and in order, by large pages after the first', async () => {
    const { client, asked } = serveSpaces(2312)
    const all = await client.rooms.list({ type: 'group' }).toArray()
    expect(all.map(({ id }) => id)).toEqual(ids(2312))
    expect(asked).toEqual([
      '/rooms?type=group',
      '/rooms?type=group&cursor=100&max=1000',
      '/rooms?type=group&cursor=1100&max=1000',
      '/rooms?type=group&cursor=2100&max=1000',
    ])
  })

  it('keeps to the page size that was asked for', async () => {
    const { client, asked } = serveSpaces(5)
    const pages: number[] = []
    for await (const { items } of client.rooms.list({ max: 2 }).pages()) pages.push(items.length)
    expect(pages).toEqual([2, 2, 1])
    expect(asked).toEqual(['/rooms?max=2', '/rooms?max=2&cursor=2', '/rooms?max=2&cursor=4'])
  })

  it('stops at a limit without asking for a page beyond it', async () => {
    const { client, asked } = serveSpaces(10)
    const some = await client.rooms.list({ max: 2 }).toArray({ limit: 3 })
    expect(some.map(({ id }) => id)).toEqual(['0', '1', '2'])
    expect(asked).toHaveLength(2)
    expect(await client.rooms.list().toArray({ limit: 0 })).toEqual([])
    expect(asked).toHaveLength(2)
  })

  it('gives its first items, and asks for no page beyond them', async () => {
    const { client, asked } = serveSpaces(10)
    const some: string[] = []
    for await (const { id } of client.rooms.list({ max: 2 }).take(4)) some.push(id)
    expect(some).toEqual(['0', '1', '2', '3'])
    expect(asked).toHaveLength(2)
    for await (const { id } of client.rooms.list().take(0)) some.push(id)
    expect([some.length, asked.length]).toEqual([4, 2])
  })

  it('grows its pages only where Webex gives as many', async () => {
    const { client, asked } = serveSpaces(150)
    await client.list('/room/tabs').toArray()
    await client.people.list().toArray()
    expect(asked.filter((address) => address.includes('max='))).toEqual([])
    await client.events.list().toArray()
    expect(asked.slice(-2)).toEqual(['/events', '/events?cursor=100&max=1000'])
  })

  it('can be read again, which asks again', async () => {
    const { client, asked } = serveSpaces(1)
    const list = client.rooms.list()
    expect([await list.toArray(), await list.toArray()]).toEqual([[{ id: '0' }], [{ id: '0' }]])
    expect(asked).toHaveLength(2)
  })

  it('may be empty, in the middle too', async () => {
    expect(await serveSpaces(0).client.rooms.list().toArray()).toEqual([])
    const bodies = ['{"items":[{"id":"1"}]}', '{"items":[]}', '{"items":[{"id":"2"}]}']
    let at = 0
    const client = clientWith(async () => {
      const headers: Record<string, string> = at < 2 ? { link: `<?cursor=${at}>; rel=next` } : {}
      return { status: 200, headers, body: bodies[at++]! }
    })
    expect(await client.rooms.list().toArray()).toEqual([{ id: '1' }, { id: '2' }])
  })

  it('has the next page on its way while one is used, and no more than that', async () => {
    const { client, asked } = serveSpaces(10)
    const pages = client.rooms.list({ max: 1 }).pages()[Symbol.asyncIterator]()
    await pages.next()
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('calls the page on its way off when its reader leaves', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const client = clientWith(({ signal }) => {
      signals.push(signal)
      if (signals.length > 1) return new Promise(() => undefined)
      return Promise.resolve({
        status: 200,
        headers: { link: '<?cursor=1>; rel=next' },
        body: '{"items":[{"id":"1"}]}',
      })
    })
    for await (const { id } of client.rooms.list()) {
      expect(id).toBe('1')
      await settle()
      break
    }
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true])
  })

  it('ends with the caller’s own reason', async () => {
    const stop = new AbortController()
    const { client } = serveSpaces(10)
    const reading = (async () => {
      for await (const _ of client.rooms.list({ max: 1 }, { signal: stop.signal })) stop.abort(new Error('enough'))
    })()
    await expect(reading).rejects.toThrow('enough')
  })
})

describe('a bad link', () => {
  it.each([
    'https://evil.example/v1/rooms?cursor=2',
    'http://webexapis.com/v1/rooms?cursor=2',
    `${API}/people?cursor=2`,
  ])('to %s is never followed, and the page it stands on is complete', async (link) => {
    const { client, asked } = serveSpaces(10, () => link)
    const seen: string[] = []
    const reading = (async () => {
      for await (const { id } of client.rooms.list({ max: 2 })) seen.push(id)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'WX-API-LINK' })
    expect(seen).toEqual(['0', '1'])
    expect(asked).toHaveLength(1)
  })

  it('that is not needed harms nobody', async () => {
    const { client } = serveSpaces(10, () => 'https://evil.example/')
    expect(await client.rooms.list({ max: 2 }).toArray({ limit: 2 })).toHaveLength(2)
  })

  it.each([1, 2, 3, 7])('into a circle of %i pages is noticed soon', async (length) => {
    let asked = 0
    const client = clientWith(async () => {
      asked += 1
      return { status: 200, headers: { link: `<?cursor=${asked % length}>; rel=next` }, body: '{"items":[]}' }
    })
    await expect(client.rooms.list({ max: 1 }).toArray()).rejects.toMatchObject({ code: 'WX-API-LINK' })
    expect(asked).toBeLessThan(4 * length + 4)
  })

  it('after ten thousand others ends an endless list', async () => {
    let asked = 0
    const client = clientWith(async () => {
      asked += 1
      return { status: 200, headers: { link: `<?cursor=${asked}>; rel=next` }, body: '{"items":[]}' }
    })
    await expect(client.rooms.list().toArray()).rejects.toMatchObject({ code: 'WX-API-LINK' })
    expect(asked).toBe(10_000)
  })
})

describe('a page', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"items":{}}',
    '{"items":[null]}',
    '{"items":["x"]}',
    '{"items":[{"id":7}]}',
    '<html>',
  ])('that reads %s is an error, not a crash', async (body) => {
    const client = clientWith(async () => ({ status: 200, headers: {}, body }))
    await expect(client.rooms.list().toArray()).rejects.toMatchObject({ code: 'WX-API-RESPONSE' })
  })

  it('is an error where an item says too little to be used', async () => {
    const client = clientWith(async () => ({
      status: 200,
      headers: {},
      body: '{"items":[{"id":"1","type":"created"}]}',
    }))
    await expect(client.events.list().toArray()).rejects.toMatchObject({
      code: 'WX-API-RESPONSE',
      message: expect.stringContaining('resource'),
    })
  })

  it('keeps what Webex says about a part it could not give', async () => {
    const item = { id: '1', title: 'eyJhbGciOiIi', errors: { title: { code: 'kms_failure', reason: 'No key.' } } }
    const client = clientWith(async () => ({ status: 200, headers: {}, body: JSON.stringify({ items: [item] }) }))
    const [room] = await client.rooms.list().toArray()
    expect(room?.errors?.title?.code).toBe('kms_failure')
  })

  it('of many items fits', async () => {
    const body = `{"items":[${'{"id":"1"},'.repeat(200_000)}{"id":"2"}]}`
    const client = clientWith(async () => ({ status: 200, headers: {}, body }))
    expect(await client.rooms.list().toArray()).toHaveLength(200_001)
  })
})
