import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { GrantkeeperError } from '../errors/index.ts'
import { fileErrorCode, type Layer } from './settings.ts'

const READABLE_BY_ALL = 0o004

export interface EnvFile {
  layer: Layer
  notes: string[]
}

/**
 * Reads `.env` in `cwd` if there is one, or the file that was named, which must be there.
 * @throws WX-CONFIG-INVALID
 */
export function readEnvFile(cwd: string, named: string | undefined): EnvFile | undefined {
  const file = named ?? '.env'
  const path = resolve(cwd, file)
  try {
    const variables = parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return { layer: { origin: '.env', file, variables }, notes: noteOpenFile(path, file) }
  } catch (error) {
    const code = fileErrorCode(error)
    if (code === 'ENOENT' && named === undefined) return undefined
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail: `The file ${file} cannot be read (${code}).` })
  }
}

/** Windows has no such modes and reports every file as open. */
function noteOpenFile(path: string, file: string): string[] {
  if (process.platform === 'win32' || (statSync(path).mode & READABLE_BY_ALL) === 0) return []
  return [`${file} can be read by every user of this computer. Run: chmod 600 ${file}`]
}
