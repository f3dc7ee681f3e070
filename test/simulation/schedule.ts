/** Virtual time: what is to happen, in the order in which it happens. */
export interface Schedule {
  now(): number
  /** `turn` orders what happens at one instant: as in Node, timers (0) come before what arrived from outside (1). */
  at(time: number, work: () => void, turn?: 0 | 1): void
  /** Lets everything happen that is due until then. */
  runUntil(time: number): Promise<void>
}

interface Due {
  at: number
  turn: number
  order: number
  work: () => void
}

export function createSchedule(startAt: number): Schedule {
  let now = startAt
  let order = 0
  const heap: Due[] = []
  return {
    now: () => now,
    at: (time, work, turn = 1) => push(heap, { at: Math.max(time, now), turn, order: order++, work }),
    async runUntil(time) {
      for (let next = heap[0]; next && next.at <= time; next = heap[0]) {
        pop(heap)
        now = next.at
        next.work()
        await drain()
      }
      now = time
    },
  }
}

/** Everything here waits by promises alone, so one turn of the real loop leaves nothing undone. */
function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function isBefore(a: Due, b: Due): boolean {
  if (a.at !== b.at) return a.at < b.at
  return a.turn === b.turn ? a.order < b.order : a.turn < b.turn
}

function push(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent] as Due
    if (!isBefore(due, above)) break
    heap[index] = above
    index = parent
  }
  heap[index] = due
}

function pop(heap: Due[]): void {
  const last = heap.pop() as Due
  if (heap.length === 0) return
  let index = 0
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    const right = child + 1
    if (right < heap.length && isBefore(heap[right] as Due, heap[child] as Due)) child = right
    if (!isBefore(heap[child] as Due, last)) break
    heap[index] = heap[child] as Due
    index = child
  }
  heap[index] = last
}
