import type { WorldOptions } from './world.ts'

/** Worlds in which something went wrong once. */
export const regressions: (Pick<WorldOptions, 'seed' | 'mode' | 'rotation'> & { why: string })[] = [
  { seed: 6, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
  { seed: 12, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
  { seed: 3, mode: 'strict', why: 'the name of an end was written over by the doubt of a lease that ran out' },
  {
    seed: 323,
    mode: 'grace',
    rotation: 'grace',
    why: 'a lost answer left no doubt where the row could not be written',
  },
  {
    seed: 354,
    mode: 'grace',
    rotation: 'grace',
    why: 'a lost answer left no doubt where the row could not be written',
  },
]
