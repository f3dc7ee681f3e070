import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../secret.ts'

/** What the headers of a delivery say about its signature. */
export interface Signatures {
  /** `X-Spark-Signature`: HMAC-SHA1 in hexadecimal. */
  spark: string | undefined
  /** `X-Webex-Signature`: `SHA-256=<hex>,SHA-512=<hex>`, as third parties have seen it. */
  webex: string | undefined
}

/**
 * Whether a body is signed with this secret. `X-Spark-Signature` must be there and right. Of `X-Webex-Signature`, where it is
 * present, every part that names SHA-256 or SHA-512 must be right too; it alone proves nothing, as Webex does not document it.
 * @see WEBEX.md §10
 */
export function isSigned(body: Uint8Array, secret: Secret, { spark, webex }: Signatures): boolean {
  const sign = (algorithm: string) => createHmac(algorithm, secret.reveal()).update(body).digest('hex')
  if (spark === undefined || !isSame(spark, sign('sha1'))) return false
  return readNewerParts(webex ?? '').every(({ algorithm, signature }) => isSame(signature, sign(algorithm)))
}

function readNewerParts(header: string): { algorithm: string; signature: string }[] {
  return header.split(',').flatMap((part) => {
    const [, digits, signature = ''] = /^\s*SHA-(256|512)=(.*?)\s*$/i.exec(part) ?? []
    return digits === undefined ? [] : [{ algorithm: `sha${digits}`, signature }]
  })
}

/** Compares in constant time whatever the lengths. */
function isSame(given: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', right, 'buffer'))
}
