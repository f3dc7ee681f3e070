import { readFileSync } from 'node:fs'
import { type Emulator, readScenario, ScenarioError } from '../emulator/index.ts'
import { UsageError } from './arguments.ts'
import { cleanText } from './output.ts'

/** What a command that starts an emulator takes about its time and its trouble. */
export const troubleOptions = {
  scenario: { type: 'string', multiple: true },
  clock: { type: 'string' },
  frozen: { type: 'boolean' },
  latency: { type: 'string' },
  'rate-limit': { type: 'string' },
} as const

interface Values {
  scenario?: string[] | undefined
  clock?: string | undefined
  frozen?: boolean | undefined
  latency?: string | undefined
  'rate-limit'?: string | undefined
}

/** Sets the clock, then what breaks, then plays scenarios. @throws UsageError */
export function applyTrouble(emulator: Emulator, values: Values): void {
  // First, so that it stands at the very instant it is set to.
  if (values.frozen) emulator.clock.freeze()
  if (values.clock !== undefined) emulator.clock.set(readInstant(values.clock))
  if (values.latency !== undefined) emulator.faults.add({ on: '* /v1/*', delayMs: readLatency(values.latency) })
  if (values['rate-limit'] !== undefined) emulator.rateLimits.set(readPerMinute(values['rate-limit']))
  for (const scenario of values.scenario ?? []) playScenario(emulator, scenario)
}

function readInstant(text: string): number {
  const at = Date.parse(text)
  if (at >= 0) return at
  throw new UsageError(`--clock takes an instant like 2026-01-01T00:00Z, not "${cleanText(text)}".`)
}

/** `50` or `50..200`, with or without `ms`. */
function readLatency(text: string): number | [number, number] {
  const [, from, to = from] = /^(\d{1,6})(?:\.\.(\d{1,6}))?(?:ms)?$/.exec(text) ?? []
  if (from !== undefined && to !== undefined && Number(from) <= Number(to)) return [Number(from), Number(to)]
  throw new UsageError(`--latency takes milliseconds like 50 or 50..200, not "${cleanText(text)}".`)
}

function readPerMinute(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new UsageError(`--rate-limit takes requests a minute like 300, not "${cleanText(text)}".`)
}

/** By its name when it comes with the emulator; anything else is a file. */
function playScenario(emulator: Emulator, wanted: string): void {
  try {
    emulator.playScenario(/\.(ya?ml|json)$/i.test(wanted) ? readScenario(readFileSync(wanted, 'utf8')) : wanted)
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`--scenario: ${cleanText(error.message)}.`)
    throw new UsageError(`--scenario: ${cleanText(wanted)} cannot be read.`)
  }
}
