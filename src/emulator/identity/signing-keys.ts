import { generateKeyPair, type JsonWebKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { Environment } from '../../environment.ts'
import { drawUuid } from '../identifiers.ts'

/** The key pairs of one emulator. One is made when it is first asked for: that takes longer than everything else at start. */
export interface SigningKeys {
  /** The one that signs. */
  ready(): Promise<Signer>
  /** Those that are published, the one that signs first. */
  published(): Promise<Signer[]>
  /** Signs with a new key from now on; the former ones stay published, five at most, unless they are dropped. */
  rotate(dropFormer: boolean): Promise<Signer>
}

export interface Signer {
  /** The public half, as Webex shows it: without `alg`. @see WEBEX.md §4 */
  jwk: JsonWebKey & { use: string; kid: string }
  /** A compact JWS by RS256. @see RFC 7515 §3.1 */
  sign(claims: object): string
}

const MOST_PUBLISHED = 6

export function createSigningKeys(environment: Environment): SigningKeys {
  let signers: Promise<Signer>[] = []
  const make = () => makeSigner(drawUuid(environment))
  const published = () => {
    if (signers.length === 0) signers = [make()]
    return Promise.all(signers)
  }
  const ready = async () => (await published())[0] as Signer
  return {
    ready,
    published,
    async rotate(dropFormer) {
      await published()
      signers = [make(), ...(dropFormer ? [] : signers)].slice(0, MOST_PUBLISHED)
      return ready()
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
