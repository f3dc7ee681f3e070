import type { Kept } from '../changes.ts'

/** One delivery that ended, or was not made. */
export interface Delivery {
  id: string
  /** When it ended, in ms since 1970 by the emulator's clock. */
  at: number
  /** Public id. */
  webhookId: string
  /** The address, values in its query masked. */
  target: string
  kind: DeliveryKind
  resource: string
  event: string
  /** What the target answered; any 2xx is a success. */
  status?: number
  /** Why there was no answer; begins with `not sent: ` when nothing was tried. */
  error?: string
  durationMs: number
}

/**
 * `event`: something happened. `trigger`: it was made up. `repeat`: an earlier delivery once more. `forged`: the same, signed
 * with a wrong secret; its failures do not count.
 */
export type DeliveryKind = 'event' | 'trigger' | 'repeat' | 'forged'

/** A delivery with what is needed to make it once more. */
export interface KeptDelivery extends Delivery {
  webhookUuid: string
  body: string
}

/** The deliveries there were, the newest 1,000. */
export interface Deliveries extends Kept {
  /** Oldest first. */
  list(): Delivery[]
  find(id: string): KeptDelivery | undefined
  add(delivery: KeptDelivery): void
}

const MOST = 1000

export function createDeliveries(): Deliveries {
  const kept = new Map<string, KeptDelivery>()
  return {
    list: () => [...kept.values()].map(({ webhookUuid: _, body: __, ...shown }) => shown),
    find: (id) => kept.get(id),
    add(delivery) {
      kept.set(delivery.id, delivery)
      const [oldest] = kept.keys()
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
    },
    save: () => [...kept.values()],
    restore(saved) {
      kept.clear()
      for (const delivery of saved as KeptDelivery[]) kept.set(delivery.id, delivery)
    },
  }
}
