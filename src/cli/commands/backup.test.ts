import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLeaks } from '../../../test/canary/scan.ts'
import { createRecorder, runCli } from '../../../test/cli/run-cli.ts'
import {
  addGrant,
  addRevocation,
  createKey,
  integration,
  keyIdOfKey,
  readTokens,
} from '../../../test/keys/sealed-grants.ts'
import { copyDatabase } from '../../stores/sqlite/backup.ts'
import { findDriver } from '../../stores/sqlite/driver.ts'
import { sqliteStore } from '../../stores/sqlite.ts'
import type { Store } from '../../stores/store.ts'
import { runCommand } from '../run.ts'

const root = join(import.meta.dirname, '../../..')
const [key, lost] = [createKey(), createKey()]
const session = (idHash: string, grantId: string) => ({ idHash, owner: grantId, grantId, otherGrantIds: '' })
const times = { createdAt: 1, seenAt: 1, expiresAt: 9e15 }

let folder: string
let database: string
let file: string
let settings: string
let audit: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-backup-'))
  database = join(folder, 'data', 'grants.db')
  file = join(folder, 'monday.db')
  settings = join(folder, 'settings')
  audit = join(folder, 'audit.log')
  store = sqliteStore({ file: database })
  writeSettings()
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

function writeSettings(changes: Record<string, string> = {}): void {
  const variables = {
    WEBEX_CLIENT_ID: integration.clientId,
    WEBEX_CLIENT_SECRET: integration.clientSecret,
    WEBEX_REDIRECT_URI: integration.redirectUri,
    WEBEX_SCOPES: integration.scopes,
    GRANTKEEPER_KEY: key,
    GRANTKEEPER_AUDIT_LOG: audit,
    DATABASE_URL: `sqlite:${database}`,
    ...changes,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  writeFileSync(settings, lines.join('\n'), { mode: 0o600 })
}

const backup = (...argv: string[]) => runCli(['backup', '--settings', settings, ...argv])
const restore = (...argv: string[]) => runCli(['restore', '--settings', settings, ...argv])
const idsOf = async (from: Store) => (await from.listGrants({ limit: 1000 })).map(({ id }) => id)
const auditOf = () =>
  readFileSync(audit, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).what)
const addGrants = async (...ids: string[]) => {
  for (const id of ids) await addGrant(store, key, id)
}

/** Makes the database so large that it is copied in many steps. */
function addBallast(megabytes: number): void {
  const raw = findDriver()(database)
  raw.exec(`CREATE TABLE ballast (bytes BLOB); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${megabytes})
    INSERT INTO ballast SELECT randomblob(1000000) FROM n`)
  raw.close()
}

/** A process that writes to the database as fast as it can, a row in each transaction, until it is killed. */
async function startWriter() {
  const script = `import { sqliteStore } from './src/stores/sqlite.ts'
    const store = sqliteStore({ file: process.argv[1] })
    for (let n = 0; ; n++) {
      await store.claimState('writer-' + n, 9e15)
      if (n === 0) console.log('writing')
    }`
  const argv = ['--import', 'tsx', '--input-type=module', '-e', script, database]
  const child = spawn(process.execPath, argv, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

describe('grantkeeper backup', () => {
  it('copies everything into one file for its owner alone, and says what is in it', async () => {
    await addGrants('a', 'b')
    await addRevocation(store, key, 'c')
    const { exitCode, stdout, stderr } = await backup(file)
    expect(stdout).toMatch(/^✔ .*monday\.db {2}2 connections, 0 sessions, 1 token to revoke, \d+ kB$/)
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).sort()).toEqual(['audit.log', 'data', 'monday.db', 'settings'])
    const copy = sqliteStore({ file })
    expect(await readTokens(copy, [key], ['a', 'b'])).toEqual({ works: 2 })
    await copy.close()
    expect(auditOf()).toEqual(['operator.backup'])
  })

  it('is whole while another process writes', async () => {
    await addGrants('a', 'b', 'c')
    addBallast(20)
    const endWriting = await startWriter()
    try {
      for (const name of ['one.db', 'two.db']) {
        const copied = JSON.parse((await backup('--json', join(folder, name))).stdout)
        expect(copied).toMatchObject({ file: join(folder, name), grants: 3, revocations: 0, sessions: 0 })
      }
    } finally {
      await endWriting()
    }
    const copy = sqliteStore({ file: join(folder, 'two.db') })
    expect(await readTokens(copy, [key], ['a', 'b', 'c'])).toEqual({ works: 3 })
    await copy.close()
  }, 60_000)

  it('has no token in it', async () => {
    const ids = ['canary-one', 'canary-two']
    await addGrants(...ids)
    await addRevocation(store, key, 'canary-gone')
    await backup(file)
    const tokens = ['canary-gone', ...ids].flatMap((id) => [`access-${id}`, `refresh-${id}`])
    const secrets = Object.fromEntries([...tokens, key, integration.clientSecret].map((text) => [text, text]))
    expect(findLeaks(secrets, { backup: readFileSync(file) })).toEqual([])
    expect(readFileSync(file).includes('canary-one')).toBe(true)
  })

  it('overwrites nothing, unless it is told to', async () => {
    writeFileSync(file, 'precious')
    expect(await backup(file)).toMatchObject({
      exitCode: 2,
      stderr: `✘ There is a file ${file} already.\n  Name another, or pass --force.`,
    })
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect((await backup(file, '--force')).exitCode).toBe(0)
    expect((await backup(file, '--force')).exitCode).toBe(0)
    expect((await backup(database, '--force')).stderr).toContain('That file is the database itself.')
  })

  it('says why it cannot', async () => {
    expect(await backup()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Into which file?') })
    const nowhere = await backup(join(folder, 'nowhere', 'x.db'))
    expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('x.db cannot be used (ENOENT).') })
    writeSettings({ DATABASE_URL: `sqlite:${join(folder, 'none.db')}` })
    expect((await backup(file)).stderr).toContain('There is no database yet')
    expect(existsSync(join(folder, 'none.db'))).toBe(false)
    writeSettings({ DATABASE_URL: 'postgres://me:secret@db.example/grants' })
    const { exitCode, stderr } = await backup(file)
    expect(stderr).toContain('pg_dump')
    expect(stderr).not.toContain('secret')
    expect(exitCode).toBe(2)
    expect(existsSync(file)).toBe(false)
  })

  it('is ended by Ctrl-C without half a file', async () => {
    addBallast(150)
    const argv = ['--import', 'tsx', 'src/cli/main.ts', 'backup', '--settings', settings, file]
    const child = spawn(process.execPath, argv, { cwd: root, stdio: 'ignore' })
    const ended = once(child, 'exit')
    const isCopying = () => readdirSync(folder).some((name) => name.endsWith('.part'))
    while (child.exitCode === null && !isCopying()) await wait(2)
    child.kill('SIGINT')
    expect(await ended).toEqual([130, null])
    expect(readdirSync(folder).sort()).toEqual(['data', 'settings'])
  }, 60_000)

  it('leaves nothing of a copy that was stopped', async () => {
    await addGrants('a')
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(copyDatabase(database, file, { signal: stopped })).rejects.toThrow('stopped')
    expect(existsSync(file)).toBe(false)
  })
})

describe('grantkeeper restore', () => {
  it('puts the backup in place of what is there, and keeps that beside it', async () => {
    await addGrants('a', 'b')
    await backup(file)
    await store.deleteGrant('a', 7, undefined)
    await addGrants('c')
    const { exitCode, stdout } = await restore('--yes', '--json', file)
    const restored = JSON.parse(stdout)
    expect(restored).toMatchObject({ file, before: { grants: 2 }, after: { grants: 2 }, renewed: 0, missing: [] })
    expect(await idsOf(store)).toEqual(['a', 'b'])
    expect(await readTokens(store, [key], ['a', 'b'])).toEqual({ works: 2 })
    const kept = sqliteStore({ file: restored.safetyCopy })
    expect(await idsOf(kept)).toEqual(['b', 'c'])
    await kept.close()
    expect(statSync(restored.safetyCopy).mode & 0o777).toBe(0o600)
    expect(exitCode).toBe(0)
    expect(auditOf()).toEqual(['operator.backup', 'operator.restore'])
    expect(readdirSync(join(folder, 'data')).filter((name) => name.startsWith('restore-'))).toEqual([])
  })

  it('asks first, and says what is replaced by what', async () => {
    await addGrants('a')
    await backup(file)
    await addGrants('b')
    const asked: string[] = []
    const recorder = createRecorder()
    const input = {
      interactive: true,
      ask: async (question: string) => {
        asked.push(question)
        return 'no'
      },
      hearLines: () => () => undefined,
      readAll: async () => '',
    }
    expect(await runCommand(['restore', '--settings', settings, file], recorder.output, input)).toBe(1)
    expect(asked).toEqual([
      `Replace the 2 connections in ${database} by the 1 connection of ${file}? Type yes to go on:`,
    ])
    expect(recorder.stderr()).toBe('Kept: nothing was changed.')
    expect(await idsOf(store)).toEqual(['a', 'b'])
    expect((await restore(file)).stderr).toContain('pass --yes')
    expect(await runCli(['restore', '--settings', settings, file], { answers: ['yes'] })).toMatchObject({ exitCode: 0 })
    expect(await idsOf(store)).toEqual(['a'])
  })

  it('tells of connections that were renewed since', async () => {
    await addGrants('a', 'b')
    await backup(file)
    const row = await store.getGrant('a')
    await store.updateGrant('a', row?.generation ?? 0, { generation: 8 })
    const { stderr, stdout } = await restore('--yes', file)
    expect(stdout).toMatch(
      /^✔ .* is restored: 2 connections, 0 sessions, 0 tokens to revoke\n {2}Before: 2 connections/,
    )
    expect(stderr).toContain('! 1 connection had been renewed since')
  })

  it('signs nobody in who signed out, and forgets no revocation and no claim', async () => {
    await addGrants('a', 'b')
    await store.insertSession({ ...session('signed-out', 'a'), ...times })
    await backup(file)
    await store.deleteSession('signed-out')
    await store.insertSession({ ...session('signed-in', 'b'), ...times })
    await store.claimState('used', 9e15)
    await addRevocation(store, key, 'c')
    await restore('--yes', file)
    expect(await store.getSession('signed-out')).toBeUndefined()
    expect(await store.getSession('signed-in')).toMatchObject({ grantId: 'b' })
    expect(await store.claimState('used', 9e15)).toMatchObject({ claimed: false })
    expect((await store.listRevocations({ limit: 10 })).map(({ id }) => id)).toEqual(['c'])
  })

  it('brings people back as they were where everything was lost', async () => {
    await addGrants('a')
    await store.insertSession({ ...session('signed-in', 'a'), ...times })
    await backup(file)
    const anew = join(folder, 'anew', 'grants.db')
    writeSettings({ DATABASE_URL: `sqlite:${anew}` })
    expect(JSON.parse((await restore('--yes', '--json', file)).stdout)).toMatchObject({
      safetyCopy: null,
      before: { grants: 0 },
      after: { grants: 1, sessions: 1 },
    })
    const there = sqliteStore({ file: anew })
    expect(await readTokens(there, [key], ['a'])).toEqual({ works: 1 })
    await there.close()
  })

  it('names the key that is missing, and changes nothing', async () => {
    await addGrants('a')
    await addGrant(store, lost, 'b')
    await backup(file)
    await store.deleteGrant('a', 7, undefined)
    const { exitCode, stderr } = await restore('--yes', file)
    expect(stderr).toContain(`Connections of the backup need the key ${keyIdOfKey(lost)}`)
    expect(exitCode).toBe(3)
    expect(await idsOf(store)).toEqual(['b'])
    expect(await restore('--yes', '--force', file)).toMatchObject({
      exitCode: 0,
      stderr: `! What ${keyIdOfKey(lost)} sealed stays locked until that key is in GRANTKEEPER_KEY.`,
    })
    expect(await idsOf(store)).toEqual(['a', 'b'])
  })

  it('refuses what is no backup, and changes nothing', async () => {
    await addGrants('a')
    const foreign = join(folder, 'foreign.db')
    const other = findDriver()(foreign)
    other.exec('CREATE TABLE notes (text TEXT)')
    other.close()
    const cut = join(folder, 'cut.db')
    await backup(cut)
    writeFileSync(cut, readFileSync(cut).subarray(0, 9000))
    chmodSync(cut, 0o600)
    const text = join(folder, 'text.db')
    writeFileSync(text, 'no database'.repeat(1000))
    const newer = join(folder, 'newer.db')
    await backup(newer)
    const ahead = findDriver()(newer)
    ahead.exec('UPDATE grantkeeper_schema SET version = 1000')
    ahead.close()
    for (const [name, code] of [
      [foreign, 'WX-STORE-CORRUPT'],
      [cut, 'WX-STORE-CORRUPT'],
      [text, 'WX-STORE-CORRUPT'],
      [newer, 'WX-STORE-NEWER'],
    ] as const) {
      const { exitCode, stderr } = await restore('--yes', name)
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringMatching(`${name} cannot be restored; nothing was changed.[\\s\\S]*${code}`),
      ])
    }
    expect(await idsOf(store)).toEqual(['a'])
    expect(readdirSync(join(folder, 'data')).filter((name) => /restore/.test(name))).toEqual([])
    expect((await restore('--yes', join(folder, 'none'))).stderr).toContain('There is no file')
    expect((await restore('--yes', database)).stderr).toContain('That file is the database itself.')
  })

  it('lets others see all of the old or all of the new', async () => {
    await addGrants('a', 'b', 'c')
    await backup(file)
    for (const id of ['a', 'b', 'c']) await store.deleteGrant(id, 7, undefined)
    await addGrants('x', 'y', 'z')
    const seen = new Set<string>()
    let done = false
    const restored = restore('--yes', file).then((ran) => {
      done = true
      return ran
    })
    while (!done) {
      seen.add((await idsOf(store)).join(''))
      await wait(0)
    }
    seen.add((await idsOf(store)).join(''))
    expect((await restored).exitCode).toBe(0)
    expect([...seen]).toEqual(['xyz', 'abc'])
  })
})
