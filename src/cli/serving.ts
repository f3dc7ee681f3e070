import type { Environment } from '../index.ts'

/** Ctrl-C ends at once; whatever does not close in this time is cut off. Tokens are written before they are used. */
const CLOSE_WITHIN_MS = 1500

export interface Serving {
  environment: Pick<Environment, 'sleep'>
  /** Closed one after the other. */
  close: readonly (() => Promise<void>)[]
  /** Hears of errors that nobody caught; the server lives on. */
  onFault: (error: unknown) => void
  /** Announces the server; called when Ctrl-C is already heard. */
  ready: () => void
}

/** Runs until Ctrl-C or SIGTERM, then closes. The exit code is 0: a server that is stopped has done its work. */
export async function serveUntilStopped({ environment, close, onFault, ready }: Serving): Promise<number> {
  process.setUncaughtExceptionCaptureCallback(null)
  process.setUncaughtExceptionCaptureCallback(onFault)
  const signalled = waitForSignal()
  ready()
  await signalled
  const closed = new AbortController()
  const deadline = environment.sleep(CLOSE_WITHIN_MS, closed.signal).catch(() => undefined)
  await Promise.race([closeAll(close).catch(onFault), deadline])
  closed.abort()
  return 0
}

/** A second Ctrl-C finds no listener and ends the process in the system's way (130). */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

async function closeAll(close: Serving['close']): Promise<void> {
  for (const closeOne of close) await closeOne()
}
