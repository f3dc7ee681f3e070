import { setMaxListeners } from 'node:events'
import type { Environment } from '../../environment.ts'

/** Work to be done outside the request that caused it: so many at once, so many waiting, no more. */
export interface Queue {
  /** Whether there was room for it. */
  add(work: Work, delayMs?: number): boolean
  /** Resolves as soon as nothing is under way or waiting. */
  settled(): Promise<void>
  /** Ends what is under way and forgets what is waiting; what is added later is done as ever. */
  stop(): void
}

export type Work = (signal: AbortSignal) => Promise<void>

const MOST_AT_ONCE = 32
const MOST_WAITING = 1000

interface State {
  environment: Environment
  waiting: Work[]
  delayed: number
  running: number
  stopping: AbortController
  whenQuiet: (() => void)[]
}

export function createQueue(environment: Environment): Queue {
  const stopping = createStopping()
  const state: State = { environment, waiting: [], delayed: 0, running: 0, stopping, whenQuiet: [] }
  return {
    add(work, delayMs = 0) {
      if (state.waiting.length + state.delayed >= MOST_WAITING) return false
      if (delayMs > 0) void addLater(state, work, delayMs)
      else begin(state, work)
      return true
    },
    settled: () => (isQuiet(state) ? Promise.resolve() : new Promise((resolve) => state.whenQuiet.push(resolve))),
    stop() {
      state.waiting = []
      state.stopping.abort(new Error('the deliveries were stopped'))
      state.stopping = createStopping()
    },
  }
}

/** Everything under way and late listens to it, which Node would take for a leak. */
function createStopping(): AbortController {
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)
  return stopping
}

async function addLater(state: State, work: Work, delayMs: number): Promise<void> {
  const { signal } = state.stopping
  state.delayed++
  await state.environment.sleep(delayMs, signal).catch(() => undefined)
  state.delayed--
  if (signal.aborted) announceQuiet(state)
  else begin(state, work)
}

function begin(state: State, work: Work): void {
  state.waiting.push(work)
  while (state.running < MOST_AT_ONCE) {
    const next = state.waiting.shift()
    if (!next) return
    void run(state, next)
  }
}

async function run(state: State, first: Work): Promise<void> {
  state.running++
  for (let work: Work | undefined = first; work; work = state.waiting.shift()) {
    await work(state.stopping.signal).catch(() => undefined)
  }
  state.running--
  announceQuiet(state)
}

function isQuiet({ waiting, delayed, running }: State): boolean {
  return waiting.length + delayed + running === 0
}

function announceQuiet(state: State): void {
  if (!isQuiet(state)) return
  for (const resolve of state.whenQuiet.splice(0)) resolve()
}
