import { hash, timingSafeEqual } from 'node:crypto'
import { Secret } from '../secret.ts'
import type { GrantsContext } from './context.ts'

/** One press of GRANT, until its callback. It lives sealed in a cookie of its own; the store knows nothing of it yet. */
export interface Attempt {
  /** The first characters of the state; also the end of the cookie's name, so that a callback finds its cookie. */
  id: string
  state: string
  verifier: Secret
  /** What an ID token of this sign-in must repeat. Made when asked for: few sign-ins have one. */
  nonce(): string
  /** Stands for the owner who pressed GRANT; empty where the person at Webex is the owner. */
  ownerTag: string
  /** All the scopes it asks for. */
  scopes: readonly string[]
  /** Path on this app's own origin. */
  returnTo: string
  startedAt: number
}

/** A sign-in that takes longer is refused. */
export const ATTEMPT_LIFE_MS = 10 * 60_000
/** How long the same browser may repeat a finished callback and gets the same outcome. */
export const REPEAT_FOR_MS = 60_000

const SEED_BYTES = 16
const ID_LENGTH = 8

/** An attempt and the sealed text that its cookie carries. */
export interface SealedAttempt {
  attempt: Attempt
  sealed: string
}

export interface AttemptOptions {
  owner: string | undefined
  /** Optional scopes that it asks for too. */
  more: readonly string[]
  returnTo: string
}

/** Makes a fresh attempt. State, verifier and nonce all derive from one random seed, so that twenty cookies fit in a header. */
export function createAttempt(context: GrantsContext, { owner, more, returnTo }: AttemptOptions): SealedAttempt {
  const seed = Buffer.from(context.environment.randomBytes(SEED_BYTES)).toString('base64url')
  const startedAtSeconds = Math.floor(context.environment.now() / 1000)
  const plain = [seed, startedAtSeconds.toString(36), tagOwner(owner), writeScopes(more), returnTo].join('.')
  return { attempt: readAttempt(context, plain), sealed: context.seal.seal(plain, placeOf(context)) }
}

/** The attempt of a cookie's value; undefined when it was not sealed by us for this integration. */
export function openAttempt(context: GrantsContext, sealed: string): Attempt | undefined {
  try {
    return readAttempt(context, context.seal.open(sealed, placeOf(context)))
  } catch {
    return undefined
  }
}

/** The name a state's attempt goes by. */
export function attemptIdOf(state: string): string {
  return state.slice(0, ID_LENGTH)
}

export function isExpired(attempt: Attempt, now: number): boolean {
  return now > attempt.startedAt + ATTEMPT_LIFE_MS
}

export function belongsTo(attempt: Attempt, owner: string | undefined): boolean {
  return attempt.ownerTag === tagOwner(owner)
}

/** Compares in constant time whatever the lengths. */
export function hasState(attempt: Attempt, state: string): boolean {
  return timingSafeEqual(hash('sha256', attempt.state, 'buffer'), hash('sha256', state, 'buffer'))
}

/** The name under which a state is claimed; the state itself is never stored. */
export function hashState(state: string): string {
  return digest(`claim:${state}`)
}

function readAttempt({ integration }: GrantsContext, plain: string): Attempt {
  const [seed = '', startedAt = '', ownerTag = '', more = '', ...returnTo] = plain.split('.')
  const state = derive(seed, 'state').slice(0, 22)
  return {
    id: attemptIdOf(state),
    state,
    verifier: new Secret(derive(seed, 'verifier')),
    nonce: () => derive(seed, 'nonce'),
    ownerTag,
    scopes: [...integration.scopes, ...readScopes(more).filter((scope) => integration.optionalScopes.includes(scope))],
    returnTo: returnTo.join('.'),
    startedAt: Number.parseInt(startedAt, 36) * 1000,
  }
}

/** Without the dots that stand between the parts of a cookie. */
function writeScopes(scopes: readonly string[]): string {
  return Buffer.from(scopes.join(' ')).toString('base64url')
}

function readScopes(written: string): string[] {
  return Buffer.from(written, 'base64url').toString().split(' ')
}

/** Values that cannot be told from each other or back to the seed: SHA-256 of 128 secret random bits and a label. */
function derive(seed: string, label: string): string {
  return digest(`${label}:${seed}`)
}

function tagOwner(owner: string | undefined): string {
  return owner === undefined ? '' : digest(`owner:${owner}`).slice(0, 11)
}

/** Bound to the integration and to where the browser was sent, so that an answer from elsewhere opens nothing. */
function placeOf(context: GrantsContext): string {
  return `attempt:${context.integration.clientId}:${context.integration.authorizeUrl}`
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url')
}
