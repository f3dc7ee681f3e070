import type { Fault } from '../../breaking/fault.ts'

/** What the fields of the form hold for a fault; the other way round is {@link readFaultForm}. */
export function writeFaultForm(fault: Partial<Fault>): Record<string, string> {
  const { headers = {}, delayMs, drip, sameAccessToken: _, body, ...plain } = fault
  const texts = Object.entries(plain).map(([name, value]) => [name, String(value)])
  return {
    ...Object.fromEntries(texts),
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    delayMs: Array.isArray(delayMs) ? delayMs.join('..') : String(delayMs ?? ''),
    body: typeof body === 'object' ? JSON.stringify(body) : (body ?? ''),
    dripBytes: String(drip?.bytes ?? ''),
    dripEveryMs: String(drip?.everyMs ?? ''),
  }
}

const LONGEST = 60

/** What a fault does, in the words of its fields. */
export function describeFault({ on: _, ...fault }: Fault): string {
  return Object.entries(fault)
    .map(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? `${name} ${value}` : `${name} ${JSON.stringify(value)}`,
    )
    .map((words) => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words))
    .join(', ')
}
