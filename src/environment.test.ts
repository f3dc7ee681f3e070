import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchTransport, nodeEnvironment, TransportError, withDeadline } from './environment.ts'

const servers: Server[] = []
const environment = nodeEnvironment()

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** Lets nothing else run for so long, as a pause of the whole process does. */
function holdUp(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

const get = (url: string, more = {}) =>
  environment.transport({ method: 'GET', url, headers: {}, maxBytes: 1000, ...more })

describe('the transport', () => {
  it('brings status, headers and body', async () => {
    const url = await serve((_, response) => response.writeHead(201, { 'X-Thing': 'yes' }).end('grüße'))
    expect(await get(`${url}/a?b=c`)).toMatchObject({ status: 201, headers: { 'x-thing': 'yes' }, body: 'grüße' })
  })

  it('does not follow a redirect', async () => {
    let elsewhere = 0
    const other = await serve((_, response) => response.end(String(++elsewhere)))
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end())
    const answer = await get(url, { method: 'POST', body: 'secret=1' })
    expect([answer.status, elsewhere]).toEqual([307, 0])
  })

  it('stops at the cap', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(100_000)))
    await expect(get(url)).rejects.toMatchObject({ failure: 'too-large' })
  })

  it('does not unpack what it did not ask for', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    await expect(get(url)).rejects.toMatchObject({ failure: 'encoded' })
  })

  it('tells nothing sent from broken off', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(get(url)).rejects.toMatchObject({ failure: 'interrupted' })
    const closed = await serve(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    await expect(get(closed)).rejects.toMatchObject({ failure: 'unreachable' })
  })

  it('calls a body that ends early broken off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    await expect(get(url)).rejects.toMatchObject({ failure: 'interrupted' })
  })

  it('ends with the signal, also in the middle of a dripping body', async () => {
    const url = await serve((_, response) => void response.writeHead(200).write('drip'))
    const work = withDeadline(environment, 100, undefined, (signal) => get(url, { signal }))
    await expect(work).rejects.toMatchObject({ failure: 'aborted' })
  })

  it('takes an answer that has come while the process was held up past the deadline', async () => {
    const url = await serve((_, response) => response.end('in time', () => holdUp(300)))
    const answer = await withDeadline(environment, 200, undefined, (signal) => get(url, { signal }))
    expect(answer.body).toBe('in time')
  })

  it('sends nothing for a signal that has aborted', async () => {
    let asked = 0
    const url = await serve((_, response) => response.end(String(++asked)))
    await expect(get(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ failure: 'aborted' })
    expect(asked).toBe(0)
  })

  it('takes only the final one of several answers, and joins what it repeats', async () => {
    const url = await serve((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      response
        .writeHead(200, [
          ['x-a', '1'],
          ['x-a', '2'],
        ])
        .end('é'.repeat(300))
    })
    const answer = await get(url)
    expect(answer).toMatchObject({ status: 200, headers: { 'x-a': '1, 2' }, body: 'é'.repeat(300) })
    expect(answer.headers.link).toBeUndefined()
  })

  it('sends a blob as its bytes, with their number', async () => {
    const url = await serve(async (request, response) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of request) chunks.push(chunk)
      response.end(`${request.headers['content-length']} ${Buffer.concat(chunks).toString('hex')}`)
    })
    const content = new Blob([new Uint8Array([0xff, 0x00]), 'é'])
    expect((await get(url, { method: 'POST', content })).body).toBe('4 ff00c3a9')
    expect((await get(url, { method: 'POST', content })).body).toBe('4 ff00c3a9')
  })

  it('works over any fetch as well', async () => {
    const transport = fetchTransport(async (request) => new Response(`${request.method} ${await request.text()}`))
    const answer = await transport({ method: 'POST', url: 'http://x.test/', headers: {}, body: 'b', maxBytes: 100 })
    expect(answer).toMatchObject({ status: 200, body: 'POST b' })
    const broken = fetchTransport(() => Promise.reject(new Error('gone')))
    await expect(broken({ method: 'GET', url: 'http://x.test/', headers: {}, maxBytes: 1 })).rejects.toBeInstanceOf(
      TransportError,
    )
  })

  describe('over the fetch of Node', () => {
    const transport = fetchTransport(fetch)
    const exchange = (url: string, more = {}) => transport({ method: 'GET', url, headers: {}, maxBytes: 1000, ...more })

    it('asks for no packed answer, and gets one that it can count', async () => {
      const url = await serve(({ headers }, response) => {
        if (!/gzip/.test(String(headers['accept-encoding']))) return void response.end('plain')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('packed'))
      })
      expect(await exchange(url)).toMatchObject({ status: 200, body: 'plain' })
    })

    it('refuses what is packed all the same, and holds no connection for it', async () => {
      let ended: Promise<unknown> = Promise.resolve()
      const url = await serve((_, response) => {
        ended = once(response, 'close')
        response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('x').subarray(0, 10))
      })
      await expect(exchange(url)).rejects.toMatchObject({ failure: 'encoded' })
      await ended
    })

    it('tells what was never sent from what may have arrived', async () => {
      const url = await serve((_, response) => response.destroy())
      await expect(exchange(url)).rejects.toMatchObject({ failure: 'interrupted' })
      await servers[0]?.close()
      await expect(exchange(url)).rejects.toMatchObject({ failure: 'unreachable' })
      const stop = AbortSignal.abort(new Error('enough'))
      await expect(exchange(url, { signal: stop })).rejects.toMatchObject({ failure: 'aborted' })
    })

    it('follows no redirect, and sends bytes', async () => {
      const url = await serve(async (request, response) => {
        const body = String(Buffer.concat(await request.toArray()))
        response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(body)
      })
      expect(await exchange(url, { method: 'POST', content: new Blob(['abc']) })).toMatchObject({
        status: 307,
        body: 'abc',
      })
    })
  })
})

describe('a streamed answer', () => {
  const open = (url: string, more = {}) => get(url, { streamed: true, maxBytes: 10, ...more })

  it('comes with its head, and its bytes as they come, beyond what would be collected', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'x-thing': 'yes' }).write('x'.repeat(100))
      setTimeout(() => response.end(new Uint8Array([0xff])), 20)
    })
    const { headers, body, stream } = await open(url)
    expect([headers['x-thing'], body]).toEqual(['yes', ''])
    const bytes = Buffer.from(await new Response(stream).arrayBuffer())
    expect([bytes.length, bytes.at(-1)]).toEqual([101, 0xff])
  })

  it('of another status is collected, within its limit', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('no file'))
    expect(await open(url)).toMatchObject({ status: 404, body: 'no file' })
    const large = await serve((_, response) => response.writeHead(404).end('x'.repeat(11)))
    await expect(open(large)).rejects.toMatchObject({ failure: 'too-large' })
  })

  it('is not sent faster than it is read, and ends when its reader leaves', async () => {
    let sent = 0
    let leave = () => {}
    const left = new Promise<void>((resolve) => {
      leave = resolve
    })
    const url = await serve((_, response) => {
      const push = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536
      }
      response.on('drain', push).on('close', leave)
      push()
    })
    const { stream } = await open(url)
    const reader = stream!.getReader()
    await reader.read()
    await environment.sleep(300)
    const held = sent
    await environment.sleep(100)
    expect(sent).toBe(held)
    await reader.cancel()
    await left
  })

  it('fails where it breaks off', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const { stream } = await open(url)
    await expect(new Response(stream).text()).rejects.toMatchObject({ failure: 'interrupted' })
  })

  it('ends with the signal', async () => {
    const url = await serve((_, response) => void response.writeHead(200).write('drip'))
    const stop = new AbortController()
    const { stream } = await open(url, { signal: stop.signal })
    const read = new Response(stream).text()
    stop.abort()
    await expect(read).rejects.toMatchObject({ failure: 'aborted' })
  })

  it('comes from any fetch as well', async () => {
    const transport = fetchTransport(() => new Response('x'.repeat(50)))
    const { stream } = await transport({
      method: 'GET',
      url: 'http://x.test/',
      headers: {},
      maxBytes: 1,
      streamed: true,
    })
    expect(await new Response(stream).text()).toHaveLength(50)
  })
})

describe('random bytes', () => {
  it('are as many as asked for, and never given twice', () => {
    const lengths = [...Array.from({ length: 500 }, () => 12), 1024, 1025, 5000]
    const given = lengths.map((length) => environment.randomBytes(length))
    expect(given.map(({ length }) => length)).toEqual(lengths)
    expect(new Set(given.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(lengths.length)
  })

  it('stay what they are when more are drawn', () => {
    const first = environment.randomBytes(16)
    const copy = [...first]
    for (let draws = 0; draws < 200; draws++) environment.randomBytes(16)
    expect([...first]).toEqual(copy)
  })
})

describe('sleep', () => {
  it('does not fire at once beyond the longest timer', async () => {
    const stop = new AbortController()
    const slept = environment.sleep(90 * 86_400_000, stop.signal).then(
      () => 'woke',
      () => 'stopped',
    )
    const first = await Promise.race([slept, environment.sleep(30).then(() => 'still asleep')])
    stop.abort()
    expect([first, await slept]).toEqual(['still asleep', 'stopped'])
  })

  it('can be ended up to the moment it wakes its caller', async () => {
    const stop = new AbortController()
    const slept = environment.sleep(1, stop.signal)
    setTimeout(() => stop.abort(new Error('not needed any more')), 1)
    holdUp(20)
    await expect(slept).rejects.toThrow('not needed any more')
  })

  it('refuses what is not a number', async () => {
    await expect(environment.sleep(Number.NaN)).rejects.toBeInstanceOf(RangeError)
  })
})
