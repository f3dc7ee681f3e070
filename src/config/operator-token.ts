import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GrantkeeperError } from '../errors/index.ts'
import { placeFile, type RandomBytes } from './place-file.ts'
import { fileErrorCode, findSecret, type HiddenSetting, invalidSetting, type Layer } from './settings.ts'

const FEWEST_CHARACTERS = 16

/** The operator's bearer token. @throws WX-CONFIG-INVALID when it is short or could not be sent in a header. */
export function findOperatorToken(layers: readonly Layer[], cwd: string): HiddenSetting | undefined {
  const token = findSecret(layers, 'GRANTKEEPER_OPERATOR_TOKEN', cwd)
  if (token && !/^[\x21-\x7e]+$/.test(token.reveal()))
    throw invalidSetting(token, 'holds spaces or letters that no header can carry')
  if (token && token.reveal().length < FEWEST_CHARACTERS)
    throw invalidSetting(token, `is shorter than ${FEWEST_CHARACTERS} characters`)
  return token
}

/** Beside the development key. */
export function findOperatorFile(cwd: string): string {
  return join(cwd, '.grantkeeper', 'operator')
}

/**
 * The SHA-256, in hex, of the token that was made here; undefined when none was. The token itself is kept nowhere.
 * @throws WX-CONFIG-INVALID when the file cannot be read, or holds something else
 */
export function readOperatorDigest(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const code = fileErrorCode(error)
    if (code === 'ENOENT') return undefined
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail: `The file ${file} cannot be read (${code}).` })
  }
  if (/^[0-9a-f]{64}$/.test(text)) return text
  const fix = 'Run "grantkeeper operator-token --new".'
  throw new GrantkeeperError('WX-CONFIG-INVALID', { detail: `The file ${file} holds no SHA-256. ${fix}` })
}

/**
 * Makes a token of 256 bits and keeps its digest in `file`, in place of whatever was there.
 * @throws WX-CONFIG-INVALID when the file cannot be made
 */
export function makeOperatorToken(file: string, randomBytes: RandomBytes): string {
  const token = `gko_${Buffer.from(randomBytes(32)).toString('base64url')}`
  try {
    placeFile(file, `${createHash('sha256').update(token).digest('hex')}\n`, randomBytes, true)
  } catch (error) {
    const detail = `The file ${file} cannot be made (${fileErrorCode(error)}).`
    throw new GrantkeeperError('WX-CONFIG-INVALID', { detail })
  }
  return token
}
