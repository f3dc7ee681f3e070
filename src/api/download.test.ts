import { describe, expect, it } from 'vitest'
import { createVirtualWorld } from '../../test/virtual-world.ts'
import { nodeEnvironment, type Transport, TransportError } from '../environment.ts'
import { Secret } from '../secret.ts'
import { createWebexClient } from './index.ts'

const accessToken = async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 })

function clientWith(transport: Transport, environment = nodeEnvironment({ transport })) {
  return createWebexClient({ apiUrl: 'https://webexapis.com/v1', environment, accessToken })
}

/** An answer of chunks, and what became of it. */
function sendChunks(chunks: (string | Error)[], endless = false) {
  const seen = { pulled: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[Math.min(seen.pulled++, endless ? 0 : chunks.length)]
        if (chunk instanceof Error) controller.error(chunk)
        else if (chunk === undefined) controller.close()
        else controller.enqueue(Buffer.from(chunk))
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, transport: async () => ({ status: 200, headers: { trackingid: 'T1' }, body: '', stream }) }
}

describe('a file on its way', () => {
  it('comes as it is read, and no faster', async () => {
    const { seen, transport } = sendChunks(['one', 'two', 'three'])
    const { stream } = await clientWith(transport).contents.download('1')
    expect(seen.pulled).toBe(0)
    const reader = stream.getReader()
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('one')
    expect(seen.pulled).toBe(1)
    await reader.cancel()
    expect(seen.cancelled).toBe(true)
  })

  it('that breaks off is an error with the id of the call, never a short file', async () => {
    const { transport } = sendChunks(['one', new TransportError('interrupted', 'gone')])
    const download = await clientWith(transport).contents.download('1')
    await expect(download.bytes()).rejects.toMatchObject({ code: 'WX-API-UNAVAILABLE', trackingId: 'T1' })
  })

  it('that does not end is ended at its limit', async () => {
    const { seen, transport } = sendChunks(['x'.repeat(1000)], true)
    const download = await clientWith(transport).contents.download('1', { maxBytes: 10_500 })
    await expect(download.bytes()).rejects.toMatchObject({ code: 'WX-API-RESPONSE' })
    expect(seen).toEqual({ pulled: 11, cancelled: true })
  })

  it('that stalls is given up', async () => {
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      cancel() {
        cancelled = true
      },
    })
    const transport = async () => ({ status: 200, headers: {}, body: '', stream })
    const world = createVirtualWorld(transport)
    const download = await clientWith(transport, world.environment).contents.download('1', { deadlineMs: 4000 })
    const refused = expect(download.bytes()).rejects.toMatchObject({ code: 'WX-API-UNAVAILABLE' })
    await world.advance(4000)
    await refused
    expect(cancelled).toBe(true)
  })

  it('ends with the caller’s own reason', async () => {
    const { transport } = sendChunks(['one'], true)
    const stop = new AbortController()
    const { stream } = await clientWith(transport).contents.download('1', { signal: stop.signal })
    const reader = stream.getReader()
    await reader.read()
    stop.abort(new Error('enough'))
    await expect(reader.read()).rejects.toThrow('enough')
  })

  it('comes by a transport that knows text only, too', async () => {
    const download = await clientWith(async () => ({ status: 200, headers: {}, body: 'text' })).contents.download('1')
    expect(Buffer.from(await download.bytes()).toString()).toBe('text')
  })
})
