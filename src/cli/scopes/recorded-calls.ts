const METHOD = /\b(GET|POST|PUT|PATCH|DELETE) (\/\S*|https?:\/\/\S+)/
/** What signs in and renews needs no scope. */
const NOT_OF_THE_API =
  /^\/v1\/(authorize|access_token|device\/|verification|userinfo|\.well-known)|^\/(idb|sign-in|_emulator)\//
const MOST_LINES = 100_000

/**
 * The calls in what was recorded: a line each, such as `GET /rooms`, a line of a log with one in it, or what
 * `grantkeeper emulate --json` prints. Those that Webex refused did not need what they asked for.
 */
export function readRecordedCalls(text: string): string[] {
  const lines = text.split(/\r?\n/).slice(0, MOST_LINES)
  return [...new Set(lines.flatMap((line) => readEntry(line) ?? readLine(line)))]
}

/** A request of the emulator's journal; undefined for what is none. */
function readEntry(line: string): string[] | undefined {
  const entry = parse(line)
  if (entry === undefined) return undefined
  const { method, path, status } = entry
  if (typeof method !== 'string' || typeof path !== 'string' || !path.startsWith('/v1/')) return []
  return NOT_OF_THE_API.test(path) || Number(status) >= 400 ? [] : [`${method} ${path}`]
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function readLine(line: string): string[] {
  const [, method, path = ''] = METHOD.exec(line) ?? []
  return method === undefined || NOT_OF_THE_API.test(path) ? [] : [`${method} ${path}`]
}
