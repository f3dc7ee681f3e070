import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { requestDeviceCodes, requestDeviceTokens } from '../oauth/device.ts'
import { isLoginScope } from '../oauth/login-scopes.ts'
import { readScopes } from '../oauth/scopes.ts'
import { TokenRequestError, type TokenSet } from '../oauth/tokens.ts'
import type { CompletedAttempt, GrantsContext } from './context.ts'
import { readTicket, type StartedDevice, writeTicket } from './device-ticket.ts'
import type { Grant } from './grant.ts'
import { noteStanding } from './integration-standing.ts'
import { saveSignIn } from './save-sign-in.ts'

/** What every `slow_down` adds for good. @see RFC 8628 §3.5 */
const SLOWER_BY_MS = 5000
const LONGEST_PAUSE_MS = 60_000

/** What a sign-in on another device asks for, and for whom. */
export interface DeviceOptions {
  /** A list, or a text separated by spaces. Default: the integration's, without those of Login with Webex. */
  scopes?: string | readonly string[]
  /** The signed-in user of the host app; required where `ownerOf` is set. Default: the person at Webex. */
  owner?: string
  /** Ends the request for a code with its reason. */
  signal?: AbortSignal
}

/** How to wait for a person who enters the code elsewhere. */
export interface DeviceWaitOptions {
  /** Ends the wait with its reason, as closing the keeper does. Another wait may follow. */
  signal?: AbortSignal
  /** Told before each pause: how long it is, and why. */
  onWait?: (wait: DeviceWait) => void
}

/** Why the next question to Webex is put off, and how long. */
export interface DeviceWait {
  /** `pending`: the person has not answered; `slow-down`: Webex wants longer pauses; `unavailable`: its answer was missing. */
  reason: 'pending' | 'slow-down' | 'unavailable'
  /** How long, in milliseconds. */
  ms: number
}

/** A sign-in on another device that was started, and that somebody can now finish by entering its code. */
export interface DeviceSignIn<Result = Grant> {
  /** What the person types in, as Webex wrote it. */
  userCode: string
  /** Where it is typed in. Show it in full: people are to see that it is Webex. */
  verificationUri: string
  /** The same address with the code in it, for a QR code; absent where Webex gives none. */
  verificationUriComplete: string | undefined
  /** When the code ends (ms since 1970). */
  expiresAt: number
  /** The pause between two questions to Webex, in milliseconds, as long as Webex does not ask for longer ones. */
  intervalMs: number
  /**
   * What another process goes on with, by `keeper.device.resume(ticket)`: the same in a text that only this integration's
   * keys open. One of them is to wait: Webex gives the tokens once.
   */
  ticket: string
  /**
   * Asks Webex until the person has answered, and keeps what they granted. One wait at a time: called again meanwhile, it
   * gives the wait under way.
   * @throws WX-ACCESS-DENIED, WX-DEVICE-EXPIRED, WX-DEVICE-LIMIT, WX-CLIENT-REJECTED, WX-TOKEN-RESPONSE, WX-STORE-*
   */
  wait(options?: DeviceWaitOptions): Promise<Result>
}

/**
 * Starts a sign-in on another device.
 * @throws WX-DEVICE-REDIRECTS, WX-INVALID-SCOPE, WX-SCOPE-UNKNOWN, WX-CLIENT-REJECTED, WX-TOKEN-UNAVAILABLE, WX-TOKEN-RESPONSE
 * @see RFC 8628 §3.1, WEBEX.md §3
 */
export async function startDevice(
  context: GrantsContext,
  { scopes, owner, signal }: DeviceOptions,
): Promise<DeviceSignIn<CompletedAttempt>> {
  const { environment } = context
  const attemptId = Buffer.from(environment.randomBytes(6)).toString('base64url')
  const scopesAsked = chooseScopes(context, scopes)
  const [beganAt, expiresFrom] = [environment.monotonic(), environment.now()]
  const { lifeMs, ...codes } = await requestDeviceCodes(callContext(context), { scopes: scopesAsked, signal })
  context.events.emit('attempt.started', { attemptId })
  const started = { attemptId, scopesAsked, owner, codes, expiresAt: expiresFrom + lifeMs }
  return describe(context, started, beganAt + lifeMs)
}

/**
 * Goes on with a sign-in that this or another process has started.
 * @throws WX-REQUEST-INVALID, WX-DEVICE-EXPIRED
 */
export function resumeDevice(context: GrantsContext, ticket: string): DeviceSignIn<CompletedAttempt> {
  const { environment } = context
  const started = readTicket(context, ticket)
  const leftMs = started.expiresAt - environment.now()
  if (leftMs <= 0) throw new GrantkeeperError('WX-DEVICE-EXPIRED')
  return describe(context, started, environment.monotonic() + leftMs)
}

function describe(context: GrantsContext, started: StartedDevice, endsAt: number): DeviceSignIn<CompletedAttempt> {
  const { codes, expiresAt } = started
  const { userCode, verificationUri, verificationUriComplete, intervalMs } = codes
  const device: Device = { ...started, endsAt, pace: { intervalMs } }
  const wait = waitOnce((options) => finish(context, device, options))
  const ticket = writeTicket(context, started)
  return { userCode, verificationUri, verificationUriComplete, expiresAt, intervalMs, ticket, wait }
}

interface Device extends StartedDevice {
  /** When the codes end, by the monotonic clock. */
  endsAt: number
  /** Shared by all waits: what Webex slowed down stays slow. */
  pace: { intervalMs: number }
}

function chooseScopes({ integration }: GrantsContext, asked: DeviceOptions['scopes']): string[] {
  const scopes = readScopes(typeof asked === 'string' ? asked : (asked ?? integration.scopes).join(' '))
  const offered = scopes.filter((scope) => !isLoginScope(scope))
  const isRefused = asked !== undefined && offered.length < scopes.length
  if (!isRefused && offered.length > 0) return offered
  throw new GrantkeeperError('WX-INVALID-SCOPE', { detail: 'Webex offers no openid, email or profile to devices.' })
}

/** What ended by itself, well or not, stays so; a wait that its caller gave up may be followed by another. */
function waitOnce<Result>(work: (options: DeviceWaitOptions) => Promise<Result>): DeviceSignIn<Result>['wait'] {
  let waiting: Promise<Result> | undefined
  return (options = {}) => {
    waiting ??= work(options).catch((error) => {
      if (!isGrantkeeperError(error)) waiting = undefined
      throw error
    })
    return waiting
  }
}

async function finish(context: GrantsContext, device: Device, options: DeviceWaitOptions): Promise<CompletedAttempt> {
  const { attemptId } = device
  try {
    const tokens = await askUntilAnswered(context, device, options)
    const completing = keep(context, device, tokens).finally(() => context.completing.delete(attemptId))
    context.completing.set(attemptId, completing)
    return await completing
  } catch (error) {
    if (isGrantkeeperError(error)) context.events.emit('attempt.refused', { attemptId, code: error.code })
    throw error
  }
}

async function keep(context: GrantsContext, device: Device, tokens: TokenSet): Promise<CompletedAttempt> {
  const { owner, scopesAsked, attemptId } = device
  const person = await context.identify(tokens.accessToken)
  return saveSignIn(context, { owner, person, login: undefined, tokens, scopesAsked, attemptId })
}

/** A missing answer slows it down too, until there is one again. @see RFC 8628 §3.5 */
async function askUntilAnswered(context: GrantsContext, device: Device, options: DeviceWaitOptions): Promise<TokenSet> {
  const { pace, codes } = device
  let wait: DeviceWait = { reason: 'pending', ms: pace.intervalMs }
  for (let lost = 0; ; ) {
    await pause(context, device, wait, options)
    const answer = await ask(context, codes, options.signal)
    if (answer === 'slow-down') pace.intervalMs += SLOWER_BY_MS
    if (answer instanceof TokenRequestError) {
      lost += 1
      const ms = Math.min(pace.intervalMs * 2 ** lost, LONGEST_PAUSE_MS)
      wait = { reason: 'unavailable', ms: Math.max(ms, answer.retryAfterMs ?? 0) }
    } else if (typeof answer === 'string') {
      lost = 0
      wait = { reason: answer, ms: pace.intervalMs }
    } else return answer
  }
}

/** @throws WX-DEVICE-EXPIRED when the codes end before the pause does */
async function pause(
  { environment }: GrantsContext,
  { endsAt }: Device,
  { reason, ms }: DeviceWait,
  { signal, onWait }: DeviceWaitOptions,
): Promise<void> {
  const left = Math.max(0, endsAt - environment.monotonic())
  onWait?.({ reason, ms: Math.min(ms, left) })
  await environment.sleep(Math.min(ms, left), signal)
  signal?.throwIfAborted()
  if (ms > left) throw new GrantkeeperError('WX-DEVICE-EXPIRED')
}

/** An error is given, not thrown, where asking again may help. */
async function ask(context: GrantsContext, { deviceCode }: Device['codes'], signal: AbortSignal | undefined) {
  try {
    const answer = await requestDeviceTokens(callContext(context), { deviceCode, signal })
    if (typeof answer !== 'string') noteStanding(context)
    return answer
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof TokenRequestError)) throw error
    noteStanding(context, error)
    if (error.code === 'WX-TOKEN-UNAVAILABLE' || error.outcome === 'unknown') return error
    throw error
  }
}

function callContext({ integration, environment, limits }: GrantsContext) {
  return { integration, environment, deadlineMs: limits.deadlineMs }
}
