import { type ErrorCode, type Grantkeeper, isGrantkeeperError } from '../../index.ts'

/** How far the disconnecting of everybody is. */
export interface DisconnectProgress {
  state: 'running' | 'stopping' | 'done' | 'stopped' | 'failed'
  startedAt: number
  endedAt: number | undefined
  /** Grants there were at the start; some may come or go meanwhile. */
  total: number
  done: number
  /** Of those done: Webex has not confirmed yet. */
  unconfirmed: number
  /** Why it failed. */
  code: ErrorCode | undefined
}

/** Disconnects everybody, whoever watches; at most one at a time. */
export interface DisconnectJob {
  /** How far it is, or how it ended; undefined when none was started in this process. */
  progress(): Readonly<DisconnectProgress> | undefined
  /** Starts unless one is running. False, and nothing started, then. */
  start(total: number): boolean
  /** Stops after the grant that is being disconnected. */
  stop(): void
}

export interface DisconnectJobOptions {
  grants: Pick<Grantkeeper['grants'], 'disconnectAll'>
  now: () => number
  /** Stops it too. */
  ending: AbortSignal
}

export function createDisconnectJob({ grants, now, ending }: DisconnectJobOptions): DisconnectJob {
  let current: DisconnectProgress | undefined
  let stopping = new AbortController()
  const run = async (progress: DisconnectProgress, signal: AbortSignal) => {
    try {
      await grants.disconnectAll({ signal, onEach: (each) => count(progress, each) })
      progress.state = signal.aborted ? 'stopped' : 'done'
    } catch (error) {
      progress.state = 'failed'
      progress.code = isGrantkeeperError(error) ? error.code : 'WX-INTERNAL'
    }
    progress.endedAt = now()
  }
  return {
    progress: () => current && { ...current },
    start(total) {
      if (isUnderWay(current)) return false
      stopping = new AbortController()
      current = {
        state: 'running',
        startedAt: now(),
        endedAt: undefined,
        total,
        done: 0,
        unconfirmed: 0,
        code: undefined,
      }
      void run(current, AbortSignal.any([stopping.signal, ending]))
      return true
    },
    stop() {
      if (current?.state !== 'running') return
      current.state = 'stopping'
      stopping.abort()
    },
  }
}

/** Whether it has not ended yet. */
export function isUnderWay(progress: Readonly<DisconnectProgress> | undefined): boolean {
  return progress?.state === 'running' || progress?.state === 'stopping'
}

function count(progress: DisconnectProgress, { revokedAtWebex }: { revokedAtWebex: boolean }): void {
  progress.done += 1
  if (!revokedAtWebex) progress.unconfirmed += 1
}
