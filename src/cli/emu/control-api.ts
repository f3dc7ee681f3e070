import type { Environment } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { CommandFailure } from '../failure.ts'
import { cleanText } from '../output.ts'
import type { InputShape } from './flags.ts'

export interface RemoteOperation {
  name: string
  tells: string
  input: InputShape
}

export interface ControlApi {
  list(): Promise<RemoteOperation[]>
  /** What the operation gave. @throws CommandFailure */
  run(name: string, input: unknown): Promise<unknown>
}

const MOST_BYTES = 64 * 1024 * 1024
const WAIT_MS = 30_000

/** The origin of an emulator somebody named. @throws UsageError */
export function readControlUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).origin
  throw new UsageError(`--url takes the emulator's address, not "${cleanText(text)}".`)
}

/** Speaks to a running emulator. */
export function createControlApi(environment: Environment, url: string): ControlApi {
  const call = async (method: string, path: string, input?: unknown): Promise<unknown> => {
    const answer = await endWithin(environment, (signal) =>
      environment.transport({
        method,
        url: `${url}/_emulator${path}`,
        headers: { 'x-emulator-control': '1', 'content-type': 'application/json' },
        ...(input !== undefined && { body: JSON.stringify(input) }),
        signal,
        maxBytes: MOST_BYTES,
      }),
    ).catch((cause: unknown) => {
      throw unreachable(url, cause)
    })
    const body = readJson(answer.body)
    if (answer.status !== 200) throw refused(url, body)
    return body
  }
  return {
    async list() {
      return ((await call('GET', '')) as { operations: RemoteOperation[] }).operations
    },
    run: (name, input) => call('POST', `/${name.replace(' ', '/')}`, input),
  }
}

async function endWithin<T>(environment: Environment, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const [deadline, done] = [new AbortController(), new AbortController()]
  environment.sleep(WAIT_MS, done.signal).then(
    () => deadline.abort(),
    () => undefined,
  )
  try {
    return await work(deadline.signal)
  } finally {
    done.abort()
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unreachable(url: string, cause: unknown): CommandFailure {
  const title = `No emulator answers at ${url}.`
  const fix = 'Start one with "grantkeeper emulate", or name another with --url.'
  return new CommandFailure({ code: 'EMU-UNREACHABLE', title, fix, exitCode: 5 }, { cause })
}

/** What refused may be something else that listens there. */
function refused(url: string, body: unknown): CommandFailure {
  const { error } = (body ?? {}) as { error?: { code: string; message: string } }
  if (!error) {
    const title = `What answers at ${url} is no emulator of grantkeeper.`
    return new CommandFailure({ code: 'EMU-UNREACHABLE', title, fix: 'Name the right one with --url.', exitCode: 5 })
  }
  const title = `${cleanText(error.message)}.`
  return new CommandFailure({
    code: cleanText(error.code),
    title,
    fix: 'Run "grantkeeper emu" to see what there is to do.',
    exitCode: 2,
  })
}
