import type { Config } from '../../config.ts'
import type { Contents } from '../../stores/sqlite/backup.ts'
import { CommandFailure } from '../failure.ts'
import { cleanText } from '../output.ts'

/** Where the SQLite database is. @throws CommandFailure for every other kind */
export function requireSqliteFile({ database }: Pick<Config, 'database'>): string {
  const { value } = database
  if (/^postgres/.test(value)) {
    const title = `The database is a PostgreSQL: ${value}.`
    throw wrongDatabase(title, 'Use its own tools: pg_dump --format=custom --file=FILE, and pg_restore.')
  }
  if (value === ':memory:') throw wrongDatabase('The database is kept in memory.', 'Set DATABASE_URL to a file.')
  return value
}

function wrongDatabase(title: string, fix: string): CommandFailure {
  return new CommandFailure({ code: 'WX-CONFIG-INVALID', title, fix, exitCode: 2 })
}

/** The failure of a file's own operation, such as ENOENT, in words; any other is given back as it is. */
export function explainFile(file: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return error
  const title = `${cleanText(file)} cannot be used (${code}).`
  const fix = 'Check that its folder is there, and who may write to it.'
  return new CommandFailure({ code: 'WX-STORE-UNAVAILABLE', title, fix, exitCode: 1 }, { cause: error })
}

/** `12 connections, 3 sessions, 1 token to revoke` */
export function describeContents({ grants, sessions, revocations }: Contents): string {
  const tokens = `${revocations} ${revocations === 1 ? 'token' : 'tokens'} to revoke`
  return `${countConnections(grants)}, ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${tokens}`
}

export function countConnections(count: number): string {
  return `${count} ${count === 1 ? 'connection' : 'connections'}`
}
