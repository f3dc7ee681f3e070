import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { listen } from './listen.ts'

const { sleep } = nodeEnvironment()

async function startSlow() {
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
  const listening = await listen({ answer: answerSlowly, refuse: () => new Response(), sleep }, { port: 0 })
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

  it('cuts what is not done in time', async () => {
    const { arrived, listening } = await startSlow()
    const asked = fetch(listening.url).catch(() => 'cut')
    await arrived
    await listening.close({ withinMs: 1 })
    expect(await asked).toBe('cut')
  })
})
