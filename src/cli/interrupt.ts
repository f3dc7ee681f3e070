import { Interrupted } from './input.ts'

export interface Interrupt {
  signal: AbortSignal
  /** Rejects with {@link Interrupted}. */
  heard: Promise<never>
  /** Lets signals have their usual effect again. */
  forget: () => void
}

/** The first of these signals as an abort and as a rejection. A second one finds no listener and ends the process. */
export function hearInterrupt(names: readonly NodeJS.Signals[]): Interrupt {
  const controller = new AbortController()
  const forget = () => {
    for (const name of names) process.off(name, stop)
  }
  const stop = () => {
    forget()
    controller.abort(new Interrupted())
  }
  for (const name of names) process.on(name, stop)
  const { signal } = controller
  const heard = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  heard.catch(() => undefined)
  return { signal, heard, forget }
}
