import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import type { KeyProvider, Store } from '../../src/index.ts'
import { Secret } from '../../src/secret.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { addGrant, integration, keyIdOfKey, readTokens } from './sealed-grants.ts'

interface Kms {
  makeWrappedKey(): Promise<string>
  unwrap(wrapped: string): Promise<string>
}

interface Example {
  openFakeKms(file: string): Kms
  wrappedKeys(given: { kms: Kms; file: string; env: Record<string, string> }): KeyProvider
}

async function loadExample(): Promise<Example> {
  const load = (name: string) => import(pathToFileURL(join(import.meta.dirname, '../../examples/kms', name)).href)
  return { ...(await load('fake-kms.js')), ...(await load('wrapped-keys.js')) }
}

let folder: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grantkeeper-kms-'))
  store = memoryStore({ now: Date.now })
})

afterEach(() => rmSync(folder, { recursive: true }))

/** One start of an app whose keys a KMS unwraps. */
async function start(env: Record<string, string> = {}) {
  const { openFakeKms, wrappedKeys } = await loadExample()
  const kms = openFakeKms(join(folder, 'kms'))
  const given = await wrappedKeys({ kms, file: join(folder, 'wrapped-key'), env }).keys()
  // The example's Secret is that of the built package.
  const keys = given.map((key) => key.reveal())
  const keeper = createGrantkeeper({ ...integration, store, keys: keys.map((key) => new Secret(key)) })
  return { kms, keys, keeper }
}

describe('keys that a KMS unwraps', () => {
  it('are the same at each start, and lie nowhere but wrapped', async () => {
    const [first, second] = [await start(), await start()]
    expect(second.keys).toEqual(first.keys)
    const [key = ''] = first.keys
    expect(await second.keeper.keys.inspect()).toEqual({ first: keyIdOfKey(key), known: [keyIdOfKey(key)], rows: {} })
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name), 'utf8')
      expect(bytes).not.toContain(key)
      expect(Buffer.from(bytes, 'base64').includes(Buffer.from(key, 'base64'))).toBe(false)
    }
  })

  it('are rotated as any others', async () => {
    const {
      kms,
      keys: [old = ''],
    } = await start()
    await addGrant(store, old, 'g1')
    const wrapped = [await kms.makeWrappedKey(), readFileSync(join(folder, 'wrapped-key'), 'utf8')]
    const {
      keeper,
      keys: [key = ''],
    } = await start({ WRAPPED_KEYS: wrapped.join(',') })
    expect(await keeper.keys.rotate()).toEqual({ resealed: 1, current: 0, altered: 0, locked: {} })
    expect(await readTokens(store, [key], ['g1'])).toEqual({ works: 1 })
  })

  it('are not made up when the KMS refuses', async () => {
    const { kms } = await start()
    const wrapped = await kms.makeWrappedKey()
    writeFileSync(join(folder, 'kms'), Buffer.alloc(32, 7).toString('base64'))
    await expect(start({ WRAPPED_KEYS: wrapped })).rejects.toThrow()
  })

  it('are provided in the documentation by the code that runs here', () => {
    const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
    expect(read('docs/how-to/rotate-keys.md')).toContain(read('examples/kms/wrapped-keys.js'))
  })
})
