import { type Flow, type FlowKind, flowKinds, type Outcome, outcomes } from './flow.ts'

export interface FlowFilter {
  /** Part of the person's name, the grant's id, a page, a code or an address. */
  q: string
  kind: FlowKind | undefined
  outcome: Outcome | undefined
}

export function readFlowFilter(query: URLSearchParams): FlowFilter {
  return {
    q: (query.get('q') ?? '').trim().slice(0, 200),
    kind: flowKinds.find((kind) => kind === query.get('kind')),
    outcome: outcomes.find((outcome) => outcome === query.get('outcome')),
  }
}

export function isNarrowed({ q, kind, outcome }: FlowFilter): boolean {
  return q !== '' || kind !== undefined || outcome !== undefined
}

/** The filter as the query of an address; empty where it narrows nothing. */
export function queryOf({ q, kind, outcome }: FlowFilter): string {
  const query = new URLSearchParams()
  if (q) query.set('q', q)
  if (kind) query.set('kind', kind)
  if (outcome) query.set('outcome', outcome)
  return query.size > 0 ? `?${query}` : ''
}

export function isWanted({ q, kind, outcome }: FlowFilter, flow: Flow): boolean {
  if ((kind && flow.kind !== kind) || (outcome && flow.outcome !== outcome)) return false
  if (q === '') return true
  const text = q.toLowerCase()
  return textsOf(flow).some((one) => one?.toLowerCase().includes(text))
}

function textsOf({ connection, page, code, steps }: Flow): (string | undefined)[] {
  return [
    connection?.person,
    connection?.grantId,
    page,
    code,
    ...steps.flatMap(({ url, trackingId }) => [url, trackingId]),
  ]
}
