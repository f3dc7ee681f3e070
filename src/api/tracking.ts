import type { Environment } from '../environment.ts'

/**
 * An id of our own for a call, sent along: Webex's support finds the call by it, also where no answer came.
 * @see WEBEX.md §8 "Headers"
 */
export function drawTrackingId({ randomBytes }: Environment): string {
  return `grantkeeper_${Buffer.from(randomBytes(16)).toString('hex')}`
}

/** The id that Webex gave an answer, where it is fit to be shown. */
export function readTrackingHeader(headers: Record<string, string>): string | undefined {
  return readTrackingId(headers.trackingid)
}

export function readTrackingId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,128}$/.test(value) ? value : undefined
}
