import { parse } from 'yaml'
import { createCheck, type Schema } from '../schema.ts'
import { readSettings, type Settings } from '../settings.ts'
import { readSpanMs } from '../span.ts'
import { type Fault, faultSchema, readFault } from './fault.ts'

/** Trouble under a name: what is done to an emulator, step by step. The shape of a scenario file too. */
export interface Scenario {
  name: string
  /** What happens, in a sentence. */
  description?: string
  steps: Step[]
}

/** One thing that is done. */
export type Step =
  | { fault: Fault }
  | { settings: Partial<Settings> }
  /** Every API request of each user, or of one, counts; `perMinute: null` lifts the limit. */
  | { rateLimit: { perMinute: number | null; user?: string } }
  /** Moves the clock forward by a span like `14d` or `90m`, sets it to an instant of ISO 8601, or freezes it. */
  | { clock: { move: string | number } | { set: string } | { frozen: boolean } }
  /** Ends grants: of one user, of one integration, or with `{}` everybody's. */
  | { revoke: { user?: string; clientId?: string } }
  /** Ends every access token; refresh tokens live on. */
  | { expireAccessTokens: true }
  /** Lets the administrator of a user deny every integration, or no longer. */
  | { blockByAdmin: { user: string; blocked: boolean } }
  /** Removes all faults. */
  | { clearFaults: true }

/** A scenario that cannot be played; its message says where and why. */
export class ScenarioError extends RangeError {}

const text = { type: 'string', minLength: 1, maxLength: 200 } as const satisfies Schema
const object = (required: string[], properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
})
const step: Schema = {
  minProperties: 1,
  maxProperties: 1,
  ...object([], {
    fault: faultSchema,
    settings: { type: 'object', minProperties: 1, description: 'By their names.' },
    rateLimit: object(['perMinute'], { perMinute: { type: ['integer', 'null'], minimum: 0 }, user: text }),
    clock: {
      minProperties: 1,
      maxProperties: 1,
      ...object([], { move: { type: ['string', 'number'] }, set: text, frozen: { type: 'boolean' } }),
    },
    revoke: object([], { user: text, clientId: text }),
    expireAccessTokens: { enum: [true] },
    blockByAdmin: object(['user', 'blocked'], { user: text, blocked: { type: 'boolean' } }),
    clearFaults: { enum: [true] },
  }),
}

/** The JSON schema of a scenario file. @see https://json-schema.org/draft/2020-12 */
export const scenarioSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Scenario of a grantkeeper emulator',
  ...object(['name', 'steps'], {
    name: text,
    description: { ...text, maxLength: 2000 },
    steps: { type: 'array', items: step, minItems: 1, maxItems: 1000 },
  }),
}

const check = createCheck(scenarioSchema)

/**
 * Reads a scenario file, YAML or JSON.
 * @throws ScenarioError
 * @example
 * emulator.playScenario(readScenario('{ name: gone, steps: [{ revoke: { user: ada } }] }'))
 */
export function readScenario(text: string): Scenario {
  return checkScenario(parseText(text))
}

/** @throws ScenarioError that names the place, like `steps/2/clock: …` */
export function checkScenario(given: unknown): Scenario {
  const problem = check(given)
  if (problem !== undefined) throw new ScenarioError(problem)
  const scenario = given as Scenario
  for (const [index, step] of scenario.steps.entries()) checkStep(step, `steps/${index}`)
  return scenario
}

/** What a schema cannot say. */
function checkStep(step: Step, place: string): void {
  try {
    if ('fault' in step) readFault(step.fault)
    if ('settings' in step) readSettings({ ...step.settings })
    if ('clock' in step) checkClock(step.clock)
  } catch (error) {
    throw new ScenarioError(`${place}/${Object.keys(step)[0]}: ${error instanceof Error ? error.message : 'is wrong'}`)
  }
}

function checkClock(move: Extract<Step, { clock: unknown }>['clock']): void {
  if ('move' in move && readSpanMs(move.move) === undefined) throw new RangeError('move: a span like 14d, 90m or 30s')
  if ('set' in move && !(Date.parse(move.set) >= 0)) throw new RangeError('set: an instant of ISO 8601')
}

function parseText(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })
  } catch (error) {
    throw new ScenarioError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no YAML and no JSON')
  }
}
