/** Whole seconds of a wait, at least one, so that nobody is told to wait for nothing. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}
