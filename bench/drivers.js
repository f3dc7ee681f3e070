/** What each store is compared with: its driver alone, with one statement for each of what is measured. */
import { join } from 'node:path'
import pg from 'pg'
import { memoryStore } from '../dist/stores/memory.js'
import { postgresStore } from '../dist/stores/postgres.js'
import { findDriver } from '../dist/stores/sqlite/driver.js'
import { sqliteStore } from '../dist/stores/sqlite.js'

const ID = 'bare-1'

/** Opens one kind of store and its driver at `place`: a folder for SQLite, two connection strings for PostgreSQL. */
export const kinds = {
  memory: () => ({ store: memoryStore({ now: Date.now }), driver: openMap() }),
  SQLite: ({ folder }) => ({
    store: sqliteStore({ file: join(folder, 'ours.db') }),
    driver: openSqlite(join(folder, 'bare.db')),
  }),
  PostgreSQL: async ({ databases: [ours, bare] }) => ({
    store: postgresStore({ connectionString: ours }),
    driver: await openPostgres(bare),
  }),
}

function openMap() {
  const rows = new Map([[ID, { sealed: '', generation: 1 }]])
  return {
    read: async () => rows.get(ID),
    write: async (sealed) => void rows.set(ID, { sealed, generation: rows.get(ID).generation + 1 }),
    close: async () => undefined,
  }
}

function openSqlite(file) {
  const database = findDriver()(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, sealed TEXT, generation INTEGER)')
  database.prepare('INSERT INTO bare VALUES (?, ?, 1)').run(ID, 'sealed')
  const get = database.prepare('SELECT id, sealed, generation FROM bare WHERE id = ?')
  const update = database.prepare('UPDATE bare SET sealed = ?, generation = generation + 1 WHERE id = ?')
  return {
    read: async () => get.get(ID),
    write: async (sealed) => update.run(sealed, ID),
    close: async () => database.close(),
  }
}

async function openPostgres(connectionString) {
  const pool = new pg.Pool({ connectionString })
  await pool.query('CREATE TABLE bare (id TEXT PRIMARY KEY, sealed TEXT, generation BIGINT)')
  await pool.query('INSERT INTO bare VALUES ($1, $2, 1)', [ID, 'sealed'])
  const get = { name: 'get', text: 'SELECT id, sealed, generation FROM bare WHERE id = $1', values: [ID] }
  const text = 'UPDATE bare SET sealed = $1, generation = generation + 1 WHERE id = $2'
  return {
    read: () => pool.query(get),
    write: (sealed) => pool.query({ name: 'update', text, values: [sealed, ID] }),
    close: () => pool.end(),
  }
}
