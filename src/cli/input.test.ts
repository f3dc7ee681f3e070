import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createInput, Interrupted, requireAnswerer } from './input.ts'

function createTerminal(interactive = true) {
  const stdin = new PassThrough()
  const stderr = new PassThrough({ encoding: 'utf8' })
  return { stdin, input: createInput({ stdin, stderr, interactive }), shown: () => String(stderr.read() ?? '') }
}

describe('a question', () => {
  it('is asked on stderr and answered by a line, without what surrounds it', async () => {
    const { stdin, input, shown } = createTerminal()
    stdin.write('  some words \r')
    expect(await input.ask('Well?')).toBe('some words')
    expect(shown()).toContain('? Well? ')
  })

  it('that is hidden shows nothing of its answer, which may be pasted and corrected', async () => {
    const { stdin, input, shown } = createTerminal()
    stdin.write('hush-9x\u007f\r')
    expect(await input.ask('Secret:', { hidden: true })).toBe('hush-9')
    expect(shown()).toBe('? Secret: \n')
  })

  it('may be followed by another', async () => {
    const { stdin, input } = createTerminal()
    stdin.write('one\r')
    expect(await input.ask('First?')).toBe('one')
    stdin.write('two\r')
    expect(await input.ask('Second?', { hidden: true })).toBe('two')
  })

  it.each(['\u0003', '\u0004'])('is left by %j', async (key) => {
    const { stdin, input } = createTerminal()
    stdin.write(key)
    await expect(input.ask('Well?')).rejects.toBeInstanceOf(Interrupted)
  })

  it('is not asked where nobody is', () => {
    const { input } = createTerminal(false)
    expect(() => requireAnswerer(input, 'a name', 'pass --name')).toThrow(
      'Nobody is there to be asked for a name: pass --name.',
    )
  })
})

describe('what is piped in', () => {
  it('is read to its end', async () => {
    const { stdin, input } = createTerminal(false)
    stdin.end('ä\nb')
    expect(await input.readAll()).toBe('ä\nb')
  })

  it('is refused when it does not end', async () => {
    const { stdin, input } = createTerminal(false)
    stdin.end('x'.repeat(1024 * 1024 + 1))
    await expect(input.readAll()).rejects.toThrow('More than 1 MiB')
  })
})
