import type { Flow, Step } from './flow.ts'

const MOST_FLOWS = 200
const MOST_CHARACTERS = 2 * 1024 * 1024

/** The newest 200 flows, in 2 MiB at most: the oldest give way. */
export interface KeptFlows {
  /** The newest first. */
  all(): Flow[]
  find(id: string): Flow | undefined
  keep(flow: Flow): void
  /** Whether the flow is still kept. */
  has(flow: Flow): boolean
  /** Counts a step of a kept flow that is new or has changed. */
  weigh(flow: Flow, step: Step): void
  clear(): void
}

export function createKeptFlows(): KeptFlows {
  const kept = new Map<string, { flow: Flow; characters: number }>()
  const weights = new WeakMap<Step, number>()
  let characters = 0
  const forget = (id: string) => {
    characters -= kept.get(id)?.characters ?? 0
    kept.delete(id)
  }
  const makeRoom = () => {
    for (const id of kept.keys()) {
      if (kept.size <= MOST_FLOWS && characters <= MOST_CHARACTERS) return
      forget(id)
    }
  }
  return {
    all: () => [...kept.values()].map(({ flow }) => flow).reverse(),
    find: (id) => kept.get(id)?.flow,
    keep(flow) {
      kept.set(flow.id, { flow, characters: 0 })
      makeRoom()
    },
    has: (flow) => kept.get(flow.id)?.flow === flow,
    weigh(flow, step) {
      const own = kept.get(flow.id)
      if (!own) return
      const weight = JSON.stringify(step).length
      const more = weight - (weights.get(step) ?? 0)
      weights.set(step, weight)
      own.characters += more
      characters += more
      makeRoom()
    },
    clear() {
      for (const id of [...kept.keys()]) forget(id)
    },
  }
}
