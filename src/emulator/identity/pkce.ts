import { createHash } from 'node:crypto'

export type ChallengeMethod = 'S256' | 'plain'

export interface Challenge {
  method: ChallengeMethod
  value: string
}

/** 43 to 128 unreserved characters. @see RFC 7636 §4.1 */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

/** Reads the challenge of an authorization request; a missing method means `plain`. @see RFC 7636 §4.3 */
export function readChallenge(value: string | undefined, method: string | undefined): Challenge | undefined | 'bad' {
  if (value === undefined) return method === undefined ? undefined : 'bad'
  if (method === 'S256') return /^[A-Za-z0-9_-]{43}$/.test(value) ? { method, value } : 'bad'
  if (method === 'plain' || method === undefined) return VERIFIER.test(value) ? { method: 'plain', value } : 'bad'
  return 'bad'
}

/** What is wrong with the verifier, if anything. A verifier nobody asked for is refused too. @see RFC 9700 §4.8.2 */
export function checkVerifier(challenge: Challenge | undefined, verifier: string | undefined): string | undefined {
  if (!challenge) return verifier === undefined ? undefined : 'code_verifier was sent, but no code_challenge before it'
  if (verifier === undefined) return 'code_verifier is missing'
  if (!VERIFIER.test(verifier)) return 'code_verifier is not 43 to 128 unreserved characters'
  const made = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  return made === challenge.value ? undefined : 'code_verifier does not match the code_challenge'
}
