import type { Environment } from '../../index.ts'
import { placeOf } from './peer-place.ts'

export interface RateLimitOptions {
  now: Environment['now']
  /** So many at once, and after that so many a minute. Default 120. */
  perMinute?: number
  /** From this computer, where a proxy in front makes everybody one address. Default 1,200. */
  perMinuteHere?: number
  /** Addresses remembered; above that the one unseen for longest is forgotten. Default 10,000. */
  mostAddresses?: number
}

export interface RateLimit {
  /** Takes one of what an address may still do. Undefined when it may, otherwise how long it has to wait, in milliseconds. */
  take(peer: string): number | undefined
}

interface Bucket {
  left: number
  at: number
}

const MINUTE_MS = 60_000

/**
 * Limits how often one address may do something. The address is the socket's: `X-Forwarded-For` is written by whoever asks.
 * @see SECURITY.md R67
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { now, perMinute = 120, perMinuteHere = 1_200, mostAddresses = 10_000 } = options
  const buckets = new Map<string, Bucket>()
  return {
    take(peer) {
      const place = placeOf(peer)
      const most = isLoopback(peer) ? perMinuteHere : perMinute
      const bucket = refill(buckets.get(place), most, now())
      buckets.delete(place)
      buckets.set(place, bucket)
      forgetOldest(buckets, mostAddresses)
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) * MINUTE_MS) / most)
      bucket.left -= 1
      return undefined
    },
  }
}

function refill(bucket: Bucket | undefined, most: number, now: number): Bucket {
  if (!bucket) return { left: most, at: now }
  const passed = Math.max(0, now - bucket.at)
  return { left: Math.min(most, bucket.left + (passed * most) / MINUTE_MS), at: now }
}

function forgetOldest(buckets: Map<string, Bucket>, most: number): void {
  for (const oldest of buckets.keys()) {
    if (buckets.size <= most) return
    buckets.delete(oldest)
  }
}

function isLoopback(peer: string): boolean {
  return /^(127\.|::ffff:127\.|::1$)/.test(peer)
}
