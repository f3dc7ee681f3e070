import { GrantkeeperError } from '../../errors/index.ts'

/**
 * The schema's history, in SQL that SQLite and PostgreSQL read alike but for the order of bytes. Version n is the state after the first n entries.
 * An entry that was ever released is never changed; a new one is added behind it.
 */
const migrations: readonly (readonly string[] | ((byteOrder: string) => string[]))[] = [
  [
    `CREATE TABLE grantkeeper_grants (
      id TEXT PRIMARY KEY NOT NULL,
      client_id TEXT NOT NULL,
      owner TEXT NOT NULL,
      person_id TEXT NOT NULL,
      person_name TEXT,
      person_email TEXT,
      org_id TEXT,
      scopes_asked TEXT NOT NULL,
      scopes_granted TEXT NOT NULL,
      sealed_tokens TEXT NOT NULL,
      access_expires_at BIGINT NOT NULL,
      refresh_expires_at BIGINT,
      status TEXT NOT NULL,
      reason TEXT,
      generation BIGINT NOT NULL,
      failures BIGINT NOT NULL,
      next_try_at BIGINT,
      due_at BIGINT,
      connected_at BIGINT NOT NULL,
      last_ok_at BIGINT NOT NULL,
      last_error_at BIGINT,
      lease_attempt TEXT,
      lease_holder TEXT,
      lease_until BIGINT,
      UNIQUE (client_id, owner, person_id)
    )`,
    'CREATE INDEX grantkeeper_grants_due ON grantkeeper_grants (client_id, due_at)',
    `CREATE TABLE grantkeeper_revocations (
      id TEXT PRIMARY KEY NOT NULL,
      client_id TEXT NOT NULL,
      sealed_token TEXT NOT NULL,
      hint TEXT NOT NULL,
      tries BIGINT NOT NULL,
      due_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'CREATE INDEX grantkeeper_revocations_due ON grantkeeper_revocations (client_id, due_at)',
    `CREATE TABLE grantkeeper_states (
      state_hash TEXT PRIMARY KEY NOT NULL,
      expires_at BIGINT NOT NULL,
      outcome TEXT
    )`,
    'CREATE INDEX grantkeeper_states_expiry ON grantkeeper_states (expires_at)',
    `CREATE TABLE grantkeeper_sessions (
      id_hash TEXT PRIMARY KEY NOT NULL,
      owner TEXT NOT NULL,
      grant_id TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      seen_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'CREATE INDEX grantkeeper_sessions_grant ON grantkeeper_sessions (grant_id)',
    'CREATE INDEX grantkeeper_sessions_expiry ON grantkeeper_sessions (expires_at)',
  ],
  ['ALTER TABLE grantkeeper_grants ADD COLUMN asked_at BIGINT'],
  ['ALTER TABLE grantkeeper_grants ADD COLUMN login TEXT'],
  ['ALTER TABLE grantkeeper_grants ADD COLUMN cool_until BIGINT'],
  searchesAndHistory,
]

/** Its indexes are in the order that lists are in, so that a page of them is read without sorting all the rest. */
function searchesAndHistory(byteOrder: string): string[] {
  return [
    "ALTER TABLE grantkeeper_sessions ADD COLUMN other_grant_ids TEXT NOT NULL DEFAULT ''",
    `CREATE INDEX grantkeeper_grants_list ON grantkeeper_grants (client_id, id${byteOrder})`,
    `CREATE INDEX grantkeeper_grants_owner ON grantkeeper_grants (client_id, owner, id${byteOrder})`,
    `CREATE INDEX grantkeeper_grants_status ON grantkeeper_grants (client_id, status, id${byteOrder})`,
    'CREATE INDEX grantkeeper_grants_end ON grantkeeper_grants (client_id, refresh_expires_at)',
    `CREATE TABLE grantkeeper_history (
      id TEXT PRIMARY KEY NOT NULL,
      client_id TEXT NOT NULL,
      grant_id TEXT NOT NULL,
      happened_at BIGINT NOT NULL,
      what TEXT NOT NULL,
      code TEXT,
      took_ms BIGINT
    )`,
    `CREATE INDEX grantkeeper_history_grant ON grantkeeper_history (grant_id, id${byteOrder})`,
    'CREATE INDEX grantkeeper_history_time ON grantkeeper_history (happened_at)',
  ]
}

/** How a database remembers its version; without a row it is 0. All of it runs in one transaction with the migrations. */
export const schemaVersion = {
  table: 'CREATE TABLE IF NOT EXISTS grantkeeper_schema (version BIGINT NOT NULL)',
  read: 'SELECT version FROM grantkeeper_schema',
  clear: 'DELETE FROM grantkeeper_schema',
  write: `INSERT INTO grantkeeper_schema (version) VALUES (${migrations.length})`,
}

/**
 * The statements that bring a database of this version to ours, none when it is there already. `byteOrder` is what the
 * database's dialect has of that name.
 * @throws WX-STORE-NEWER when it is ahead of what this code knows
 */
export function listMigrations(version: number, byteOrder = ''): string[] {
  if (version <= migrations.length) {
    return migrations.slice(version).flatMap((entry) => (typeof entry === 'function' ? entry(byteOrder) : entry))
  }
  const detail = `Its schema has version ${version}; this grantkeeper knows ${migrations.length}.`
  throw new GrantkeeperError('WX-STORE-NEWER', { detail })
}
