/** What the inspector keeps: flows of steps between three parties. Every value in it is masked already. */

export type Party = 'browser' | 'app' | 'webex'

export const flowKinds = ['sign-in', 'refresh', 'calls', 'disconnect'] as const
export type FlowKind = (typeof flowKinds)[number]

export const outcomes = ['under-way', 'ok', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** A name and a value that may be shown; a secret's value is its fingerprint. */
export interface Field {
  name: string
  value: string
  secret: boolean
}

export interface Message {
  headers: readonly Field[]
  /** Query of a request, top-level fields of an answer. */
  fields: readonly Field[]
  /** What a request carries in its body. */
  form?: readonly Field[]
  /** Bytes of the body, where it was read as a whole. */
  bytes?: number
  /** How many items a list answered with. */
  items?: number
}

export const checkNames = [
  'state-made',
  'pkce-made',
  'redirect-exact',
  'nonce-made',
  'well-formed',
  'state-cookie',
  'state-fresh',
  'same-owner',
  'issuer',
  'granted',
  'state-once',
  'code-redeemed',
  'id-token',
  'scopes-granted',
  'token-kept',
  'one-refresh',
  'deleted-here',
  'revoked',
] as const
export type CheckName = (typeof checkNames)[number]

/** Something that was checked, and what came of it. */
export interface Check {
  name: CheckName
  verdict: 'passed' | 'failed' | 'noted'
  /** A code of the catalogue, or scopes. */
  detail?: string
}

/** The same step as the emulator tells of it. */
export interface WebexView {
  status: number
  tookMs: number
  trackingId: string
  summary: string
  user?: string
  fault?: string
  marks: Readonly<Record<string, string>>
}

/** What kind of step it is; the words of pages say it in full. */
export type StepName =
  | 'connect'
  | 'callback'
  | 'page'
  | 'disconnect'
  | 'authorize'
  | 'at-webex'
  | 'webex-page'
  | 'unseen'
  | 'exchange-code'
  | 'refresh'
  | 'device'
  | 'revoke'
  | 'identity'
  | 'call'
  | 'renewed'
  | 'waited'

export interface Step {
  /** By it a link leads to the step. */
  id: number
  name: StepName
  from: Party
  to: Party
  /** Grows with everything that begins or ends, in any flow. */
  order: number
  /** When its answer came, by the same count. */
  endOrder?: number
  /** Milliseconds since 1970. */
  at: number
  tookMs?: number
  method?: string
  /** Without the query, masked. */
  url?: string
  status?: number
  request?: Message
  response?: Message
  /** Why no answer came. */
  failure?: string
  checks: Check[]
  webex?: WebexView
  trackingId?: string
  /** Another flow that this step stands for. */
  leadsTo?: string
  /** How long was waited, in milliseconds. */
  waitedMs?: number
}

/** One person's connection, as far as it is known: what ties flows together. */
export interface Connection {
  id: string
  grantId?: string
  /** As the person is called at Webex. */
  person?: string
}

export interface Flow {
  id: string
  kind: FlowKind
  beganAt: number
  /** Milliseconds from its first to its latest step, by a clock that only grows. */
  tookMs: number
  outcome: Outcome
  /** Of the catalogue. */
  code?: string
  /** The page that caused it: method and path. */
  page?: string
  connection?: Connection
  /** In the order in which they began. */
  steps: Step[]
  /** Steps that were not kept, because there were too many. */
  omitted: number
  /** How often Webex had us wait, and how often a call was sent again with a new token. */
  waits: number
  replays: number
}

/** A step, or one half of it: what happens between the request of a page and its answer stands between the two. */
export interface Leg {
  step: Step
  part: 'whole' | 'request' | 'response'
}

/** The legs of a flow as they happened. */
export function legsOf({ steps }: Flow): Leg[] {
  const legs: (Leg & { order: number })[] = []
  for (const step of steps) {
    const { order, endOrder } = step
    const isSplit = step.from === 'browser' && step.to === 'app' && endOrder !== undefined
    legs.push({ step, part: isSplit ? 'request' : 'whole', order })
    if (isSplit) legs.push({ step, part: 'response', order: endOrder })
  }
  return legs.sort((a, b) => a.order - b.order)
}
