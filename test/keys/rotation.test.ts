import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findDriver } from '../../src/stores/sqlite/driver.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import type { Store } from '../../src/stores/store.ts'
import {
  addGrant,
  addRevocation,
  createKey,
  integration,
  keyIdOfKey,
  openGrants,
  readRevocations,
  readTokens,
} from './sealed-grants.ts'

const GRANTS = 250
/** Tokens still to be revoked. They are sealed again after the grants, and the kills are to hit among them too. */
const REVOCATIONS = 750
const ROWS = GRANTS + REVOCATIONS
const KILLS = 20
/** Few enough that the last kill still finds rows to seal. */
const MOST_ROWS_A_RUN = 45
/** Processes that start while another one works: starting takes longer than what they then do. */
const IN_WAITING = 2

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-keys-'))
const file = join(folder, 'grants.db')
const name = (letter: string) => (_: unknown, index: number) => letter + String(index).padStart(4, '0')
const ids = Array.from({ length: GRANTS }, name('g'))
const revoked = Array.from({ length: REVOCATIONS }, name('r'))
const [old, key] = [createKey(), createKey()]
const rotators: ChildProcess[] = []
let store: Store

beforeAll(async () => {
  store = sqliteStore({ file })
  await Promise.all(ids.map((id) => addGrant(store, old, id)))
  await Promise.all(revoked.map((id) => addRevocation(store, old, id)))
})

afterAll(async () => {
  for (const rotator of rotators) rotator.kill('SIGKILL')
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Rotator {
  child: ChildProcess
  ready: Promise<unknown>
  exited: Promise<unknown>
}

function startRotator(): Rotator {
  const child = fork(join(import.meta.dirname, 'rotator.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ROTATOR: JSON.stringify({ file, keys: [key, old], clientId: integration.clientId }) },
  })
  rotators.push(child)
  return { child, ready: once(child, 'message'), exited: once(child, 'exit') }
}

/** Kills it at any instruction while it is at its n-th row or a little later; gives the signal it died of. */
async function killAmidst({ child, ready, exited }: Rotator): Promise<string | null> {
  await ready
  const fatal = 1 + Math.floor(Math.random() * MOST_ROWS_A_RUN)
  const reached = new Promise<void>((resolve) => {
    child.on('message', (row) => row === fatal && resolve())
  })
  child.send('go')
  await Promise.race([reached, exited])
  await wait(Math.random() * 3)
  child.kill('SIGKILL')
  await exited
  return child.signalCode
}

/** What can be read with these keys, of grants and of tokens still to be revoked. */
async function readAll(keys: readonly string[]) {
  return { grants: await readTokens(store, keys, ids), revocations: await readRevocations(store, keys) }
}

const allWork = { grants: { works: GRANTS }, revocations: { works: REVOCATIONS } }

function checkFile(): unknown {
  const database = findDriver()(file)
  const { integrity_check } = database.prepare('PRAGMA integrity_check').get() as { integrity_check: string }
  database.close()
  return integrity_check
}

describe('a rotation of a thousand rows in SQLite', () => {
  it('that is killed twenty times leaves every token readable each time, and ends with the new key alone', async () => {
    const waiting = Array.from({ length: IN_WAITING }, startRotator)
    const left: number[] = []
    for (let kill = 1; kill <= KILLS; kill++) {
      const rotator = waiting.shift() ?? startRotator()
      if (kill + waiting.length < KILLS + 1) waiting.push(startRotator())
      expect(await killAmidst(rotator)).toBe('SIGKILL')
      expect(await readAll([key, old])).toEqual(allWork)
      const { rows } = await openGrants(store, [key, old]).inspectKeys()
      left.push(rows[keyIdOfKey(old)] ?? 0)
    }
    expect(left).toEqual([...left].sort((a, b) => b - a))
    expect(left.at(-1)).toBeGreaterThan(0)
    expect(left.filter((rows) => rows < REVOCATIONS).length).toBeGreaterThan(2)

    const [last = startRotator()] = waiting
    await last.ready
    last.child.send('go')
    await last.exited
    expect(await openGrants(store, [key]).inspectKeys()).toMatchObject({ rows: { [keyIdOfKey(key)]: ROWS } })
    expect(await readAll([key])).toEqual(allWork)
    expect(checkFile()).toBe('ok')
    console.log(
      `${GRANTS} grants and ${REVOCATIONS} revocations, ${KILLS} kills, left to do after each: ${left.join(' ')}; unreadable: 0`,
    )
  }, 60_000)

  it('can be missed: without the key every grant is locked by name, none is deleted, and the key heals all', async () => {
    const other = createKey()
    const locked = `WX-GRANT-LOCKED It was sealed with key ${keyIdOfKey(key)}, which is not among those given.`
    const allLocked = { grants: { [locked]: GRANTS }, revocations: { [locked]: REVOCATIONS } }
    expect(await readAll([other])).toEqual(allLocked)
    const rotated = await openGrants(store, [other]).reseal()
    expect(rotated).toEqual({ resealed: 0, current: 0, altered: 0, locked: { [keyIdOfKey(key)]: ROWS } })
    expect(await readAll([other, key])).toEqual(allWork)
  })
})
