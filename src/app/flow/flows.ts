import type { Environment } from '../../index.ts'
import type { Connection, Flow, FlowKind, Outcome, Step } from './flow.ts'
import { createKeptFlows } from './kept-flows.ts'

const MOST_STEPS = 100
const MOST_MARKS = 600

/** One change of a flow, for those who watch. */
export interface Change {
  /** One more than that of the change before. */
  id: number
  flow: Flow
}

export type NewStep = Pick<Step, 'name' | 'from' | 'to'> & Partial<Step>

/** The flows of this process: the newest 200 with 100 steps each, in 2 MiB at most. */
export interface Flows {
  readonly all: readonly Flow[]
  readonly lastChange: number
  begin(kind: FlowKind, connection?: Connection): Flow
  find(id: string): Flow | undefined
  /** Adds a step where its order says; gives undefined where the flow has no room left. */
  add(flow: Flow, step: NewStep): Step | undefined
  /** Says that a step, or something else of the flow, has changed. */
  touch(flow: Flow, step?: Step): void
  /** Milliseconds since its last change. */
  sinceMs(flow: Flow): number
  settle(flow: Flow, outcome: Outcome, code?: string): void
  /** Remembers by a mark (a fingerprint of a state, a code) which flow it belongs to. */
  mark(name: string, fingerprint: string | undefined, flow: Flow): void
  findByMark(name: string, fingerprint: string | undefined): Flow | undefined
  /** The next place in the order of everything. */
  nextOrder(): number
  onChange(listener: (change: Change) => void): () => void
  clear(): void
}

type World = Pick<Environment, 'now' | 'monotonic' | 'randomBytes'>

export function createFlows({ now, monotonic, randomBytes }: World): Flows {
  const kept = createKeptFlows()
  const times = createTimes(monotonic)
  const changes = createChanges()
  const nextId = createIds(randomBytes)
  let lastOrder = 0
  const nextOrder = () => {
    lastOrder += 1
    return lastOrder
  }
  const touch: Flows['touch'] = (flow, step) => {
    // It was forgotten or cleared away: nothing is kept of it any more.
    if (!kept.has(flow)) return
    flow.tookMs = times.change(flow)
    if (step) kept.weigh(flow, step)
    changes.tell(flow)
  }
  return {
    get all() {
      return kept.all()
    },
    get lastChange() {
      return changes.last()
    },
    begin(kind, connection) {
      const flow = createFlow(nextId(), kind, now())
      if (connection) flow.connection = connection
      times.change(flow)
      kept.keep(flow)
      return flow
    },
    find: kept.find,
    add(flow, fresh) {
      const step = insert(flow, { order: fresh.order ?? nextOrder(), at: now(), checks: [], ...fresh })
      touch(flow, step)
      return step
    },
    touch,
    sinceMs: times.sinceMs,
    settle(flow, outcome, code) {
      Object.assign(flow, { outcome, code })
      touch(flow)
    },
    ...createMarks(kept.find),
    nextOrder,
    onChange: changes.listen,
    clear: kept.clear,
  }
}

/** Of this process alone, so that a link to a flow that ended with its process leads to no other one. */
function createIds(randomBytes: Environment['randomBytes']): () => string {
  const mine = Buffer.from(randomBytes(4)).toString('hex')
  let last = 0
  return () => `${mine}-${++last}`
}

/** When flows began and last changed, by the monotonic clock. */
function createTimes(monotonic: Environment['monotonic']) {
  const times = new WeakMap<Flow, { beganAt: number; changedAt: number }>()
  return {
    /** Gives the milliseconds since the flow's first change. */
    change(flow: Flow): number {
      const changedAt = monotonic()
      const beganAt = times.get(flow)?.beganAt ?? changedAt
      times.set(flow, { beganAt, changedAt })
      return Math.round(changedAt - beganAt)
    },
    sinceMs: (flow: Flow) => monotonic() - (times.get(flow)?.changedAt ?? 0),
  }
}

function createFlow(id: string, kind: FlowKind, beganAt: number): Flow {
  return { id, kind, beganAt, tookMs: 0, outcome: 'under-way', steps: [], omitted: 0, waits: 0, replays: 0 }
}

/** Puts a step where its order says, if there is room. */
function insert(flow: Flow, fresh: Omit<Step, 'id'>): Step | undefined {
  if (flow.steps.length >= MOST_STEPS) {
    flow.omitted += 1
    return undefined
  }
  const step: Step = { ...fresh, id: flow.steps.length + 1 }
  const after = flow.steps.findIndex(({ order }) => order > step.order)
  flow.steps.splice(after < 0 ? flow.steps.length : after, 0, step)
  return step
}

function createChanges() {
  const listeners = new Set<(change: Change) => void>()
  let lastId = 0
  return {
    last: () => lastId,
    tell(flow: Flow) {
      lastId += 1
      for (const listener of listeners) listener({ id: lastId, flow })
    },
    listen(listener: (change: Change) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The newest 600; of a flow that is not kept any more there is none. */
function createMarks(find: Flows['find']): Pick<Flows, 'mark' | 'findByMark'> {
  const marks = new Map<string, string>()
  return {
    mark(name, fingerprint, flow) {
      if (fingerprint) keepNewest(marks, `${name} ${fingerprint}`, flow.id)
    },
    findByMark: (name, fingerprint) => find(marks.get(`${name} ${fingerprint}`) ?? ''),
  }
}

function keepNewest(known: Map<string, string>, key: string, value: string): void {
  known.delete(key)
  known.set(key, value)
  const [oldest] = known.keys()
  if (known.size > MOST_MARKS && oldest !== undefined) known.delete(oldest)
}
