import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createRecorder } from '../../test/cli/run-cli.ts'
import { hearDemoKeys } from './demo-keys.ts'
import { createInput } from './input.ts'

const pages = { app: 'http://localhost:1', emulator: 'http://127.0.0.1:2', inspector: 'http://localhost:1/flow' }

function listen(interactive: boolean) {
  const stdin = new PassThrough()
  const input = createInput({ stdin, stderr: new PassThrough(), interactive })
  const { output, stderr } = createRecorder()
  const opened: string[] = []
  const stop = hearDemoKeys(input, output, pages, (url) => void opened.push(url))
  const type = async (line: string) => {
    stdin.write(`${line}\n`)
    await new Promise(setImmediate)
  }
  return { type, opened, stderr, stop }
}

it('opens the page that a letter stands for', async () => {
  const { type, opened, stop } = listen(true)
  for (const line of ['o', ' E ', 'f', '']) await type(line)
  expect(opened).toEqual([pages.app, pages.emulator, pages.inspector])
  stop()
  await type('o')
  expect(opened).toHaveLength(3)
})

it('says which letters there are, to a question mark and to what is none', async () => {
  const { type, opened, stderr } = listen(true)
  await type('?')
  expect(stderr()).toContain('o + Enter   open the app')
  await type('constructor')
  expect(opened).toEqual([])
})

it('hears nothing where nobody is', async () => {
  const { type, opened, stderr } = listen(false)
  await type('o')
  expect([opened, stderr()]).toEqual([[], ''])
})
