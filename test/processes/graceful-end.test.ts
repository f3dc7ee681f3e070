import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import { type RunningCommand, startCommand } from './demo.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

interface Serving {
  server: RunningCommand
  url: string
  /** The ports of the connections that the process accepted, each as text. */
  accepted(): Set<string>
}

async function startServe(...args: string[]): Promise<Serving> {
  const emulator = createEmulator()
  const emulating = await emulator.listen({ port: 0 })
  const redirectUri = 'http://localhost:10060/oauth'
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const { clientId, clientSecret } = emulator.register({ name: 'Ends well', redirectUris: [redirectUri], scopes })
  const cwd = mkdtempSync(join(tmpdir(), 'grantkeeper-end-'))
  const server = await startCommand(['serve', '-p', '0', '--json', ...args], {
    cwd,
    env: {
      NODE_OPTIONS: `--import ${new URL('note-accepted.js', import.meta.url)}`,
      WEBEX_CLIENT_ID: clientId,
      WEBEX_CLIENT_SECRET: clientSecret,
      WEBEX_REDIRECT_URI: redirectUri,
      WEBEX_SCOPES: scopes.join(' '),
      WEBEX_BASE_URL: `${emulating.url}/v1`,
    },
  })
  ends.push(
    () => rmSync(cwd, { recursive: true }),
    () => emulating.close(),
    () => server.stop('SIGKILL'),
  )
  const accepted = () => new Set(readFileSync(join(cwd, 'accepted.txt'), 'utf8').split('\n'))
  return { server, url: String(server.ready.listening), accepted }
}

interface Answer {
  status: number
  connection: string | undefined
}

class Dropped extends Error {
  port = ''
}

/** One request on a connection of its own; fails with {@link Dropped} where there was one. */
function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const dropped = new Dropped()
    const asked = request(url, { agent: false, headers: { connection: 'keep-alive' } }, (response) => {
      const answer = { status: response.statusCode ?? 0, connection: response.headers.connection }
      response
        .resume()
        .on('end', () => resolve(answer))
        .on('error', () => reject(dropped))
    })
    asked.on('socket', (socket) =>
      socket.on('connect', () => {
        dropped.port = String(socket.localPort)
      }),
    )
    asked.on('error', (error) => reject(dropped.port ? dropped : error)).end()
  })
}

interface Traffic {
  /** Resolves with the first answer. */
  begun: Promise<void>
  /** The ports of connections that got none, once no new one comes about. */
  dropped: Promise<string[]>
}

/** Asks again and again until no connection comes about. */
function startTraffic(url: string): Traffic {
  let begin: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  return { begun, dropped: askUntilRefused(url, begin) }
}

async function askUntilRefused(url: string, onAnswer: () => void): Promise<string[]> {
  const dropped: string[] = []
  for (;;) {
    await sleep(Math.random() * 10)
    try {
      await ask(url)
      onAnswer()
    } catch (error) {
      if (!(error instanceof Dropped)) return dropped
      dropped.push(error.port)
    }
  }
}

describe('a server that is told to end', () => {
  it('drops no request it accepted, at twenty moments, and ends with 0 in time', { timeout: 120_000 }, async () => {
    for (let moment = 0; moment < 20; moment += 1) {
      const { server, url, accepted } = await startServe('--drain-ms', String((moment % 2) * 100))
      const traffic = ['/', '/readyz', '/spaces', '/healthz'].map((path) => startTraffic(url + path))
      await Promise.all(traffic.map(({ begun }) => begun))
      await sleep(moment * 7)
      const toldAt = performance.now()
      const code = await server.stop('SIGTERM')
      const tookMs = performance.now() - toldAt
      const dropped = (await Promise.all(traffic.map((one) => one.dropped))).flat()
      // The system completes connections before a process accepts them; what it never saw, no process can answer.
      const known = accepted()
      expect(dropped.filter((port) => known.has(port))).toEqual([])
      expect([code, tookMs < 10_000, server.output().includes('error')]).toEqual([0, true, false])
    }
  })

  it('turns readiness red first, and goes on answering meanwhile', { timeout: 20_000 }, async () => {
    const { server, url } = await startServe('--drain-ms', '1000')
    expect((await ask(`${url}/readyz`)).status).toBe(200)
    const ended = server.stop('SIGTERM')
    await sleep(200)
    expect([(await ask(`${url}/readyz`)).status, (await ask(`${url}/healthz`)).status]).toEqual([503, 200])
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
