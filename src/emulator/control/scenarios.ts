import { builtInScenarios } from '../breaking/built-in-scenarios.ts'
import { findScenario, playScenario } from '../breaking/play-scenario.ts'
import { checkScenario } from '../breaking/scenario.ts'
import { aText, ControlError, operation } from './operation.ts'

interface Chosen {
  /** One that comes with the emulator. */
  name?: string
  /** One of your own. */
  scenario?: Record<string, unknown>
}

/** What can be done about trouble with a name. */
export const scenarioOperations = [
  operation('scenarios list', 'Lists the scenarios that come with the emulator, with their steps.', {
    reads: true,
    run: () => builtInScenarios,
  }),
  operation<Chosen>('scenarios play', 'Plays a scenario by its name, or one of your own.', {
    properties: { name: aText, scenario: { type: 'object' } },
    run(context, { name, scenario }) {
      if ((name === undefined) === (scenario === undefined)) {
        throw new ControlError('EMU-INPUT', 'either name or scenario is needed')
      }
      const chosen = name === undefined ? checkScenario(scenario) : findScenario(name)
      playScenario(context, chosen)
      return { played: chosen.name, faults: context.faults.list() }
    },
  }),
]
