import type { Environment } from '../index.ts'

/** From the signal to the end, whatever hangs. */
const END_WITHIN_MS = 9_500

export interface Serving {
  environment: Pick<Environment, 'sleep'>
  /** Called one after the other; each is begun also when one before it failed. */
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
  const deadline = environment.sleep(END_WITHIN_MS, closed.signal).catch(() => undefined)
  await Promise.race([closeAll(close, onFault), deadline])
  closed.abort()
  return 0
}

/** A second signal, of whichever kind, finds no listener and ends the process in the system's way (130, 143). */
function waitForSignal(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}

async function closeAll(close: Serving['close'], onFault: Serving['onFault']): Promise<void> {
  for (const closeOne of close) await closeOne().catch(onFault)
}
