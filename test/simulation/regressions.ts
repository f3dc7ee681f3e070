import type { WorldOptions } from './world.ts'

/** Worlds in which something went wrong once. */
export const regressions: (Pick<WorldOptions, 'seed' | 'mode' | 'rotation'> & { why: string })[] = []
