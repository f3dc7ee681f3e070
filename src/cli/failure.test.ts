import { describe, expect, it } from 'vitest'
import { GrantkeeperError } from '../errors/index.ts'
import { tellFailure } from './failure.ts'
import type { Output } from './output.ts'

async function tell(error: unknown, format: { json?: boolean; debug?: boolean; requestId?: string } = {}) {
  const said: string[] = []
  const output = { say: (line: string) => void said.push(line), paint: (_, text) => text } as Partial<Output> as Output
  const exitCode = await tellFailure(error, output, { json: false, debug: false, ...format })
  return { exitCode, stderr: said.join('\n') }
}

const fix = '  → Run the command again with --debug to see where, and report it.'

describe('a failure', () => {
  it('of ours is told in the words of its code', async () => {
    const { stderr, exitCode } = await tell(new GrantkeeperError('WX-STORE-FULL', { detail: 'No room.' }))
    expect(stderr.split('\n')).toEqual([
      '✘ The database is full.  WX-STORE-FULL',
      '  No room.',
      '  → Free room on the disk; writing works again by itself.',
      '  More: grantkeeper explain WX-STORE-FULL',
    ])
    expect(exitCode).toBe(1)
  })

  it('without words is told in one line, which cannot move the cursor, and without its stack', async () => {
    const { stderr, exitCode } = await tell(new TypeError('odd\u001b[2J\nsecond line'))
    const unexpected = '✘ Something failed that should not have.  WX-INTERNAL'
    expect(stderr.split('\n').slice(0, 3)).toEqual([unexpected, '  TypeError: odd\uFFFD[2J', fix])
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(1)
    expect((await tell('thrown text')).stderr.split('\n').slice(0, 2)).toEqual([unexpected, fix])
  })

  it('of a request names what is behind it and the id that the page shows', async () => {
    const error = new GrantkeeperError('WX-INTERNAL', { cause: new Error('behind') })
    expect((await tell(error, { requestId: 'r1' })).stderr).toContain('  Error: behind\n  Request id: r1\n')
    expect(JSON.parse((await tell(error, { requestId: 'r1', json: true })).stderr).error.requestId).toBe('r1')
  })

  it('shows every stack where that was asked for', async () => {
    const { stderr } = await tell(new Error('outer', { cause: new Error('inner') }), { debug: true })
    expect(stderr).toMatch(/Error: outer\n +at [\s\S]*Error: inner\n +at /)
  })
})
