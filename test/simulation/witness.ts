import type { RefreshLimits } from '../../src/grants/refresh-limits.ts'
import type { Seal } from '../../src/grants/seal.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import type { SimulatedProcess } from './process.ts'
import type { Mode, Provider, Refreshed } from './provider.ts'
import { createTrace, type Trace } from './trace.ts'
import { type ConsentTrack, noteArrival, noteOutcome } from './watch-refreshes.ts'
import { checkRevoked, noteCommit, noteDelete, noteLease, noteRevocation, type RowTrack } from './watch-rows.ts'

/** Sees everything, also what no process can see, and says what went wrong. */
export interface Witness extends Trace {
  onLease(process: SimulatedProcess, row: GrantRow): void
  /** A refresh reached the provider; call what it gives when the provider has finished. */
  onArrival(process: SimulatedProcess, consent: string, hasGivenUp: () => boolean): () => void
  /** The provider made up its mind. `reaches` tells whether its answer came to the process, or is still on its way there. */
  onOutcome(process: SimulatedProcess, refreshToken: string, outcome: Refreshed, reaches: () => boolean): void
  onRevocation(process: SimulatedProcess, token: string): void
  onCommit(process: SimulatedProcess | undefined, row: GrantRow): void
  onDelete(process: SimulatedProcess, row: GrantRow): void
  /** What is known of a row, also when it is gone. */
  row(id: string): Readonly<RowTrack> | undefined
  /** Whether these tokens ever lay in the store. */
  wasStored(consent: string, number: number): boolean
  /** To be called when all is quiet: what was disconnected must be ended at the provider. */
  checkRevoked(provider: Provider): void
}

export interface WitnessOptions {
  mode: Mode
  limits: RefreshLimits
  seal: Seal
  now(): number
  storeAwayMsSince(process: SimulatedProcess, since: number): number
}

/** All that is remembered. */
export interface Scene extends WitnessOptions {
  trace: Trace
  consents: Map<string, ConsentTrack>
  rows: Map<string, RowTrack>
}

export function createWitness(options: WitnessOptions): Witness {
  const trace = createTrace(options.now)
  const scene: Scene = { ...options, trace, consents: new Map(), rows: new Map() }
  return {
    ...trace,
    onLease: (process, row) => noteLease(scene, process, row),
    onArrival: (process, consent, hasGivenUp) => noteArrival(scene, consent, { process, hasGivenUp }),
    onOutcome: (process, refreshToken, outcome, reaches) =>
      noteOutcome(scene, { process, at: options.now(), reaches }, refreshToken, outcome),
    onRevocation: (process, token) => noteRevocation(scene, process, token),
    onCommit: (process, row) => noteCommit(scene, process, row),
    onDelete: (process, row) => noteDelete(scene, process, row),
    row: (id) => scene.rows.get(id),
    wasStored: (consent, number) => scene.consents.get(consent)?.everStored.has(number) === true,
    checkRevoked: (provider) => checkRevoked(scene, provider),
  }
}
