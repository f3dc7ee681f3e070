import type { Flow, FlowKind } from './flow.ts'

/**
 * Flows whose exchange is over, and which wait for the keeper to tell what came of it. An event names a grant, which a flow
 * of an older connection does not know: it is given to a flow only where there is no doubt.
 */
export interface Expected {
  add(flow: Flow): void
  /** The flow that an event of this grant is about. It stays, unless it is `taken`. */
  find(kind: FlowKind, grantId: string): Flow | undefined
  take(kind: FlowKind, grantId: string): Flow | undefined
}

const MOST = 200

export function createExpected(): Expected {
  const waiting = new Set<Flow>()
  const find: Expected['find'] = (kind, grantId) => {
    const flows = [...waiting].filter((flow) => flow.kind === kind)
    const own = flows.filter(({ connection }) => connection?.grantId === grantId)
    if (own.length > 0) return own.at(-1)
    const unnamed = flows.filter(({ connection }) => connection?.grantId === undefined)
    return unnamed.length === 1 ? unnamed[0] : undefined
  }
  return {
    add(flow) {
      waiting.add(flow)
      const [oldest] = waiting
      if (waiting.size > MOST && oldest) waiting.delete(oldest)
    },
    find,
    take(kind, grantId) {
      const found = find(kind, grantId)
      const isOf = (flow: Flow) => flow.kind === kind && flow.connection?.grantId === undefined
      // In doubt none of them will be named: a later event must not find one of these alone.
      for (const flow of waiting) if (flow === found || (!found && isOf(flow))) waiting.delete(flow)
      return found
    },
  }
}
