import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { get } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { type ListenOptions, listen } from './listen.ts'

const { sleep } = nodeEnvironment()
const readPem = (name: string) => readFileSync(join(import.meta.dirname, '../../../test/tls', name), 'utf8')
/** Made for these tests, and trusted by nobody else. */
const localhost = { cert: readPem('localhost.cert.pem'), key: readPem('localhost.key.pem') }

async function startSlow(tls?: ListenOptions['tls']) {
  const answer: { give: () => void; isAtOnce: boolean } = { give: () => undefined, isAtOnce: false }
  let arrive: () => void = () => undefined
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const answerSlowly = () =>
    new Promise<Response>((resolve) => {
      answer.give = () => resolve(new Response('late'))
      arrive()
      if (answer.isAtOnce) answer.give()
    })
  const listening = await listen({ answer: answerSlowly, refuse: () => new Response(), sleep }, { port: 0, tls })
  return { answer, arrived, listening }
}

/** What the answer says of its connection. */
function ask(url: string, agent: Agent | false = false): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { connection: 'keep-alive' } }, (response) => {
      response.resume().on('end', () => resolve(response.headers.connection))
    })
    asked.on('error', reject).end()
  })
}

/** Until nobody accepts connections there; the test's own time limit bounds it. */
async function untilRefused(port: number): Promise<void> {
  for (let isAccepted = true; isAccepted; ) {
    const socket = connect(port, '127.0.0.1')
    isAccepted = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    await sleep(5)
  }
}

describe('a server that ends', () => {
  it('finishes a long request, and says that the connection ends with it', async () => {
    const { answer, arrived, listening } = await startSlow()
    const asked = fetch(listening.url)
    await arrived
    const closed = listening.close()
    await untilRefused(listening.port)
    answer.give()
    const response = await asked
    expect([await response.text(), response.headers.get('connection')]).toEqual(['late', 'close'])
    await closed
  })

  it('answers while it drains, and what then still comes on a connection that was kept alive', async () => {
    const { answer, listening } = await startSlow()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    answer.isAtOnce = true
    expect(await ask(listening.url, agent)).toBe('keep-alive')
    const closed = listening.close({ drainMs: 20 })
    expect(await ask(listening.url)).toBe('close')
    await untilRefused(listening.port)
    expect(await ask(listening.url, agent)).toBe('close')
    await closed
  })

  it('finishes a long request over TLS too', async () => {
    const { answer, arrived, listening } = await startSlow(localhost)
    expect(listening.url).toMatch(/^https:/)
    const asked = new Promise<string | undefined>((resolve, reject) => {
      const options = { ca: localhost.cert, agent: false, headers: { connection: 'keep-alive' } }
      get(`https://localhost:${listening.port}`, options, (response) => {
        response.resume().on('end', () => resolve(response.headers.connection))
      }).on('error', reject)
    })
    await arrived
    const closed = listening.close()
    await untilRefused(listening.port)
    // Longer than a connection may be silent: this one is not.
    await sleep(600)
    answer.give()
    expect(await asked).toBe('close')
    await closed
  })

  it('cuts what is not done in time', async () => {
    const { arrived, listening } = await startSlow()
    const asked = fetch(listening.url).catch(() => 'cut')
    await arrived
    await listening.close({ withinMs: 1 })
    expect(await asked).toBe('cut')
  })

  it('waits for nobody who never says a word of TLS', async () => {
    const { listening } = await startSlow(localhost)
    const silent = connect(listening.port, '127.0.0.1').on('error', () => undefined)
    await once(silent, 'connect')
    const isCut = once(silent, 'close')
    await listening.close({ withinMs: 1 })
    await isCut
  })
})
