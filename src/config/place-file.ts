import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileErrorCode } from './settings.ts'

export type RandomBytes = (length: number) => Uint8Array

/**
 * Puts a secret's file into place with mode 0600, in a folder of mode 0700: written aside first, so that nobody reads half
 * of it. Of several that place it at once the first one wins, unless a file that is there is to be replaced.
 */
export function placeFile(file: string, text: string, randomBytes: RandomBytes, replace = false): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${Buffer.from(randomBytes(6)).toString('hex')}`
  writeFileSync(aside, text, { mode: 0o600, flag: 'wx' })
  try {
    if (replace) renameSync(aside, file)
    else linkSync(aside, file)
  } catch (error) {
    if (fileErrorCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
