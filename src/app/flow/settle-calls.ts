import type { Flow, Step } from './flow.ts'
import type { Flows } from './flows.ts'

/** Calls went well when the last try of each was answered well. Tries of one call share its tracking id. */
export function settleCalls(flows: Flows, flow: Flow): void {
  const calls = flow.steps.filter(({ from, to }) => from === 'app' && to === 'webex')
  const last = new Map(calls.map((step) => [step.trackingId ?? String(step.id), step]))
  if ([...last.values()].some(isOpen)) return
  flows.settle(flow, [...last.values()].every(isGood) ? 'ok' : 'failed')
}

function isOpen({ status, failure }: Step): boolean {
  return status === undefined && failure === undefined
}

function isGood({ status = 0 }: Step): boolean {
  return status >= 200 && status < 300
}
