import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRecorder, runCli } from '../../../test/cli/run-cli.ts'
import { createInspector } from '../../app/index.ts'
import { nodeEnvironment } from '../../environment.ts'
import { guardOperatorPages, openOperatorEntry } from '../operator-entry.ts'

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex')

let cwd: string
let operatorFile: string

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'gk-operator-'))
  operatorFile = join(cwd, '.grantkeeper', 'operator')
  vi.spyOn(process, 'cwd').mockReturnValue(cwd)
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(cwd, { recursive: true })
})

const kept = () => readFileSync(operatorFile, 'utf8').trim()

describe('grantkeeper operator-token', () => {
  it('shows a new token on stdout, and keeps its digest only', async () => {
    const { exitCode, stdout, stderr } = await runCli(['operator-token'])
    expect(stdout).toMatch(/^gko_[\w-]{43}$/)
    expect(kept()).toBe(digestOf(stdout))
    expect(stderr).toContain(`It is shown this once; ${operatorFile} keeps its SHA-256 only.`)
    expect(exitCode).toBe(0)
  })

  it('makes another only when told to', async () => {
    const { stdout: first } = await runCli(['operator-token'])
    expect(await runCli(['operator-token'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^✘ There is a token already;.*\n {2}Pass --new to make another in its place\.$/),
    })
    expect(kept()).toBe(digestOf(first))
    const { token } = JSON.parse((await runCli(['operator-token', '--new', '--json'])).stdout)
    expect(kept()).toBe(digestOf(token))
  })

  it('makes none where another one counts', async () => {
    writeFileSync(join(cwd, '.env'), 'GRANTKEEPER_OPERATOR_TOKEN=0123456789abcdef', { mode: 0o600 })
    const { exitCode, stderr } = await runCli(['operator-token', '--new'])
    expect(stderr).toContain('GRANTKEEPER_OPERATOR_TOKEN (.env) is set, and wins')
    expect(stderr).not.toContain('0123456789abcdef')
    expect([exitCode, existsSync(operatorFile)]).toEqual([2, false])
  })

  it('is written down in the audit, without the token', async () => {
    writeFileSync(join(cwd, '.env'), 'GRANTKEEPER_AUDIT_LOG=audit.log', { mode: 0o600 })
    const { stdout } = await runCli(['operator-token'])
    const audit = readFileSync(join(cwd, 'audit.log'), 'utf8')
    expect(JSON.parse(audit)).toMatchObject({ what: 'operator.new-token', who: 'command-line' })
    expect(audit).not.toContain(stdout.slice(4))
  })
})

describe('a server that starts', () => {
  const enter = (interactive: boolean, set?: string) => {
    const recorder = createRecorder()
    const operatorToken = set === undefined ? undefined : { name: 'T', origin: 'env' as const, reveal: () => set }
    const entry = openOperatorEntry({ operatorToken, operatorFile }, { randomBytes }, recorder.output, { interactive })
    return { ...entry, said: recorder.stderr(), printed: recorder.stdout() }
  }

  it('makes a token in a terminal and shows it once, never on stdout', () => {
    const { operatorToken, said, printed } = enter(true)
    expect(said).toBe(`  Operator token, shown this once: ${operatorToken}`)
    expect(printed).toBe('')
    expect(enter(true)).toMatchObject({ operatorToken: { sha256: digestOf(String(operatorToken)) }, said: '' })
  })

  it('makes none where nobody would see it, and says how to get one', () => {
    const { operatorToken, notes, said } = enter(false)
    expect([operatorToken, said]).toEqual([undefined, ''])
    expect(notes).toEqual([expect.stringContaining('To make one: grantkeeper operator-token')])
    expect(existsSync(operatorFile)).toBe(false)
  })

  it('takes the one that was set', () => {
    expect(enter(true, 'set-by-hand-0123')).toMatchObject({ operatorToken: 'set-by-hand-0123', notes: [], said: '' })
    expect(existsSync(operatorFile)).toBe(false)
  })

  it('goes on without one where none can be kept', () => {
    symlinkSync(join(cwd, 'nowhere'), join(cwd, '.grantkeeper'))
    const { operatorToken, notes } = enter(true)
    expect([operatorToken, notes]).toEqual([undefined, [expect.stringContaining('cannot be made')]])
  })
})

describe('the operator’s pages of a server', () => {
  const inspector = createInspector(nodeEnvironment())
  const plain = { inspector: undefined, byTokenOnly: false, inProduction: false, operatorToken: undefined }

  it('open to this computer, unless the token was asked for, with an inspector or without', () => {
    expect(guardOperatorPages(plain)).toEqual({ operatorByTokenOnly: false })
    expect(guardOperatorPages({ ...plain, byTokenOnly: true })).toEqual({ operatorByTokenOnly: true })
    expect(guardOperatorPages({ ...plain, inspector })).toEqual({ inspector, operatorByTokenOnly: false })
    expect(guardOperatorPages({ ...plain, inspector, byTokenOnly: true })).toMatchObject({ operatorByTokenOnly: true })
  })

  it('have an inspector in production behind the token only', () => {
    const inProduction = { ...plain, inspector, inProduction: true }
    expect(guardOperatorPages({ ...inProduction, operatorToken: 'x' })).toMatchObject({ operatorByTokenOnly: true })
    expect(() => guardOperatorPages(inProduction)).toThrow('grantkeeper operator-token')
  })
})
