import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import {
  addGrant,
  createKey,
  integration,
  keyIdOfKey,
  openGrants,
  readTokens,
} from '../../../test/keys/sealed-grants.ts'
import { catalogue } from '../../errors/index.ts'
import { sqliteStore } from '../../stores/sqlite.ts'
import type { Store } from '../../stores/store.ts'

const [old, key, lost] = [createKey(), createKey(), createKey()]
const [oldId, keyId, lostId] = [old, key, lost].map(keyIdOfKey)
const fix = `✘ ${catalogue['WX-GRANT-LOCKED'].title}.  WX-GRANT-LOCKED\n  → ${catalogue['WX-GRANT-LOCKED'].fix}`

let folder: string
let settings: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-keys-'))
  const file = join(folder, 'grants.db')
  settings = join(folder, 'settings')
  store = sqliteStore({ file })
  const lines = [
    `WEBEX_CLIENT_ID=${integration.clientId}`,
    `WEBEX_CLIENT_SECRET=${integration.clientSecret}`,
    `WEBEX_REDIRECT_URI=${integration.redirectUri}`,
    `WEBEX_SCOPES=${integration.scopes}`,
    `GRANTKEEPER_KEY=${key},${old}`,
    `DATABASE_URL=sqlite:${file}`,
  ]
  writeFileSync(settings, lines.join('\n'), { mode: 0o600 })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

async function addGrants(count: number, sealedWith: string, prefix: string): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`)
  await Promise.all(ids.map((id) => addGrant(store, sealedWith, id)))
  return ids
}

const run = (...argv: string[]) => runCli(['keys', ...argv])

describe('keys list', () => {
  it('says which key does what, for how many grants', async () => {
    await addGrants(12, old, 'a')
    await addGrants(1, key, 'b')
    expect(await run('list', '--settings', settings)).toEqual({
      exitCode: 0,
      stdout: [
        `  ${keyId}      1 row   seals and opens`,
        `  ${oldId}     12 rows  opens; "grantkeeper keys rotate-encryption" seals its rows with the first key`,
      ].join('\n'),
      stderr: '',
    })
  })

  it('says when a key is needed no more', async () => {
    const { stdout } = await run('list', '--settings', settings)
    expect(stdout.split('\n')[1]).toBe(`  ${oldId}      0 rows  opens; nothing needs it any more`)
  })

  it('makes no database where there is none', async () => {
    const nowhere = join(folder, 'nowhere.db')
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^DATABASE_URL=.*$/m, `DATABASE_URL=${nowhere}`))
    const { exitCode, stdout } = await run('list', '--settings', settings)
    expect(stdout.split('\n')[0]).toBe(`  ${keyId}      0 rows  seals and opens`)
    expect((await run('rotate-encryption', '--settings', settings)).exitCode).toBe(0)
    expect([exitCode, existsSync(nowhere)]).toEqual([0, false])
  })

  it('names a key that is missing, and what to do about it', async () => {
    await addGrants(2, lost, 'a')
    await addGrant(store, key, 'b', { sealedTokens: 'spoiled' })
    const { exitCode, stdout, stderr } = await run('list', '--settings', settings)
    expect(exitCode).toBe(3)
    expect(stdout.split('\n').slice(2)).toEqual([
      `  ${lostId}      2 rows  missing`,
      '  ?           1 row   altered: no key can be told from them',
    ])
    expect(stderr).toBe(fix)
  })

  it('is the same as JSON, without a key in it', async () => {
    await addGrants(2, lost, 'a')
    const { exitCode, stdout } = await run('list', '--json', '--settings', settings)
    const known = [keyId, oldId]
    expect(JSON.parse(stdout)).toEqual({ first: keyId, known, rows: { [String(lostId)]: 2 }, missing: [lostId] })
    expect(exitCode).toBe(3)
    for (const secret of [key, old, lost]) expect(stdout).not.toContain(secret)
  })
})

describe('keys rotate-encryption', () => {
  it('makes the first key open every grant', async () => {
    const ids = [...(await addGrants(7, old, 'a')), ...(await addGrants(2, key, 'b'))]
    expect(await run('rotate-encryption', '--settings', settings)).toEqual({
      exitCode: 0,
      stdout: ['        7 rows  sealed again with the first key', '        2 rows  sealed with it already'].join('\n'),
      stderr: '',
    })
    expect(await readTokens(store, [key], ids)).toEqual({ works: 9 })
  })

  it('does what it can where a key is missing, and names that key', async () => {
    await addGrants(1, old, 'a')
    await addGrants(2, lost, 'b')
    const { exitCode, stdout, stderr } = await run('rotate-encryption', '--settings', settings)
    expect(exitCode).toBe(3)
    expect(stdout.split('\n')).toEqual([
      '        1 row   sealed again with the first key',
      '        0 rows  sealed with it already',
      `        2 rows  locked: the key ${lostId} is missing`,
    ])
    expect(stderr).toBe(fix)
  })

  it('tells the same as JSON', async () => {
    await addGrants(1, old, 'a')
    await addGrants(2, lost, 'b')
    const { exitCode, stdout } = await run('rotate-encryption', '--json', '--settings', settings)
    const locked = { [String(lostId)]: 2 }
    expect(JSON.parse(stdout)).toEqual({ resealed: 1, current: 0, altered: 0, locked, stopped: false })
    expect(exitCode).toBe(3)
  })

  it('is stopped by Ctrl-C between two rows, and says how far it came', async () => {
    const ids = await addGrants(3000, old, 'a')
    const root = join(import.meta.dirname, '../../..')
    const argv = ['--import', 'tsx', 'src/cli/main.ts', 'keys', 'rotate-encryption', '--json', '--settings', settings]
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = Promise.all([text(child.stdout), once(child, 'exit')])
    const isSealedAgain = async () => (await store.getGrant('a0020'))?.sealedTokens.startsWith(`1.${keyId}.`)
    while (child.exitCode === null && !(await isSealedAgain())) await wait(5)
    child.kill('SIGINT')
    const [stdout, [exitCode]] = await ended
    const { resealed, stopped } = JSON.parse(stdout)
    expect([exitCode, stopped, resealed < 3000]).toEqual([0, true, true])
    const { rows } = await openGrants(store, [key, old]).inspectKeys()
    expect(rows).toEqual({ [String(keyId)]: resealed, [String(oldId)]: 3000 - resealed })
    expect(await readTokens(store, [key, old], ids)).toEqual({ works: 3000 })
  }, 60_000)
})

describe('keys generate', () => {
  it('prints a new key each time, and it seals', async () => {
    const [one, two] = [await run('generate'), await run('generate')]
    expect(one).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^[\w+/]{43}=$/), stderr: '' })
    expect(keyIdOfKey(one.stdout)).not.toBe(keyIdOfKey(two.stdout))
  })
})

describe('keys', () => {
  it('knows its verb behind options too', async () => {
    expect(await run('--settings', settings, '--json', 'list')).toEqual(
      await run('list', '--json', '--settings', settings),
    )
  })

  it.each([
    [[], 'What about the keys? One of: list, rotate-encryption, rotate-secret, generate.'],
    [['--no-color'], 'What about the keys? One of: list, rotate-encryption, rotate-secret, generate.'],
    [['rotate'], 'Unknown verb "rotate".'],
    [['toString'], 'Unknown verb "toString".'],
    [['list', 'all'], 'Unexpected word "all".'],
    [['list', '--jsn'], 'Unknown option "--jsn". Did you mean "--json"?'],
  ])('%j is told in one sentence', async (argv, sentence) => {
    expect(await run(...argv)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `✘ ${sentence}\n  See: grantkeeper help keys`,
    })
  })
})
