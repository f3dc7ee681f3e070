import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecorder } from '../../test/cli/run-cli.ts'
import { openAudit } from './audit-log.ts'

const environment = { now: () => Date.UTC(2026, 0, 1) }
const time = '2026-01-01T00:00:00.000Z'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-audit-'))
  file = join(folder, 'log', 'audit.log')
  mkdirSync(join(folder, 'log'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function open(value: string | undefined) {
  const recorder = createRecorder()
  const auditLog = value === undefined ? undefined : { name: 'GRANTKEEPER_AUDIT_LOG', value, origin: 'env' as const }
  return { audit: openAudit({ config: { auditLog }, environment, output: recorder.output }), recorder }
}

const records = (from = file) =>
  readFileSync(from, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('the audit log', () => {
  it('is appended to, for its owner alone to read', () => {
    for (const what of ['server.started', 'server.ending']) open(file).audit.note({ what })
    expect(records()).toEqual([
      { time, what: 'server.started' },
      { time, what: 'server.ending' },
    ])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('goes on in a new file when the old one was moved aside', () => {
    const { audit } = open(file)
    audit.note({ what: 'one' })
    renameSync(file, `${file}.1`)
    audit.note({ what: 'two' })
    expect([records(`${file}.1`), records()]).toMatchObject([[{ what: 'one' }], [{ what: 'two' }]])
  })

  it('that cannot be written stops nothing, is told once, and says afterwards how much it lacks', () => {
    const { audit, recorder } = open(file)
    rmSync(join(folder, 'log'), { recursive: true })
    for (const what of ['one', 'two', 'three']) audit.note({ what })
    expect(recorder.stderr()).toBe(`! The audit log ${file} cannot be written (ENOENT). Everything else goes on.`)
    mkdirSync(join(folder, 'log'))
    for (const what of ['four', 'five']) audit.note({ what })
    expect(records().map(({ what, lost }) => lost ?? what)).toEqual([3, 'four', 'five'])
  })

  it('is stderr for a dash, and nowhere when it was not asked for', () => {
    const { audit, recorder } = open('-')
    audit.note({ what: 'one' })
    expect(recorder.stderr()).toBe(`{"time":"${time}","what":"one"}`)
    const silent = open(undefined)
    silent.audit.note({ what: 'one' })
    expect(silent.recorder.stderr()).toBe('')
  })
})
