import { existsSync } from 'node:fs'
import { type Config, openOptions, readConfig } from '../config.ts'
import {
  type Audit,
  createGrantkeeper,
  type Environment,
  type Grantkeeper,
  GrantkeeperError,
  type GrantkeeperOptions,
  nodeEnvironment,
  type Transport,
} from '../index.ts'
import { memoryStore } from '../stores/memory.ts'
import { openAudit } from './audit-log.ts'
import { hearInterrupt } from './interrupt.ts'
import type { Output } from './output.ts'

export interface Opened {
  keeper: Grantkeeper
  config: Config
  environment: Environment
  audit: Audit
  /** Aborts on Ctrl-C. */
  signal: AbortSignal
}

export type Answer = Awaited<ReturnType<Transport>>

export interface OpenOptions {
  output: Output
  /** A file to read in place of `.env`. */
  settings: string | undefined
  /** Whether a database may be made. Without it, one that is not there counts as empty. Default false. */
  mayCreate?: boolean
  /** Options of the keeper that are not settings. */
  options?: Partial<GrantkeeperOptions>
  /** Whether the work ends by itself when its signal aborts, which SIGTERM then does too. Default false. */
  endsItself?: boolean
  /** Sees each answer that comes over the network. */
  onAnswer?: (url: string, answer: Answer) => void
  /** Refuses a redirect URI that the work cannot use, before anything is opened. */
  check?: (redirectUri: string) => void
}

const TELL_AFTER_MS = 300

/**
 * Opens what the settings name for one piece of work. On Ctrl-C it rejects at once, but closes as always: a renewal under
 * way may hold the only copy of a new token. A second Ctrl-C ends the process in the system's way.
 * @throws Interrupted, WX-CONFIG-*, WX-KEY-*, WX-STORE-*
 */
export async function withKeeper<T>(
  { settings, mayCreate = false, endsItself = false, options, check, onAnswer, output }: OpenOptions,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const config = readConfig({ envFile: settings })
  check?.(config.redirectUri.value)
  const environment = watchAnswers(nodeEnvironment(), onAnswer)
  const chosen = mayCreate ? config : chooseExisting(config, environment)
  const keeper = createGrantkeeper({ ...openOptions(chosen, environment), ...options, environment })
  const audit = openAudit({ config, environment, output, keeper })
  const stop = hearInterrupt(endsItself ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : ['SIGINT'])
  try {
    const working = work({ keeper, config, environment, audit, signal: stop.signal })
    return await (endsItself ? working : Promise.race([working, stop.heard]))
  } finally {
    stop.forget()
    await closeAndTell(keeper, environment, stop.signal, output)
  }
}

/** Closing waits for a renewal under way, which is not lost sight of; whoever pressed Ctrl-C is told why nothing ends. */
async function closeAndTell(keeper: Grantkeeper, { sleep }: Environment, interrupt: AbortSignal, output: Output) {
  const closed = new AbortController()
  if (interrupt.aborted) {
    sleep(TELL_AFTER_MS, closed.signal).then(
      () => output.say('Waiting for an answer that may hold a new token; Ctrl-C again ends at once.'),
      () => undefined,
    )
  }
  await keeper.close().finally(() => closed.abort())
}

function watchAnswers(environment: Environment, onAnswer: OpenOptions['onAnswer']): Environment {
  if (!onAnswer) return environment
  const transport: Transport = async (request) => {
    const answer = await environment.transport(request)
    onAnswer(request.url, answer)
    return answer
  }
  return { ...environment, transport }
}

/** What is there, so that looking makes neither a database nor a key. @throws WX-KEY-MISSING */
function chooseExisting(config: Config, environment: Environment): Config {
  if (!hasDatabase(config)) return withoutDatabase(config, environment)
  requireKey(config)
  return config
}

/** A key that is made now opens nothing of what is there. @throws WX-KEY-MISSING */
export function requireKey(config: Config): void {
  if (hasKey(config)) return
  const detail = `GRANTKEEPER_KEY is not set, and there is no ${config.keyFile}; the connections were sealed with one of them.`
  throw new GrantkeeperError('WX-KEY-MISSING', { detail })
}

/** Whether a key is set, or one for development was made. */
export function hasKey({ keys, keyFile }: Config): boolean {
  return keys !== undefined || existsSync(keyFile)
}

/** Whether there is anything that could be opened. A server is always asked. */
export function hasDatabase({ database }: Config): boolean {
  return /^postgres/.test(database.value) || existsSync(database.value)
}

/** The same settings on an empty store and, where there is no key, with one of no use. */
function withoutDatabase(config: Config, environment: Environment): Config {
  const database = { ...config.database, open: () => memoryStore(environment) }
  if (hasKey(config)) return { ...config, database }
  const key = Buffer.from(environment.randomBytes(32)).toString('base64')
  return { ...config, database, keys: { name: 'GRANTKEEPER_KEY', origin: 'default', reveal: () => key } }
}
