import type { EmulatorContext } from '../context.ts'
import { Refusal } from '../messaging/refusal.ts'
import { appOperations } from './apps.ts'
import { clockOperations } from './clock.ts'
import { faultOperations } from './faults.ts'
import { keyOperations } from './keys.ts'
import { ControlError, type Input, type Operation } from './operation.ts'
import { scenarioOperations } from './scenarios.ts'
import { settingOperations } from './settings.ts'
import { spaceOperations } from './spaces.ts'
import { stateOperations } from './states.ts'
import { tokenOperations } from './tokens.ts'
import { trafficOperations } from './traffic.ts'
import { userOperations } from './users.ts'
import { webhookOperations } from './webhooks.ts'

/** Everything whoever runs the emulator can do. */
export const operations: readonly Operation[] = [
  ...stateOperations,
  ...clockOperations,
  ...userOperations,
  ...appOperations,
  ...spaceOperations,
  ...tokenOperations,
  ...keyOperations,
  ...webhookOperations,
  ...faultOperations,
  ...scenarioOperations,
  ...settingOperations,
  ...trafficOperations,
]

const byName = new Map(operations.map((operation) => [operation.name, operation]))

/**
 * Does what the operation of this name does.
 * @throws ControlError EMU-UNKNOWN, EMU-INPUT, EMU-NOT-FOUND
 */
export async function runOperation(context: EmulatorContext, name: string, input: Input = {}): Promise<unknown> {
  const operation = byName.get(name)
  if (!operation) throw new ControlError('EMU-UNKNOWN', `there is no operation "${name}"`)
  try {
    return await operation.run(context, input)
  } catch (error) {
    if (error instanceof RangeError || error instanceof Refusal) throw new ControlError('EMU-INPUT', error.message)
    throw error
  }
}
