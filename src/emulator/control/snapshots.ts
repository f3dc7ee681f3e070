import type { Kept } from '../changes.ts'

/** States of an emulator under names, to go back to. */
export interface Snapshots {
  list(): { name: string; at: number }[]
  /** Keeps the present state; a state of the same name is replaced. @throws RangeError when there are 50 others */
  save(name: string): void
  /** Goes back; false when there is no such state. */
  restore(name: string): boolean
  remove(name: string): boolean
  /** Goes back to how the emulator was when it was made, or at the last `begin`. */
  reset(): void
  /** Counts the present state as the start, to which `reset` goes back: for what a test or a program sets up first. */
  begin(): void
}

const MOST = 50

/** A state is kept as text: nothing that happens later can change it. */
export function createSnapshots(parts: Record<string, Kept>, clock: { now(): number }): Snapshots {
  const states = new Map<string, { at: number; text: string }>()
  const keep = () =>
    JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.save()])))
  const goBack = (text: string) => {
    const saved = JSON.parse(text) as Record<string, unknown>
    for (const [name, part] of Object.entries(parts)) part.restore(saved[name])
  }
  let first = keep()
  return {
    list: () => [...states].map(([name, { at }]) => ({ name, at })),
    save(name) {
      if (!states.has(name) && states.size >= MOST) throw new RangeError(`there are ${MOST} snapshots already`)
      states.set(name, { at: clock.now(), text: keep() })
    },
    restore(name) {
      const state = states.get(name)
      if (state) goBack(state.text)
      return state !== undefined
    },
    remove: (name) => states.delete(name),
    reset: () => goBack(first),
    begin() {
      first = keep()
    },
  }
}
