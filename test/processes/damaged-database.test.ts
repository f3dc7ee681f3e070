import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { createServingWorld, type ServingWorld } from './serving.ts'

let world: ServingWorld
let file: string

beforeEach(async () => {
  world = await createServingWorld('sqlite:data/grants.db')
  file = join(world.folder, 'data', 'grants.db')
})

afterEach(() => world.end())

/** Has a process connect Ada, and ends it. */
async function connectAda(): Promise<void> {
  const server = await world.start()
  await world.newVisitor(() => server).grantAs('ada')
  await server.server.stop()
}

async function listPeople(): Promise<(string | null)[]> {
  const store = sqliteStore({ file })
  const rows = await store.listGrants({ limit: 10 })
  await store.close()
  return rows.map(({ personName }) => personName)
}

/** The program that a process is started through, so that it alone sees this mount; the test sees it below /proc. */
const seeing = (mount: string) => ['unshare', '--map-root-user', '--mount', 'sh', '-c', `${mount} && exec "$@"`, 'sh']
const [probe = '', ...probing] = [...seeing('mount -t tmpfs none /mnt'), 'true']
const canMount = spawnSync(probe, probing).status === 0

describe('a server whose SQLite file', () => {
  it('is damaged refuses to start, says so, and leaves the file as it is', async () => {
    await connectAda()
    const damaged = readFileSync(file).fill(0xa5, 4096, 8192)
    writeFileSync(file, damaged)
    await expect(world.start()).rejects.toThrow('WX-STORE-CORRUPT')
    expect(readFileSync(file).equals(damaged)).toBe(true)
  })

  it.skipIf(!canMount)('is read-only refuses to start, says so, and leaves the rows as they are', async () => {
    await connectAda()
    const through = seeing('mount --bind data data && mount -o remount,ro,bind data')
    await expect(world.start({ through })).rejects.toThrow('WX-STORE-READ-ONLY')
    expect(await listPeople()).toEqual(['Ada Lovelace'])
  })

  it.skipIf(!canMount)('is on a full disk says so, loses nothing, and works on once there is room', async () => {
    mkdirSync(join(world.folder, 'data'))
    const server = await world.start({ through: seeing('mount -t tmpfs -o size=1m none data') })
    const disk = join('/proc', String(server.server.process.pid), 'root', world.folder, 'data')
    const [ada, grace] = [world.newVisitor(() => server), world.newVisitor(() => server)]
    await ada.grantAs('ada')
    const filler = join(disk, 'filler')
    expect(() => writeFileSync(filler, Buffer.alloc(2 ** 20))).toThrow('ENOSPC')

    const refused = await grace.grantAs('grace')
    expect([refused.status, /WX-[A-Z-]+/.exec(refused.text)?.[0]]).toEqual([503, 'WX-STORE-FULL'])
    expect((await ada.get('/spaces')).url.pathname).toBe('/spaces')
    rmSync(filler)
    expect((await grace.grantAs('grace')).url.pathname).toBe('/granted')
    cpSync(disk, join(world.folder, 'data'), { recursive: true })
    expect((await listPeople()).sort()).toEqual(['Ada Lovelace', 'Grace Hopper'])
    expect(await server.server.stop()).toBe(0)
  })
})
