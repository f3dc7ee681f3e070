import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createServingWorld, type Serving } from './serving.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface WatchedServing extends Serving {
  /** The ports of the connections that the process accepted, each as text. */
  accepted(): Set<string>
}

async function startServe(...args: string[]): Promise<WatchedServing> {
  const world = await createServingWorld()
  ends.push(world.end)
  const env = { NODE_OPTIONS: `--import ${new URL('note-accepted.js', import.meta.url)}` }
  const accepted = () => new Set(readFileSync(join(world.folder, 'accepted.txt'), 'utf8').split('\n'))
  return { ...(await world.start({ args, env })), accepted }
}

interface Answer {
  status: number
  connection: string | undefined
}

class Dropped extends Error {
  port = ''
}

/** One request, on a connection of its own unless it has an agent; fails with {@link Dropped} where there was one. */
function ask(url: string, agent: Agent | false = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const dropped = new Dropped()
    const asked = request(url, { agent, headers: { connection: 'keep-alive' } }, (response) => {
      const answer = { status: response.statusCode ?? 0, connection: response.headers.connection }
      response
        .resume()
        .on('end', () => resolve(answer))
        .on('error', () => reject(dropped))
    })
    asked.on('socket', (socket) => {
      const notePort = () => {
        dropped.port = String(socket.localPort)
      }
      if (socket.connecting) socket.once('connect', notePort)
      else notePort()
    })
    asked.on('error', (error) => reject(dropped.port ? dropped : error)).end()
  })
}

interface Traffic {
  /** Resolves with the first answer. */
  begun: Promise<void>
  done: Promise<{ answered: number; dropped: string[] }>
}

/** Asks again and again, until it is to stop or no connection comes about; notes the ports of connections that got no answer. */
function startTraffic(url: string, agent: Agent | false, isOver = () => false): Traffic {
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  return { begun, done: askUntil(isOver, () => ask(url, agent).then(begin)) }
}

async function askUntil(isOver: () => boolean, askOnce: () => Promise<void>): Traffic['done'] {
  const dropped: string[] = []
  let answered = 0
  while (!isOver()) {
    await sleep(Math.random() * 10)
    try {
      await askOnce()
      answered++
    } catch (error) {
      if (!(error instanceof Dropped)) break
      dropped.push(error.port)
    }
  }
  return { answered, dropped }
}

/** Each page is asked for on new connections and on one that is kept alive. */
function startAllTraffic(url: string, isOver?: () => boolean): Traffic[] {
  const paths = ['/', '/readyz', '/spaces', '/healthz']
  const agents = [false, new Agent({ keepAlive: true })] as const
  return paths.flatMap((path) => agents.map((agent) => startTraffic(url + path, agent, isOver)))
}

async function sumUp(traffic: Traffic[]) {
  const all = await Promise.all(traffic.map(({ done }) => done))
  return {
    answered: all.reduce((sum, { answered }) => sum + answered, 0),
    dropped: all.flatMap(({ dropped }) => dropped),
  }
}

describe('a server that is told to end', () => {
  it('drops no request it accepted, at twenty moments, and ends with 0 in time', { timeout: 120_000 }, async () => {
    const total = { answered: 0, unseen: 0 }
    for (let moment = 0; moment < 20; moment += 1) {
      const { server, url, accepted } = await startServe('--drain-ms', String((moment % 2) * 100))
      const traffic = startAllTraffic(url)
      await Promise.all(traffic.map(({ begun }) => begun))
      await sleep(moment * 7)
      const toldAt = performance.now()
      const code = await server.stop('SIGTERM')
      const tookMs = performance.now() - toldAt
      const { answered, dropped } = await sumUp(traffic)
      // The system completes connections before a process accepts them; what it never saw, no process can answer.
      const known = accepted()
      expect(dropped.filter((port) => known.has(port))).toEqual([])
      expect([code, tookMs < 10_000, server.output().includes('error')]).toEqual([0, true, false])
      total.answered += answered
      total.unseen += dropped.length
    }
    console.log(
      `SIGTERM under load that minds no probe, 20 times: ${total.answered} answered, 0 dropped of those accepted, ` +
        `${total.unseen} connections that the system had completed and the process had not accepted`,
    )
  })

  it('loses nothing at all of a balancer that minds the probe', { timeout: 60_000 }, async () => {
    const total = { answered: 0, dropped: 0 }
    for (let moment = 0; moment < 5; moment += 1) {
      const { server, url } = await startServe('--drain-ms', '300')
      let isReady = true
      const traffic = startAllTraffic(url, () => !isReady)
      await Promise.all(traffic.map(({ begun }) => begun))
      await sleep(moment * 7)
      const ended = server.stop('SIGTERM')
      while (isReady) {
        await sleep(20)
        isReady = (await ask(`${url}/readyz`)).status === 200
      }
      const { answered, dropped } = await sumUp(traffic)
      total.answered += answered
      total.dropped += dropped.length
      expect(await ended).toBe(0)
    }
    expect(total.dropped).toBe(0)
    console.log(`SIGTERM under load that minds the probe, 5 times: ${total.answered} answered, 0 dropped`)
  })

  it('turns readiness red first, and goes on answering meanwhile', { timeout: 20_000 }, async () => {
    const { server, url } = await startServe('--drain-ms', '1000')
    expect((await ask(`${url}/readyz`)).status).toBe(200)
    const ended = server.stop('SIGTERM')
    await sleep(200)
    expect(await ask(`${url}/readyz`)).toEqual({ status: 503, connection: 'close' })
    expect(await ask(`${url}/healthz`)).toEqual({ status: 200, connection: 'close' })
    expect(await ended).toBe(0)
  })

  it('waits neither for a silent connection nor for half a request', { timeout: 20_000 }, async () => {
    const { server, url } = await startServe('--drain-ms', '0')
    const sockets = ['', 'GET / HTTP/1.1\r\n'].map((text) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)
      socket.write(text)
      return socket
    })
    ends.push(() => sockets.map((socket) => socket.destroy()))
    await sleep(100)
    const toldAt = performance.now()
    expect(await server.stop('SIGTERM')).toBe(0)
    expect(performance.now() - toldAt).toBeLessThan(2000)
  })

  it('ends at once at a second signal', { timeout: 20_000 }, async () => {
    const { server } = await startServe('--drain-ms', '5000')
    const toldAt = performance.now()
    server.process.kill('SIGTERM')
    await sleep(200)
    expect(await server.stop('SIGINT')).toBe(null)
    expect(performance.now() - toldAt).toBeLessThan(2000)
  })
})
