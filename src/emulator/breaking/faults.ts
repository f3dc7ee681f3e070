import type { Kept } from '../changes.ts'
import type { Caller } from './caller.ts'
import { type Fault, isOn, readFault } from './fault.ts'
import { drawRandom } from './random.ts'

export type { Fault }

/** A fault that was added. */
export interface AddedFault {
  /** To remove it by. */
  id: string
  fault: Fault
  /** How many requests it will still hit; null for every one. */
  remaining: number | null
  /** How many requests it could have hit. */
  matched: number
  /** How many it has hit. */
  hits: number
  /** When it ends, in ms since 1970 by the emulator's clock; null for never. */
  endsAt: number | null
}

/** A fault whose turn it is. */
export interface TakenFault {
  id: string
  fault: Fault
  /** The wait before anything else, drawn where the fault gives a range. */
  delayMs: number
}

/** Removes the fault that was added. */
export interface Heal {
  (): void
  readonly id: string
}

export interface Faults extends Kept {
  /**
   * Adds a fault; gives the way to remove it. Faults for the same path are used up in the order they were added.
   * @throws RangeError that names the field; when there are 1,000 others
   */
  add(fault: Fault): Heal
  /** Those that may still hit, in the order they were added. */
  list(): AddedFault[]
  /** False when there is no such fault. */
  remove(id: string): boolean
  clear(): void
  /** Uses up one hit of the first fault whose turn it is. */
  take(method: string, path: string, identify: () => Caller): TakenFault | undefined
}

const MOST = 1000

interface State {
  added: Map<string, AddedFault>
  lastId: number
}

export function createFaults(clock: { now(): number }): Faults {
  let state: State = { added: new Map(), lastId: 0 }
  const live = () => {
    const now = clock.now()
    for (const { id, endsAt } of state.added.values()) if (endsAt !== null && endsAt <= now) state.added.delete(id)
    return state.added
  }
  return {
    add(given) {
      const fault = readFault(given)
      if (live().size >= MOST) throw new RangeError(`there are ${MOST} faults already`)
      state.lastId += 1
      const id = `f${state.lastId}`
      const endsAt = fault.lastsMs === undefined ? null : clock.now() + fault.lastsMs
      state.added.set(id, { id, fault, remaining: fault.times ?? null, matched: 0, hits: 0, endsAt })
      return Object.assign(() => void state.added.delete(id), { id })
    },
    list: () => structuredClone([...live().values()]),
    remove: (id) => live().delete(id),
    clear: () => state.added.clear(),
    take(method, path, identify) {
      if (state.added.size === 0) return undefined
      const mayHit = [...live().values()].filter(({ fault }) => isOn(fault.on, method, path))
      if (mayHit.length === 0) return undefined
      const caller = identify()
      const found = mayHit.find((added) => isOf(added.fault, caller) && isTurnOf(added))
      return found && useUp(state, found)
    },
    save: () => ({ added: [...state.added.values()], lastId: state.lastId }),
    restore(saved) {
      const { added, lastId } = structuredClone(saved) as { added: AddedFault[]; lastId: number }
      state = { added: new Map(added.map((one) => [one.id, one])), lastId: Math.max(lastId, state.lastId) }
    },
  }
}

function isOf(fault: Fault, caller: Caller): boolean {
  const wanted = ['user', 'clientId', 'grantType'] as const
  return wanted.every((name) => fault[name] === undefined || fault[name] === caller[name])
}

/** Counts the request, whether it is hit or not. */
function isTurnOf(added: AddedFault): boolean {
  const { every = 1, probability = 1, seed = 1 } = added.fault
  added.matched += 1
  return added.matched % every === 0 && drawRandom(seed, added.matched) < probability
}

function useUp(state: State, added: AddedFault): TakenFault {
  const { id, fault } = added
  added.hits += 1
  if (added.remaining !== null) added.remaining -= 1
  if (added.remaining === 0) state.added.delete(id)
  const { delayMs = 0, seed = 1 } = fault
  if (!Array.isArray(delayMs)) return { id, fault, delayMs }
  const [from, to] = delayMs
  return { id, fault, delayMs: from + (to - from) * drawRandom(seed + 1, added.matched) }
}

/** Breaks the connection; in process the call of `fetch`, or the reading of its body, rejects with it. */
export class DroppedConnection extends Error {
  /** Whether the connection is closed in order, though more was promised. */
  readonly inOrder: boolean
  constructor({ inOrder = false } = {}) {
    super('the emulator dropped the connection, as a fault told it to')
    this.name = 'DroppedConnection'
    this.inOrder = inOrder
  }
}
