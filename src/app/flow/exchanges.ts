import type { Environment, Transport } from '../../index.ts'
import { judgeRenewal, judgeTokens } from './checks.ts'
import type { Connections } from './connections.ts'
import type { EmulatorViews } from './emulator-views.ts'
import type { Expected } from './expected.ts'
import type { Flow, Step } from './flow.ts'
import type { Flows } from './flows.ts'
import { fingerprintOf, maskAddress, maskBody, maskFields, maskHeaders, maskMethod, readTrackingId } from './masking.ts'
import { findPlace } from './place.ts'
import { quietly } from './quietly.ts'
import { type ReadRequest, readRequest } from './read-request.ts'
import { settleCalls } from './settle-calls.ts'
import type { OpenVisit, Visits } from './visits.ts'

export interface ExchangesParts {
  flows: Flows
  connections: Connections
  visits: Visits
  views: EmulatorViews
  expected: Expected
  environment: Pick<Environment, 'now' | 'monotonic'>
  /** The scopes that this sign-in asked for. */
  askedOf: (flow: Flow) => readonly string[]
}

type TransportRequest = Parameters<Transport>[0]
type TransportResponse = Awaited<ReturnType<Transport>>

interface Sent {
  read: ReadRequest
  flow: Flow
  visit: OpenVisit | undefined
  step: Step | undefined
  beganAt: number
}

/** The transport, watched: each exchange becomes a step of its flow, masked before it is kept. Nothing of it is changed. */
export function watchTransport(parts: ExchangesParts, transport: Transport): Transport {
  return async (request) => {
    const sent = quietly(() => begin(parts, request))
    if (!sent) return transport(request)
    try {
      const response = await transport(request)
      quietly(() => finish(parts, sent, response))
      return response
    } catch (error) {
      quietly(() => fail(parts, sent, error))
      throw error
    }
  }
}

function begin(parts: ExchangesParts, request: TransportRequest): Sent {
  const { flows, visits, environment } = parts
  const read = readRequest(request)
  const visit = visits.current()
  const flow = findPlace(parts, read, visit)
  if (read.name === 'call') linkToWhatCameBefore(parts, flow, read, visit)
  const { url, fields } = maskAddress(read.url)
  const headers = maskHeaders(Object.entries(request.headers))
  const step = flows.add(flow, {
    name: read.name,
    from: 'app',
    to: 'webex',
    method: maskMethod(request.method),
    url,
    request: { headers, fields, ...(read.form.length > 0 && { form: maskFields(read.form) }) },
    ...(read.trackingId && { trackingId: read.trackingId }),
  })
  return { read, flow, visit, step, beganAt: environment.monotonic() }
}

/** A renewal meanwhile, and the wait between two tries of one call, are steps of their own. */
function linkToWhatCameBefore(
  { flows, environment }: ExchangesParts,
  flow: Flow,
  read: ReadRequest,
  visit: OpenVisit | undefined,
) {
  const since = flow.steps.findLast(({ from }) => from === 'app')?.order ?? visit?.order
  const renewals = flows.all.filter(
    ({ kind, connection }) => kind === 'refresh' && connection && connection === flow.connection,
  )
  for (const renewal of renewals.reverse()) {
    const order = renewal.steps.find(({ name }) => name === 'refresh')?.order
    if (since === undefined || order === undefined || order < since) continue
    flows.add(flow, { name: 'renewed', from: 'app', to: 'app', leadsTo: renewal.id })
  }
  const before = flow.steps.findLast(({ trackingId }) => trackingId !== undefined && trackingId === read.trackingId)
  if (!before) return
  if (before.status === 401) flow.replays += 1
  else {
    flow.waits += 1
    const waitedMs = Math.max(0, environment.now() - before.at - (before.tookMs ?? 0))
    flows.add(flow, { name: 'waited', from: 'app', to: 'app', waitedMs })
  }
}

function finish(parts: ExchangesParts, sent: Sent, response: TransportResponse): void {
  const { flows, views, environment } = parts
  const { step, flow, read } = sent
  if (step) {
    const { status, headers, body, stream } = response
    const kind = { isIdentity: read.name !== 'call', isError: status >= 400 }
    const trackingId = readTrackingId({ get: (name) => headers[name] }) ?? read.trackingId
    step.status = status
    step.tookMs = Math.round(environment.monotonic() - sent.beganAt)
    step.endOrder = flows.nextOrder()
    step.response = {
      headers: maskHeaders(Object.entries(headers)),
      ...(stream ? { fields: [] } : maskBody(body, kind)),
    }
    if (trackingId) step.trackingId = trackingId
    views.attach(flow, step, read.marks)
  }
  learn(parts, sent, response)
  flows.touch(flow, step)
}

function fail(
  { flows, views, environment, expected }: ExchangesParts,
  { step, flow, read, beganAt, visit }: Sent,
  error: unknown,
): void {
  if (step) {
    const { failure } = error as { failure?: unknown }
    step.failure = typeof failure === 'string' && /^[a-z-]{1,20}$/.test(failure) ? failure : 'interrupted'
    step.tookMs = Math.round(environment.monotonic() - beganAt)
    step.endOrder = flows.nextOrder()
    views.attach(flow, step, read.marks)
  }
  flows.touch(flow, step)
  if (flow.kind === 'refresh' || flow.kind === 'disconnect') expected.add(flow)
  if (flow.kind !== 'sign-in') settleUnlessVisited(flows, flow, visit, false)
}

/** What an answer tells of the flow: whose tokens these are, and how it stands. */
function learn(parts: ExchangesParts, { read, flow, step, visit }: Sent, { status, body }: TransportResponse): void {
  const { flows, connections, expected } = parts
  const isGood = status >= 200 && status < 300
  if (read.name === 'exchange-code' || read.name === 'refresh' || read.name === 'device') {
    const given = status === 200 ? readTokens(body) : {}
    if (read.name === 'refresh') step?.checks.push(...judgeRenewal(status, read.marks.refreshToken, given.refreshToken))
    else if (given.accessToken) flow.connection = connections.ofToken(given.refreshToken ?? given.accessToken)
    if (read.name === 'exchange-code') step?.checks.push(...judgeTokens(status, given.scope, parts.askedOf(flow)))
    if (flow.connection) connections.note(flow.connection, [given.accessToken, given.refreshToken])
    flows.mark('access', given.accessToken, flow)
    flows.mark('device', given.deviceCode, flow)
  }
  if (read.name === 'revoke') step?.checks.push({ name: 'revoked', verdict: isGood ? 'passed' : 'failed' })
  if (flow.kind === 'refresh' || flow.kind === 'disconnect') expected.add(flow)
  if (flow.kind !== 'sign-in') settleUnlessVisited(flows, flow, visit, isGood)
}

function settleUnlessVisited(flows: Flows, flow: Flow, visit: OpenVisit | undefined, isGood: boolean): void {
  if (flow.kind !== 'calls') flows.settle(flow, isGood ? 'ok' : 'failed', isGood ? undefined : flow.code)
  else if (!visit || visit.isOver) settleCalls(flows, flow)
}

interface Given {
  accessToken?: string
  refreshToken?: string
  deviceCode?: string
  scope?: string
}

/** Of the tokens, only the fingerprints. */
function readTokens(body: string): Given {
  try {
    const { access_token, refresh_token, device_code, scope } = JSON.parse(body) as Record<string, unknown>
    return {
      ...(typeof access_token === 'string' && { accessToken: fingerprintOf(access_token) }),
      ...(typeof refresh_token === 'string' && { refreshToken: fingerprintOf(refresh_token) }),
      ...(typeof device_code === 'string' && { deviceCode: fingerprintOf(device_code) }),
      ...(typeof scope === 'string' && { scope }),
    }
  } catch {
    return {}
  }
}
