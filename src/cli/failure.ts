import { UsageError } from './arguments.ts'
import { cleanText, type Output } from './output.ts'

export interface FailureFormat {
  json: boolean
  /** Show the stack too. */
  debug: boolean
}

interface Failure {
  code: string
  title: string
  detail?: string | undefined
  fix: string
  exitCode: 1 | 2
}

/** Codes that mean: nothing was started, correct what was given and call again. */
const WRONG_USE = /^WX-(USAGE|CONFIG|KEY|SCOPE)/

/** Tells an error on stderr in the words of the catalogue, without a stack unless asked; gives the exit code. */
export async function tellFailure(error: unknown, output: Output, { json, debug }: FailureFormat): Promise<number> {
  const failure = await describeFailure(error)
  const { exitCode, ...told } = failure
  if (json) output.say(JSON.stringify({ error: told }))
  else for (const line of writeFailure(failure, output)) output.say(line)
  if (debug && error instanceof Error) output.say(error.stack ?? '')
  return exitCode
}

async function describeFailure(error: unknown): Promise<Failure> {
  if (error instanceof UsageError) {
    return { code: error.code, title: error.message, fix: 'See: grantkeeper --help', exitCode: 2 }
  }
  // A broken installation may be the failure; telling it must not fail too.
  const library = await import('../index.ts').catch(() => undefined)
  if (library?.isGrantkeeperError(error)) {
    const { code, title, detail, fix } = error
    return { code, title: `${title}.`, detail, fix, exitCode: WRONG_USE.test(code) ? 2 : 1 }
  }
  const detail = error instanceof Error ? cleanText(`${error.name}: ${error.message.split('\n')[0]}`) : undefined
  const fix = 'Run the command again with --debug to see where, and report it.'
  return { code: 'WX-INTERNAL', title: 'Something failed that should not have.', detail, fix, exitCode: 1 }
}

function writeFailure({ code, title, detail, fix }: Failure, output: Output): string[] {
  const heading = `${output.paint('red', '✘', 'stderr')} ${output.paint('bold', title, 'stderr')}`
  if (code === 'WX-USAGE') return [heading, `  ${fix}`]
  return [
    `${heading}  ${output.paint('dim', code, 'stderr')}`,
    ...(detail ? [`  ${detail}`] : []),
    `  → ${fix}`,
    `  More: grantkeeper explain ${code}`,
  ]
}
