import { readScenario } from '../../breaking/scenario.ts'
import type { EmulatorContext } from '../../context.ts'
import { ControlError, type Input } from '../../control/operation.ts'
import { FaultsPage } from '../../pages/control/faults.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { readSpanMs } from '../../span.ts'
import { pageRoutes, readFilled, readNumber, withoutEmpty } from './forms.tsx'

/** Faults, rate limits and scenarios. */
export function faultsRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/faults', FaultsPage)
  const id = (sent: URLSearchParams) => readFilled(sent, 'id')
  const name = (sent: URLSearchParams) => readFilled(sent, 'name')
  const user = (sent: URLSearchParams) => readFilled(sent, 'user')
  return [
    ['GET', '/faults', show],
    ['POST', '/faults/add', act({ operation: 'faults add', input: readFaultForm, done: 'fault-added' })],
    ['POST', '/faults/remove', act({ operation: 'faults remove', input: id, done: 'fault-removed' })],
    ['POST', '/faults/reset', act({ operation: 'faults clear', done: 'faults-reset' })],
    ['POST', '/faults/scenario', act({ operation: 'scenarios play', input: name, done: 'scenario-applied' })],
    ['POST', '/faults/own-scenario', act({ operation: 'scenarios play', input: readOwn, done: 'scenario-applied' })],
    ['POST', '/faults/limits', act({ operation: 'limits set', input: readLimit, done: 'limit-set' })],
    ['POST', '/faults/limits/lift', act({ operation: 'limits lift', input: user, done: 'limit-lifted' })],
  ]
}

/** @throws ControlError that names the field */
function readOwn(sent: URLSearchParams): Input {
  try {
    return { scenario: readScenario(sent.get('scenario') ?? '') }
  } catch (error) {
    throw new ControlError('EMU-INPUT', `scenario: ${error instanceof Error ? error.message : 'cannot be read'}`)
  }
}

function readLimit(sent: URLSearchParams): Input {
  return withoutEmpty({ perMinute: readNumber(sent.get('perMinute')) ?? '', ...readFilled(sent, 'user') })
}

const TEXTS = ['user', 'clientId', 'grantType', 'first', 'refuse', 'spoil', 'link', 'drop']
const NUMBERS = ['times', 'every', 'probability', 'seed', 'status', 'kmsFailureEvery']

/** The fault that the form describes; what makes no sense stays as it was typed, to be refused with its name. */
function readFaultForm(sent: URLSearchParams): Input {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, readNumber(sent.get(name))]))
  const bytes = readNumber(sent.get('dripBytes'))
  const everyMs = readTime(sent.get('dripEveryMs'))
  const drip = bytes === undefined && everyMs === undefined ? undefined : withoutEmpty({ bytes, everyMs })
  const rest = withoutEmpty({
    ...readFilled(sent, ...TEXTS),
    ...numbers,
    drip,
    lastsMs: readTime(sent.get('lastsMs')),
    skewMs: readTime(sent.get('skewMs')),
    delayMs: readDelay(sent.get('delayMs')),
    headers: readHeaders(sent.get('headers')),
    body: readBody(sent.get('body') ?? ''),
    sameAccessToken: sent.has('sameAccessToken') || undefined,
  })
  return { on: sent.get('on')?.trim() ?? '', ...rest }
}

function readTime(text: string | null): number | string | undefined {
  return readSpanMs(text ?? '') ?? readNumber(text)
}

/** `500ms`, or a range like `50..200`. */
function readDelay(text: string | null): unknown {
  const [from = '', to, ...more] = (text ?? '').replace(/ms\s*$/, '').split('..')
  if (to === undefined || more.length > 0) return readTime(text)
  return [readTime(from), readTime(to)]
}

/** One a line; a line without a colon is refused by its name. */
function readHeaders(text: string | null): Record<string, string> | undefined {
  const lines = (text ?? '').split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length === 0) return undefined
  return Object.fromEntries(
    lines.map((line) => {
      const [name = ''] = line.split(':', 1)
      return [name.trim(), line.slice(name.length + 1).trim()]
    }),
  )
}

/** JSON is sent as such; any other text as a page. */
function readBody(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
