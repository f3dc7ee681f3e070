import { GrantkeeperError, isErrorCode, isGrantkeeperError } from '../errors/index.ts'
import { type CallbackAnswer, readCallback } from '../oauth/callback.ts'
import { exchangeCode, TokenRequestError, type TokenSet } from '../oauth/tokens.ts'
import type { Secret } from '../secret.ts'
import {
  ATTEMPT_LIFE_MS,
  type Attempt,
  attemptIdOf,
  belongsTo,
  hashState,
  hasState,
  isExpired,
  openAttempt,
  REPEAT_FOR_MS,
} from './attempt.ts'
import type { CompletedAttempt, GrantsContext } from './context.ts'
import { noteStanding } from './integration-standing.ts'
import { saveSignIn } from './save-sign-in.ts'
import { findWhoSignedIn, requireOwnIssuer } from './who-signed-in.ts'

/** Tries of one code while Webex cannot be reached. */
const MOST_TRIES = 3

export interface CompleteOptions {
  /** The callback's address, as the browser opened it. */
  url: URL
  /** The signed-in user of the host app; undefined where the person at Webex is the owner. */
  owner: string | undefined
  /** The sealed value of the cookie of that attempt, if this browser has one. */
  cookieOf(attemptId: string): string | undefined
}

export interface FinishedSignIn extends CompletedAttempt {
  attemptId: string
  returnTo: string
}

/**
 * Finishes a sign-in from its callback. The same browser repeating it within a minute gets the same outcome, from one
 * exchange of the code; the exchange goes on when the browser goes away.
 * @throws WX-STATE-MISSING, WX-STATE-FOREIGN, WX-STATE-EXPIRED, WX-STATE-USED, WX-OWNER-CHANGED, WX-CALLBACK-MALFORMED,
 * WX-ACCESS-DENIED, WX-INVALID-SCOPE, WX-AUTHORIZE-FAILED, WX-CODE-REJECTED, WX-CLIENT-REJECTED, WX-TOKEN-*, WX-STORE-*
 * WX-ISSUER-FOREIGN, WX-ID-TOKEN-INVALID, WX-LOGIN-UNAVAILABLE
 * @see RFC 9700 §4.7, §2.1.1
 */
export async function completeAttempt(context: GrantsContext, options: CompleteOptions): Promise<FinishedSignIn> {
  let attemptId: string | undefined
  try {
    const answer = readCallback(options.url)
    attemptId = attemptIdOf(answer.state)
    const attempt = recognise(context, options, answer)
    if (answer.issuer !== undefined) await requireOwnIssuer(context, answer.issuer)
    const completed = await completeOnce(context, attempt, readCode(answer), options.owner)
    return { ...completed, attemptId, returnTo: attempt.returnTo }
  } catch (error) {
    if (isGrantkeeperError(error)) context.events.emit('attempt.refused', { attemptId, code: error.code })
    throw error
  }
}

/** Finds the attempt this answer belongs to, in this browser and nowhere else. */
function recognise(context: GrantsContext, options: CompleteOptions, { state }: CallbackAnswer): Attempt {
  const sealed = options.cookieOf(attemptIdOf(state))
  const attempt = sealed === undefined ? undefined : openAttempt(context, sealed)
  if (!attempt || !hasState(attempt, state)) throw new GrantkeeperError('WX-STATE-FOREIGN')
  if (isExpired(attempt, context.environment.now())) throw new GrantkeeperError('WX-STATE-EXPIRED')
  if (!belongsTo(attempt, options.owner)) throw new GrantkeeperError('WX-OWNER-CHANGED')
  return attempt
}

function readCode(answer: CallbackAnswer): Secret {
  if (answer.kind === 'refused') throw new GrantkeeperError(answer.code, { detail: answer.detail })
  return answer.code
}

/** One exchange a state in this process; those who come later join it. */
function completeOnce(context: GrantsContext, attempt: Attempt, code: Secret, owner: string | undefined) {
  const stateHash = hashState(attempt.state)
  const underWay = context.completing.get(stateHash)
  if (underWay) return underWay
  const completing = claimAndComplete(context, { attempt, stateHash, code, owner }).finally(() =>
    context.completing.delete(stateHash),
  )
  context.completing.set(stateHash, completing)
  return completing
}

interface Claimant {
  attempt: Attempt
  stateHash: string
  code: Secret
  owner: string | undefined
}

async function claimAndComplete(context: GrantsContext, claimant: Claimant): Promise<CompletedAttempt> {
  const { attempt, stateHash, code, owner } = claimant
  const claim = await context.store.claimState(stateHash, attempt.startedAt + ATTEMPT_LIFE_MS + REPEAT_FOR_MS)
  if (!claim.claimed) return repeatOutcome(context, stateHash, claim.outcome)
  try {
    const tokens = await exchange(context, code, attempt.verifier)
    const { person, login } = await findWhoSignedIn(context, tokens, attempt)
    const saved = await saveSignIn(context, {
      owner,
      person,
      login,
      tokens,
      scopesAsked: attempt.scopes,
      attemptId: attempt.id,
    })
    settle(context, stateHash, { ok: saved })
    return saved
  } catch (error) {
    settle(context, stateHash, { code: isGrantkeeperError(error) ? error.code : 'WX-INTERNAL' })
    throw error
  }
}

/** Tries again only when the code certainly reached nobody: it is worth one redemption. */
async function exchange(context: GrantsContext, code: Secret, verifier: Secret): Promise<TokenSet> {
  const { integration, environment, limits } = context
  for (let tries = 1; ; tries++) {
    try {
      const tokens = await exchangeCode({ integration, environment, deadlineMs: limits.deadlineMs }, { code, verifier })
      noteStanding(context)
      return tokens
    } catch (error) {
      if (error instanceof TokenRequestError) noteStanding(context, error)
      if (!reachedNobody(error) || tries === MOST_TRIES) throw error
      await environment.sleep(250 * tries)
    }
  }
}

/** A refusal, even a passing one, is Webex's answer to this code; only without a connection there was none. */
function reachedNobody(error: unknown): boolean {
  return error instanceof TokenRequestError && error.outcome === 'not-processed' && error.upstreamStatus === undefined
}

type Outcome = { ok: CompletedAttempt } | { code: string }

/**
 * Keeps the outcome for those who repeat the callback. Nobody waits for it: it goes to the disk together with the session
 * that comes next, and without it a repetition is only told to start again.
 */
function settle({ store, environment }: GrantsContext, stateHash: string, outcome: Outcome): void {
  store.settleState(stateHash, JSON.stringify({ ...outcome, at: environment.now() })).catch(() => undefined)
}

/** Gives a repeated callback what the first one got; waits for it where another process is still at it. */
async function repeatOutcome(
  context: GrantsContext,
  stateHash: string,
  first: string | null,
): Promise<CompletedAttempt> {
  let outcome = first
  const until = context.environment.monotonic() + context.limits.waitMs
  while (outcome === null) {
    if (context.environment.monotonic() > until) throw new GrantkeeperError('WX-STATE-USED')
    await context.environment.sleep(100)
    const claim = await context.store.claimState(stateHash, 0)
    outcome = claim.claimed ? null : claim.outcome
  }
  const settled: Outcome & { at: number } = JSON.parse(outcome)
  if (context.environment.now() > settled.at + REPEAT_FOR_MS) throw new GrantkeeperError('WX-STATE-USED')
  if ('ok' in settled) return settled.ok
  throw new GrantkeeperError(isErrorCode(settled.code) ? settled.code : 'WX-INTERNAL')
}
