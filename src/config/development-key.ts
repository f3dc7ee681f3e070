import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { GrantkeeperError } from '../errors/index.ts'
import { fileErrorCode } from './settings.ts'

type RandomBytes = (length: number) => Uint8Array

/**
 * The key kept in `file`, made on first use: base64 of 32 random bytes, mode 0600 in a folder of mode 0700.
 * Processes that start at once end with the same key.
 * @throws WX-CONFIG-INVALID when the file can be neither read nor made.
 */
export function keepDevelopmentKey(file: string, randomBytes: RandomBytes): string {
  try {
    return readKey(file) ?? makeKey(file, randomBytes)
  } catch (error) {
    const detail = `The development key ${file} can be neither read nor made (${fileErrorCode(error)}).`
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail })
  }
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Written aside and linked into place, so that nobody reads half a key and the first to link wins. */
function makeKey(file: string, randomBytes: RandomBytes): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${encode(randomBytes(6), 'hex')}`
  writeFileSync(aside, `${encode(randomBytes(32), 'base64')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    linkSync(aside, file)
  } catch (error) {
    if (fileErrorCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside)
  }
  return readFileSync(file, 'utf8').trim()
}

function encode(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return Buffer.from(bytes).toString(encoding)
}
