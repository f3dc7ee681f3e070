import type { WorldOptions } from './world.ts'

/** Worlds in which something went wrong once, or does when that mistake is made again. */
export const regressions: (Pick<WorldOptions, 'seed' | 'mode' | 'rotation'> & { why: string })[] = [
  { seed: 3, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
  { seed: 31, mode: 'strict', why: 'a lost answer was forgotten when other tries failed after it' },
  { seed: 46, mode: 'strict', why: 'the name of an end was written over by the doubt of a lease that ran out' },
  {
    seed: 37,
    mode: 'grace',
    rotation: 'grace',
    why: 'a lost answer left no doubt where the row could not be written',
  },
  { seed: 9, mode: 'keep', why: 'a refused token was given again, by a refresh that had begun before it' },
  { seed: 33, mode: 'strict', why: 'the tokens of a refresh that came home after the disconnect were not revoked' },
  { seed: 1094, mode: 'strict', why: 'a disconnect kept the revocation of tokens that had just been replaced' },
  { seed: 1088, mode: 'strict', why: 'a sign-in that was not acknowledged wrote its tokens again, over a refresh' },
  { seed: 928, mode: 'keep', why: 'a sign-in put a grant back that was disconnected before its write was known' },
  { seed: 25, mode: 'grace', rotation: 'grace', why: 'a second request overtook the first, whose answer was lost' },
]
