import { createHmac } from 'node:crypto'

/**
 * The headers that prove a delivery came from whoever knows the secret; none without one. `X-Spark-Signature` is HMAC-SHA1
 * in hexadecimal; `newer` adds `X-Webex-Signature`, which Webex does not document. @see WEBEX.md §10
 */
export function signBody(body: string, secret: string | undefined, newer: boolean): Record<string, string> {
  if (!secret) return {}
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex')
  const headers = { 'x-spark-signature': sign('sha1') }
  return newer ? { ...headers, 'x-webex-signature': `SHA-256=${sign('sha256')},SHA-512=${sign('sha512')}` } : headers
}
