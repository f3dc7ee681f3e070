import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { GrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'

/** Encrypts text bound to one place, so that it opens there and nowhere else. */
export interface Seal {
  /** Gives `1.<key id>.<base64url of IV, ciphertext and tag>`. `place` names table, row, field and generation. */
  seal(text: string, place: string): string
  /** The text again. @throws WX-GRANT-LOCKED when no key fits, or a bit or the place is not what was sealed. */
  open(envelope: string, place: string): string
  /** The id of the key that seals. */
  readonly first: string
  /** The ids of the keys that open, the first among them. */
  readonly known: readonly string[]
}

const VERSION = '1'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
/** Pinned: without it Node accepts tags of 4 bytes. */
const TAG_BYTES = 16

interface SealingKey {
  id: string
  bytes: Buffer
}

/** Hears of each key once for each purpose. */
type OnFirstUse = (keyId: string, purpose: 'seal' | 'open') => void

/**
 * AES-256-GCM with a random 96-bit IV. The first key seals, every key opens.
 * @throws WX-KEY-MISSING, WX-KEY-WEAK
 */
export function createSeal(
  keys: readonly (string | Secret)[],
  randomBytes: (length: number) => Uint8Array,
  onFirstUse: OnFirstUse = () => undefined,
): Seal {
  const ring = new Map(keys.map(readKey).map((key) => [key.id, key]))
  const [first] = ring.values()
  if (!first) throw new GrantkeeperError('WX-KEY-MISSING')
  const noteUse = once(onFirstUse)
  return {
    first: first.id,
    known: [...ring.keys()],
    seal(text, place) {
      noteUse(first.id, 'seal')
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, first.bytes, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(bindingOf(place, first.id)))
      const parts = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${VERSION}.${first.id}.${Buffer.concat(parts).toString('base64url')}`
    },
    open(envelope, place) {
      const [version, id = '', body = '', ...more] = envelope.split('.')
      const key = ring.get(id)
      if (version !== VERSION || more.length > 0) throw lockedError('The envelope is malformed.')
      if (!key) throw lockedError(`It was sealed with key ${id.slice(0, 16)}, which is not among those given.`)
      noteUse(id, 'open')
      return openWith(key, Buffer.from(body, 'base64url'), place)
    },
  }
}

function once(hear: OnFirstUse): OnFirstUse {
  const heard = new Set<string>()
  return (keyId, purpose) => {
    const use = `${purpose} ${keyId}`
    if (heard.has(use)) return
    heard.add(use)
    hear(keyId, purpose)
  }
}

/** The id of the key that sealed it; undefined when it is no envelope of ours. */
export function keyIdOf(envelope: string): string | undefined {
  return /^1\.([\w-]{6})\./.exec(envelope)?.[1]
}

function openWith(key: SealingKey, sealed: Buffer, place: string): string {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw lockedError('The envelope is too short.')
  const decipher = createDecipheriv(CIPHER, key.bytes, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(bindingOf(place, key.id)))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new GrantkeeperError('WX-GRANT-LOCKED', { cause, detail: 'The envelope was altered or moved.' })
  }
}

function bindingOf(place: string, keyId: string): string {
  return `${place}:${keyId}`
}

function lockedError(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-GRANT-LOCKED', { detail })
}

function readKey(given: string | Secret): SealingKey {
  const text = given instanceof Secret ? given.reveal() : given
  const bytes = Buffer.from(text.trim(), /^[0-9a-f]{64}$/i.test(text.trim()) ? 'hex' : 'base64')
  if (bytes.length !== KEY_BYTES) throw weakKeyError(`It has ${bytes.length} bytes after decoding, not ${KEY_BYTES}.`)
  if (new Set(bytes).size < KEY_BYTES / 2) throw weakKeyError('Its bytes repeat.')
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) throw weakKeyError('It is readable text, not random bytes.')
  return { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 6), bytes }
}

function weakKeyError(detail: string): GrantkeeperError {
  return new GrantkeeperError('WX-KEY-WEAK', { detail })
}
