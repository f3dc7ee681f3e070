import type { EmulatorContext } from '../context.ts'
import { readSettings } from '../settings.ts'
import { readSpanMs } from '../span.ts'
import { builtInScenarios } from './built-in-scenarios.ts'
import { checkScenario, type Scenario, ScenarioError, type Step } from './scenario.ts'

/**
 * Does what a scenario says, step by step; nothing is done when there is anything wrong with it.
 * @throws ScenarioError
 */
export function playScenario(context: EmulatorContext, scenario: Scenario): void {
  const { steps } = checkScenario(scenario)
  for (const [index, step] of steps.entries()) expectUser(context, step, `steps/${index}`)
  for (const step of steps) playStep(context, step)
}

/** A scenario that comes with the emulator. @throws ScenarioError that lists them */
export function findScenario(name: string): Scenario {
  const found = builtInScenarios.find((scenario) => scenario.name === name)
  if (found) return found
  const known = builtInScenarios.map((scenario) => `"${scenario.name}"`).join(', ')
  throw new ScenarioError(`there is no scenario "${name}"; there are ${known}`)
}

function expectUser({ people }: EmulatorContext, step: Step, place: string): void {
  const named = 'blockByAdmin' in step ? step.blockByAdmin.user : undefined
  if (named !== undefined && !people.find(named)) {
    throw new ScenarioError(`${place}/blockByAdmin: there is no user ${named}`)
  }
}

function playStep(context: EmulatorContext, step: Step): void {
  if ('fault' in step) context.faults.add(step.fault)
  else if ('settings' in step) Object.assign(context.settings, readSettings({ ...step.settings }))
  else if ('rateLimit' in step) context.rateLimits.set(step.rateLimit.perMinute ?? undefined, step.rateLimit.user)
  else if ('clock' in step) moveClock(context, step.clock)
  else if ('revoke' in step) revoke(context, step.revoke)
  else if ('expireAccessTokens' in step) context.grants.expireAccessTokens()
  else if ('blockByAdmin' in step) block(context, step.blockByAdmin)
  else context.faults.clear()
}

function moveClock({ clock }: EmulatorContext, move: Extract<Step, { clock: unknown }>['clock']): void {
  if ('move' in move) clock.advance(readSpanMs(move.move) ?? 0)
  else if ('set' in move) clock.set(Date.parse(move.set))
  else if (move.frozen) clock.freeze()
  else clock.run()
}

function revoke({ grants }: EmulatorContext, { user, clientId }: { user?: string; clientId?: string }): void {
  grants.revokeWhere(
    (grant) => (user ?? grant.userKey) === grant.userKey && (clientId ?? grant.clientId) === grant.clientId,
  )
}

function block({ people }: EmulatorContext, { user, blocked }: { user: string; blocked: boolean }): void {
  const found = people.find(user)
  if (found) people.change(found, { blockedByAdmin: blocked })
}
