/** A number from 0 to below 1 that is the same in every run for the same seed and position. After splitmix32. */
export function drawRandom(seed: number, position: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b1) + Math.imul(position, 0x85ebca6b)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296
}

/** So many bytes, the same in every run for the same seed. */
export function drawBytes(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Math.floor(drawRandom(seed, index) * 256))
}
