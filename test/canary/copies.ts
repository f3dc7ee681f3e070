import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from '@photostructure/sqlite'
import { runOn } from '../postgres.ts'

type Copies = Record<string, string | Buffer>

/** The two ways to copy a SQLite database that is in use, and its own files as they are. */
export async function copySqlite(file: string): Promise<Copies> {
  const folder = mkdtempSync(join(dirname(dirname(file)), 'copies-'))
  const database = new DatabaseSync(file)
  // A page at a time, so that writes come between.
  await backup(database, join(folder, 'backup'), { rate: 1 })
  database.exec(`VACUUM INTO '${join(folder, 'vacuum into')}'`)
  database.close()
  const copies = { ...readFolder(folder), ...readFolder(dirname(file)) }
  rmSync(folder, { recursive: true })
  return copies
}

/** Every table as text, as a dump has it, and the files that the server keeps the database in, where they are ours to read. */
export async function copyPostgres(url: string): Promise<Copies> {
  const copies: Copies = {}
  const tables = await runOn(url, `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)
  for (const { table_name } of tables) {
    const rows = await runOn(url, `SELECT row::text FROM "${table_name}" row`)
    copies[`table ${table_name}`] = rows.map(({ row }) => row).join('\n')
  }
  await runOn(url, 'CHECKPOINT')
  const [place] = await runOn(
    url,
    `SELECT current_setting('data_directory') AS folder, oid FROM pg_database WHERE datname = current_database()`,
  )
  const folders = [`base/${place?.oid}`, 'pg_wal'].map((name) => join(String(place?.folder), name))
  return Object.assign(copies, ...folders.filter(existsSync).map(readFolder))
}

function readFolder(folder: string): Copies {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(files.map(({ name }) => [`file ${name}`, readFileSync(join(folder, name))]))
}
