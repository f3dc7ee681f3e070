import type { EmulatorContext } from '../context.ts'
import { appOperations } from './apps.ts'
import { ControlError, type Input, type Operation } from './operation.ts'
import { settingOperations } from './settings.ts'
import { userOperations } from './users.ts'

/** Everything whoever runs the emulator can do. */
export const operations: readonly Operation[] = [...userOperations, ...appOperations, ...settingOperations]

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
    if (error instanceof RangeError) throw new ControlError('EMU-INPUT', error.message)
    throw error
  }
}
