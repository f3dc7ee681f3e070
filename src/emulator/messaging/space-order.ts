import { scatter } from './made-ids.ts'
import { madeActivityAt, madeCreatedAt, madeSpaceNumber, madeSpaceUuid, type Owner } from './made-spaces.ts'
import type { Space } from './space.ts'

export type SortBy = 'id' | 'lastactivity' | 'created'

/** What spaces are compared by, smallest first; of one kind for all spaces of an order. */
type Key = number | string

/** One order of spaces: of those that are held as of those that would be made. */
export interface Order {
  keyOf(space: Space): Key
  keyOfMade(owner: Owner, index: number): Key
  /** The positions `0…count-1` in this order. */
  sortMade(count: number): Uint32Array
}

const KEPT_ORDERS = 16

export const orders: Record<SortBy, Order> = {
  id: {
    keyOf: ({ uuid }) => uuid,
    keyOfMade: madeSpaceUuid,
    sortMade: rememberOrders((index) => scatter(madeSpaceNumber(index))),
  },
  lastactivity: {
    keyOf: ({ lastActivityAt }) => -lastActivityAt,
    keyOfMade: (_, index) => -madeActivityAt(index),
    sortMade: rememberOrders((index) => -madeActivityAt(index)),
  },
  created: {
    keyOf: ({ createdAt }) => -createdAt,
    keyOfMade: (_, index) => -madeCreatedAt(index),
    sortMade: rememberOrders((index) => -madeCreatedAt(index)),
  },
}

/** Orders depend on the count alone, so a few of them serve everybody. */
function rememberOrders(keyOf: (index: number) => number): (count: number) => Uint32Array {
  const known = new Map<number, Uint32Array>()
  return (count) => {
    const order = known.get(count) ?? sortPositions(count, keyOf)
    known.delete(count)
    known.set(count, order)
    const [oldest] = known.keys()
    if (known.size > KEPT_ORDERS && oldest !== undefined) known.delete(oldest)
    return order
  }
}

function sortPositions(count: number, keyOf: (index: number) => number): Uint32Array {
  const keys = Float64Array.from({ length: count }, (_, index) => keyOf(index))
  return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
}
