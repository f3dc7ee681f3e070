import { type Config, openOptions } from '../../config.ts'
import { createGrantkeeper, type Environment, GrantkeeperError, isGrantkeeperError } from '../../index.ts'
import { type Contents, copyDatabase } from '../../stores/sqlite/backup.ts'
import { sqliteStore } from '../../stores/sqlite.ts'
import { CommandFailure } from '../failure.ts'
import { requireKey } from '../open-keeper.ts'
import { cleanText } from '../output.ts'

/** A backup that is whole, and of which a copy was made to work with. */
export interface Checked {
  copy: string
  contents: Contents
  /** Its connections of the integration of these settings. */
  ours: number
  /** The ids of keys that are missing to open it. */
  missing: readonly string[]
}

interface Asked {
  file: string
  config: Config
  environment: Environment
  signal: AbortSignal
}

/** Where rows are counted whose key cannot be told. */
const NO_ID = '?'

/**
 * Looks whether a file is a whole database of ours, and which of our keys open it.
 * @throws WX-STORE-CORRUPT, WX-STORE-NEWER, WX-KEY-*
 */
export async function checkBackup({ file, config, environment, signal }: Asked, copy: string): Promise<Checked> {
  requireKey(config)
  const contents = await copyDatabase(file, copy, { signal }).catch((error) => {
    throw nameFile(file, error)
  })
  const database = { ...config.database, open: () => sqliteStore({ file: copy }) }
  const keeper = createGrantkeeper({ ...openOptions({ ...config, database }, environment), environment })
  try {
    const { known, rows } = await keeper.keys.inspect()
    const counts = Object.values(await keeper.grants.count())
    const missing = Object.keys(rows).filter((id) => id !== NO_ID && !known.includes(id))
    return { copy, contents, ours: counts.reduce((sum, count) => sum + count, 0), missing }
  } finally {
    await keeper.close()
  }
}

/** @throws CommandFailure that names the keys */
export function refuseLocked({ missing }: Checked): void {
  if (missing.length === 0) return
  const keys = `the ${missing.length === 1 ? 'key' : 'keys'} ${missing.join(', ')}`
  const title = `Connections of the backup need ${keys}, which GRANTKEEPER_KEY does not hold.`
  const fix = 'Put it behind the first key, or pass --force: they stay locked until it is there.'
  throw new CommandFailure({ code: 'WX-GRANT-LOCKED', title, fix, exitCode: 3 })
}

function nameFile(file: string, error: unknown): unknown {
  if (!isGrantkeeperError(error)) return error
  const detail = `${cleanText(file)} cannot be restored; nothing was changed. ${error.detail ?? ''}`.trim()
  return new GrantkeeperError(error.code, { detail, cause: error })
}
