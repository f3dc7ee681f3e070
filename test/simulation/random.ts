/** A seeded source of chance: the same seed gives the same world. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly [T, ...T[]]): T
  /** A wait until something that comes once in `mean` on average. */
  waitFor(mean: number): number
  bytes(length: number): Uint8Array
  /** A source of its own, so that one part's draws do not move another's. */
  fork(): Random
}

/** sfc32 with its first draws thrown away. @see https://pracrand.sourceforge.net/RNG_engines.txt */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = [seed | 0, (seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1]
  const draw = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warmUp = 0; warmUp < 15; warmUp++) draw()
  const next = () => draw() / 2 ** 32
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    waitFor: (mean) => -Math.log(1 - next()) * mean,
    bytes: (length) => Uint8Array.from({ length }, () => draw() & 0xff),
    fork: () => createRandom(draw()),
  }
}
