import type { WorldOptions } from './world.ts'

/** Worlds in which something went wrong once. */
export const regressions: (Pick<WorldOptions, 'seed' | 'mode' | 'rotation'> & { why: string })[] = [
  { seed: 10, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
  { seed: 17, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
]
