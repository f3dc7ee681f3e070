import type { Webhook } from './webhook.ts'

const WINDOW_MS = 5 * 60_000
const MOST_FAILURES = 100

/** Counts a failed delivery. 100 within five minutes disable the webhook, or one soon after it was made active again. @see WEBEX.md §10 */
export function noteFailure(webhook: Webhook, now: number): void {
  // The clock may have been set back since: what is yet to come was not lately.
  const isLately = (at: number) => at <= now && now - at < WINDOW_MS
  const { enabledAgainAt } = webhook
  webhook.failedAt = [...webhook.failedAt.filter(isLately), now]
  const onProbation = enabledAgainAt !== undefined && isLately(enabledAgainAt)
  if (webhook.failedAt.length >= MOST_FAILURES || onProbation) disable(webhook)
}

/** Nothing but {@link enableAgain} makes it active again. */
export function disable(webhook: Webhook): void {
  webhook.status = 'inactive'
  webhook.failedAt = []
}

export function enableAgain(webhook: Webhook, now: number): void {
  if (webhook.status === 'active') return
  webhook.status = 'active'
  webhook.enabledAgainAt = now
}
