/** Looking on must never change what is looked at: what fails in it is dropped. */
export function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
