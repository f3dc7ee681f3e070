import type { Leg, Message } from './flow.ts'

/** What the browser takes to Webex is told where it asks there, if that was seen; else where the app sends it there. */
export function tellOnce(legs: readonly Leg[]): readonly Leg[] {
  if (!legs.some(({ step }) => step.name === 'authorize' && step.request)) return legs
  return legs.map((leg) => {
    const { step, part } = leg
    if (step.name !== 'connect' || part !== 'response' || !step.response) return leg
    return { part, step: { ...step, response: shorten(step.response) } }
  })
}

function shorten({ headers }: Message): Message {
  return {
    headers: headers.map((header) =>
      header.name === 'location' ? { ...header, value: header.value.replace(/\?.*/s, '?…') } : header,
    ),
    fields: [],
  }
}
