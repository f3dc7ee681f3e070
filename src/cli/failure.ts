import { UsageError } from './arguments.ts'
import { Interrupted } from './input.ts'
import { cleanText, type Output } from './output.ts'

export interface FailureFormat {
  json: boolean
  /** Show the stack too. */
  debug: boolean
  /** The request that failed, as its error page names it. */
  requestId?: string
  /** The command whose help tells how it is used. */
  command?: string | undefined
}

interface Failure {
  code: string
  title: string
  detail?: string | undefined
  fix: string
  requestId?: string | undefined
  exitCode: 1 | 2 | 3 | 4 | 5 | 6
}

/** What only the command line can fail with, and so is not in the catalogue. */
export class CommandFailure extends Error {
  readonly failure: Omit<Failure, 'requestId'>
  constructor(failure: Omit<Failure, 'requestId'>, options?: ErrorOptions) {
    super(failure.title, options)
    this.failure = failure
  }
}

/** Codes that mean: nothing was started, correct what was given and call again. */
const WRONG_USE = /^WX-(USAGE|CONFIG|KEY|SCOPE)/
/** Codes that only a person at Webex can end. */
const NEEDS_GRANT = /^WX-(NOT-CONNECTED|RECONNECT|ANSWER-LOST|API-UNAUTHORIZED|ACCESS-DENIED)$/
/** Codes that mean: Webex said no, or nothing. */
const WEBEX_REFUSED = /^WX-(API|TOKEN|REFRESH|REVOKE|AUTHORIZE|ANSWER|CLIENT|CODE|DEVICE|LOGIN|INVALID-SCOPE)/

/** Tells an error on stderr in the words of the catalogue, without a stack unless asked; gives the exit code. */
export async function tellFailure(error: unknown, output: Output, format: FailureFormat): Promise<number> {
  if (error instanceof Interrupted) return error.exitCode
  const { json, debug, requestId, command } = format
  const failure = { ...(await describeFailure(error, command)), requestId }
  const { exitCode, ...told } = failure
  if (json) output.say(JSON.stringify({ error: told }))
  else for (const line of writeFailure(failure, output)) output.say(line)
  if (debug) for (const stack of listStacks(error)) output.say(stack)
  return exitCode
}

async function describeFailure(error: unknown, command: string | undefined): Promise<Failure> {
  if (error instanceof UsageError) {
    const fix = command === undefined ? 'See: grantkeeper --help' : `See: grantkeeper help ${command}`
    return { code: error.code, title: error.message, fix, exitCode: 2 }
  }
  if (error instanceof CommandFailure) return error.failure
  // A broken installation may be the failure; telling it must not fail too.
  const library = await import('../index.ts').catch(() => undefined)
  if (library?.isGrantkeeperError(error)) {
    const { code, title, detail, fix, cause } = error
    if (code === 'WX-INTERNAL') return describeUnexpected(cause)
    return { code, title: `${title}.`, detail, fix, exitCode: exitCodeOf(code) }
  }
  return describeUnexpected(error)
}

/** What a code of the catalogue ends a command with. @see `grantkeeper help exit-codes` */
export function exitCodeOf(code: string): Failure['exitCode'] {
  if (WRONG_USE.test(code)) return 2
  if (NEEDS_GRANT.test(code)) return 4
  if (code === 'WX-DEVICE-EXPIRED') return 6
  return WEBEX_REFUSED.test(code) ? 5 : 1
}

function describeUnexpected(error: unknown): Failure {
  const detail = error instanceof Error ? cleanText(`${error.name}: ${error.message.split('\n')[0]}`) : undefined
  const fix = 'Run the command again with --debug to see where, and report it.'
  return { code: 'WX-INTERNAL', title: 'Something failed that should not have.', detail, fix, exitCode: 1 }
}

function listStacks(error: unknown): string[] {
  return error instanceof Error ? [error.stack ?? error.message, ...listStacks(error.cause)] : []
}

function writeFailure({ code, title, detail, fix, requestId }: Failure, output: Output): string[] {
  const heading = `${output.paint('red', '✘', 'stderr')} ${output.paint('bold', title, 'stderr')}`
  if (code === 'WX-USAGE') return [heading, `  ${fix}`]
  return [
    `${heading}  ${output.paint('dim', code, 'stderr')}`,
    ...(detail ? [`  ${detail}`] : []),
    ...(requestId ? [`  Request id: ${requestId}`] : []),
    `  → ${fix}`,
    ...(code.startsWith('WX-') ? [`  More: grantkeeper explain ${code}`] : []),
  ]
}
