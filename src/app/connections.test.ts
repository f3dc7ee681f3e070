import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../environment.ts'
import { listen } from './listen.ts'

const { sleep } = nodeEnvironment()

async function startSlow() {
  const answer: { give: () => void } = { give: () => undefined }
  let arrive: () => void = () => undefined
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const answerSlowly = () =>
    new Promise<Response>((resolve) => {
      answer.give = () => resolve(new Response('late'))
      arrive()
    })
  const listening = await listen({ answer: answerSlowly, refuse: () => new Response(), sleep }, { port: 0 })
  return { answer, arrived, listening }
}

describe('a server that ends', () => {
  it('finishes a long request, and says that the connection ends with it', async () => {
    const { answer, arrived, listening } = await startSlow()
    const asked = fetch(listening.url)
    await arrived
    const closed = listening.close()
    await expect(fetch(listening.url)).rejects.toThrow()
    answer.give()
    const response = await asked
    expect([await response.text(), response.headers.get('connection')]).toEqual(['late', 'close'])
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
