/** Every page of the app in every state it can be found in. A new page belongs here. */
import { connectionStates } from './states/connection.ts'
import { errorStates } from './states/errors.ts'
import { flowStates } from './states/flow.ts'
import { operatorStates } from './states/operator.ts'
import { spacesStates } from './states/spaces.ts'
import type { State } from './states/state.ts'

export const states: readonly State[] = [
  ...connectionStates,
  ...spacesStates,
  ...operatorStates,
  ...flowStates,
  ...errorStates,
]
