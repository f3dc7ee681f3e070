import { catalogue, type ErrorCode, type Grant, type GrantkeeperOptions } from '../../index.ts'
import { readArguments, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, nameOf } from '../connections.ts'
import { CommandFailure, exitCodeOf } from '../failure.ts'
import { completeByDevice, signInByDevice } from '../login/device.ts'
import { openBrowser } from '../login/open-browser.ts'
import { answerError, DONE_PATH, SignInRefused, serveSignIn } from '../login/sign-in-server.ts'
import { type Opened, withKeeper } from '../open-keeper.ts'
import { cleanText, type Output } from '../output.ts'
import { describeSpan } from '../table.ts'

const options = {
  scopes: { type: 'string' },
  'no-browser': { type: 'boolean' },
  device: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  complete: { type: 'string' },
  timeout: { type: 'string' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Wanted {
  json: boolean
  /** Whether a browser is opened here. */
  open: boolean
  /** Whether this command waits for the person who enters a code. */
  wait: boolean
  timeoutMs: number
}

/** `grantkeeper login`: a grant for the command line itself. */
export const runLogin: Command = async (argv, output, input) => {
  const { values } = readArguments(argv, options)
  const { settings, json = false, scopes, complete } = values
  const device = values.device || complete !== undefined
  refuseMixed(values)
  const wanted: Wanted = {
    json,
    open: input.interactive && !values['no-browser'],
    wait: !values['no-wait'],
    timeoutMs: readTimeout(values.timeout),
  }
  const ticket = complete === '-' ? (await input.readAll()).trim() : complete
  const own: Partial<GrantkeeperOptions> = {
    ownerOf: () => COMMAND_LINE,
    afterConnect: DONE_PATH,
    // Safari keeps no Secure cookie of http://localhost.
    plainCookiesOnLoopback: true,
    renderError: answerError,
    ...(scopes !== undefined && { scopes }),
  }
  const check = device ? undefined : requireLoopback
  return withKeeper({ settings, output, mayCreate: true, options: own, check }, async (opened) => {
    const grant = await giveUpAfter(opened, wanted.timeoutMs, (soon) => {
      if (ticket !== undefined) return completeByDevice(soon, ticket, wanted, output)
      return device ? signInByDevice(soon, wanted, output) : signInHere(soon, wanted, output)
    })
    if (grant) tellConnected(grant, opened, output, json)
    return 0
  })
}

/** @throws UsageError */
function refuseMixed(values: { device?: boolean; 'no-wait'?: boolean; complete?: string; scopes?: string }): void {
  if (values['no-wait'] && !values.device) throw new UsageError('--no-wait goes with --device.')
  const others = [values.device && '--device', values.scopes !== undefined && '--scopes'].filter(Boolean)
  if (values.complete === undefined || others.length === 0) return
  throw new UsageError(`--complete goes on as it was begun, without ${others.join(' and ')}.`)
}

/** Runs a sign-in whose signal also aborts when it has taken too long. */
async function giveUpAfter<T>(opened: Opened, ms: number, signIn: (opened: Opened) => Promise<T>): Promise<T> {
  const [late, done] = [new AbortController(), new AbortController()]
  opened.environment.sleep(ms, AbortSignal.any([opened.signal, done.signal])).then(
    () => late.abort(tooLate(ms)),
    () => undefined,
  )
  try {
    return await signIn({ ...opened, signal: AbortSignal.any([opened.signal, late.signal]) })
  } catch (error) {
    throw error instanceof SignInRefused ? refused(error.code) : error
  } finally {
    done.abort()
  }
}

/** The browser comes back to this program. */
async function signInHere({ keeper, environment, signal }: Opened, wanted: Wanted, output: Output): Promise<Grant> {
  const server = await serveSignIn(keeper, environment)
  try {
    tellWaiting(server.url, wanted, output)
    if (wanted.open) openBrowser(server.url)
    const id = await Promise.race([server.connected, rejectOnAbort(signal)])
    const grant = await keeper.grants.get(id)
    if (!grant) throw new Error('the grant was deleted at once')
    return grant
  } finally {
    await server.close()
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function tellWaiting(url: string, { json, open, timeoutMs }: Wanted, output: Output): void {
  if (json) {
    const next = 'open the url in a browser on this computer'
    const waiting = { type: 'authorization_required', url, expires_in: timeoutMs / 1000, next_step: next }
    return void output.print(JSON.stringify(waiting))
  }
  const bold = output.paint('bold', url, 'stderr')
  output.say(open ? `A browser opens. If it does not, open ${bold}` : `Open ${bold} in a browser on this computer.`)
  output.note(`Waiting for the sign-in, at most ${describeSpan(timeoutMs)} … Ctrl-C to cancel.`)
}

function tellConnected(grant: Grant, { environment }: Opened, output: Output, json: boolean): void {
  if (json) return void output.print(JSON.stringify({ type: 'connected', connection: grant }))
  const left = describeSpan(grant.accessExpiresAt - environment.now())
  const scopes = cleanText(grant.scopesGranted.join(' '))
  output.print(`${output.paint('green', '✔')} Connected as ${nameOf(grant)} · scopes: ${scopes} · good for ${left}`)
  const missing = grant.scopesAsked.filter((scope) => !grant.scopesGranted.includes(scope))
  if (missing.length > 0) output.note(`! Not granted: ${cleanText(missing.join(' '))}`)
}

/** A browser can bring the answer back to this program only on this computer, and without TLS. */
function requireLoopback(redirectUri: string): void {
  const { protocol, hostname } = new URL(redirectUri)
  if (protocol === 'http:' && /^(localhost|0\.0\.0\.0|127(\.\d+){3}|\[::1\])$/.test(hostname)) return
  throw new UsageError(
    `The redirect URI leads to ${cleanText(hostname)}. Register http://localhost:10060/oauth too, and set WEBEX_REDIRECT_URI to it for this command; or use --device.`,
  )
}

function readTimeout(text = '5m'): number {
  const [, amount, unit = 's'] = /^(\d{1,4})(s|m)?$/.exec(text) ?? []
  const ms = Number(amount) * (unit === 'm' ? 60_000 : 1000)
  if (ms >= 1000 && ms <= 3_600_000) return ms
  throw new UsageError(`--timeout takes a span from 1s to 60m, not "${cleanText(text)}".`)
}

function tooLate(ms: number): CommandFailure {
  const title = `Nobody finished the sign-in within ${describeSpan(ms)}.`
  return new CommandFailure({
    code: 'CLI-TIMEOUT',
    title,
    fix: 'Run it again; --timeout 15m waits longer.',
    exitCode: 6,
  })
}

function refused(code: string): CommandFailure {
  const entry = catalogue[code as ErrorCode]
  return new CommandFailure({ code, title: `${entry.title}.`, fix: entry.fix, exitCode: exitCodeOf(code) })
}
