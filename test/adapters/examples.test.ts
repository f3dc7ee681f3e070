import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Example, startExample } from './example.ts'

const folder = join(import.meta.dirname, '../../examples')
const examples = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'server.js')))
/** The key management service's shows what keys are about, and leaves disconnecting out. */
const whole = examples.filter((name) => name !== 'kms')

const running: Example[] = []
afterEach(async () => {
  for (const example of running.splice(0)) await example.end()
})

async function start(name: string): Promise<Example> {
  const example = await startExample(join(folder, name, 'server.js'))
  running.push(example)
  return example
}

describe('an example', () => {
  it('is there for every host that serves by itself', () => {
    expect(examples).toEqual(expect.arrayContaining(['express', 'fastify', 'hono', 'plain-node']))
  })

  it.each(examples)('%s shows the spaces of the person who pressed GRANT, and says what to do before', async (name) => {
    const { emulator, greeting, origin, newVisitor } = await start(name)
    expect(greeting).toBe(`Open ${origin}`)
    const ada = newVisitor()
    expect((await ada.get('/')).text).toContain('<button>GRANT</button>')
    const before = await ada.get('/spaces')
    expect([before.status, before.text]).toEqual([401, expect.stringContaining('Press GRANT to connect.')])
    await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    const after = await ada.get('/spaces')
    expect([after.status, JSON.parse(after.text).length]).toEqual([200, 200])
    expect((await ada.get('/nowhere')).status).toBe(404)
  })

  it.each(whole)('%s lets the person disconnect again', async (name) => {
    const { emulator, newVisitor } = await start(name)
    const ada = newVisitor()
    await ada.get(await emulator.signIn(await ada.pressGrant('/spaces'), 'ada'))
    const left = await ada.post('/disconnect')
    expect([left.status, left.url.search]).toEqual([200, '?revoked=yes'])
    expect(left.text).toContain('<button>Disconnect</button>')
    expect((await ada.get('/spaces')).status).toBe(401)
  })

  it('takes at most 12 lines on Express', () => {
    const lines = readFileSync(join(folder, 'express/server.js'), 'utf8').split('\n').filter(Boolean)
    expect(lines.length).toBeLessThanOrEqual(12)
  })
})
