import { readFileSync } from 'node:fs'
import { GrantkeeperError } from '../errors/index.ts'
import { placeFile, type RandomBytes } from './place-file.ts'
import { fileErrorCode } from './settings.ts'

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

function makeKey(file: string, randomBytes: RandomBytes): string {
  placeFile(file, `${Buffer.from(randomBytes(32)).toString('base64')}\n`, randomBytes)
  return readFileSync(file, 'utf8').trim()
}
