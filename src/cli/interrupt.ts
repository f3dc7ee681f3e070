import { Interrupted } from './input.ts'

/** The first of these signals as an abort and as a rejection. A second one finds no listener and ends the process. */
export function hearInterrupt(names: readonly NodeJS.Signals[]) {
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
