import { generateKeyPair, type JsonWebKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { Environment } from '../../environment.ts'
import { drawUuid } from '../identifiers.ts'

/** The key pair of one emulator. It is made when it is first asked for: that takes longer than everything else at start. */
export interface SigningKeys {
  ready(): Promise<Signer>
}

export interface Signer {
  /** The public half, as Webex shows it: without `alg`. @see WEBEX.md §4 */
  jwk: JsonWebKey & { use: string; kid: string }
  /** A compact JWS by RS256. @see RFC 7515 §3.1 */
  sign(claims: object): string
}

export function createSigningKeys(environment: Environment): SigningKeys {
  let signer: Promise<Signer> | undefined
  return {
    ready() {
      signer ??= makeSigner(drawUuid(environment))
      return signer
    },
  }
}

async function makeSigner(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return {
    jwk: { ...publicKey.export({ format: 'jwk' }), use: 'sig', kid },
    sign: (claims) => writeJws({ alg: 'RS256', kid }, claims, privateKey),
  }
}

function writeJws(header: object, claims: object, key: KeyObject): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
