import type { Grantkeeper, GrantkeeperEvents } from '../../index.ts'
import { judgeCallback } from './checks.ts'
import type { Connections } from './connections.ts'
import type { Expected } from './expected.ts'
import type { Connection, Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import { fingerprintOf } from './masking.ts'
import type { Visits } from './visits.ts'

interface Parts {
  flows: Flows
  connections: Connections
  visits: Visits
  expected: Expected
}

/** Hears what the keeper says came of a flow. */
export function hearKeeper(parts: Parts, keeper: Pick<Grantkeeper, 'on' | 'grants'>): void {
  const name = (connection: Connection) => nameLater(keeper, connection)
  keeper.on('attempt.refused', (event) => refuseSignIn(parts, event))
  keeper.on('grant.connected', (event) => finishSignIn(parts, event, name))
  keeper.on('grant.failing', ({ grantId, code }) => nameCode(parts, grantId, code))
  keeper.on('grant.reconnect', ({ grantId, code }) => nameCode(parts, grantId, code))
  keeper.on('refresh.ended', (event) => finishRefresh(parts, event, name))
  keeper.on('grant.disconnected', (event) => finishDisconnect(parts, event))
}

/** A name makes a list easier to read; without it there is still the connection. */
function nameLater({ grants }: Pick<Grantkeeper, 'grants'>, connection: Connection): void {
  const { grantId, person } = connection
  if (grantId === undefined || person !== undefined) return
  const find = async () => {
    const grant = await grants.get(grantId)
    if (grant?.person) connection.person = grant.person.displayName
  }
  find().catch(() => undefined)
}

function signInOf({ flows, visits }: Parts, attemptId: string | undefined): Flow | undefined {
  const home = visits.current()?.home
  if (home?.kind === 'sign-in') return home
  return attemptId === undefined ? undefined : flows.findByMark('attempt', fingerprintOf(attemptId))
}

function refuseSignIn(parts: Parts, { attemptId, code }: GrantkeeperEvents['attempt.refused']): void {
  const flow = signInOf(parts, attemptId)
  if (!flow) return
  judge(parts, flow, code)
  // A callback that is repeated does not undo the sign-in it repeats.
  if (flow.outcome === 'under-way') parts.flows.settle(flow, 'failed', code)
}

function finishSignIn(
  parts: Parts,
  { grantId, attemptId }: GrantkeeperEvents['grant.connected'],
  name: (connection: Connection) => void,
): void {
  const flow = signInOf(parts, attemptId)
  if (!flow) return
  judge(parts, flow, undefined)
  name(parts.connections.nameGrant(flow, grantId))
  parts.flows.settle(flow, 'ok')
}

/** What the end of a sign-in says of its callback and of the ID token. */
function judge({ flows }: Parts, flow: Flow, code: string | undefined): void {
  const callback = flow.steps.findLast((step) => step.name === 'callback')
  if (callback?.checks.length === 0) callback.checks.push(...judgeCallback(callback, code))
  const exchange = flow.steps.findLast((step) => step.name === 'exchange-code')
  const hasIdToken = exchange?.response?.fields.some((field) => field.name === 'id_token')
  if (exchange && (code === 'WX-ID-TOKEN-INVALID' || (code === undefined && hasIdToken))) {
    exchange.checks.push({ name: 'id-token', verdict: code === undefined ? 'passed' : 'failed' })
  }
  flows.touch(flow, callback)
}

function nameCode({ flows, expected }: Parts, grantId: string, code: string): void {
  const flow = expected.find('refresh', grantId)
  if (flow) flows.settle(flow, 'failed', code)
}

function finishRefresh(
  { flows, connections, expected }: Parts,
  { grantId, outcome, tookMs }: GrantkeeperEvents['refresh.ended'],
  name: (connection: Connection) => void,
): void {
  // Another process renewed it, or nothing was sent: no exchange of ours is meant.
  if (outcome === 'done-by-other' || tookMs === 0) return
  const flow = expected.take('refresh', grantId)
  if (!flow) return
  name(connections.nameGrant(flow, grantId))
  const step = flow.steps.find((one) => one.name === 'refresh')
  step?.checks.unshift({ name: 'one-refresh', verdict: 'passed' })
  flows.settle(flow, outcome === 'ok' ? 'ok' : 'failed', outcome === 'ok' ? undefined : (flow.code ?? outcome))
}

function finishDisconnect(parts: Parts, { grantId, revokedAtWebex }: GrantkeeperEvents['grant.disconnected']): void {
  const { flows, connections, expected, visits } = parts
  const visit = visits.current()
  const flow =
    expected.take('disconnect', grantId) ?? (visit && !visit.home ? visits.homeOf(visit, 'disconnect') : undefined)
  if (!flow) return
  connections.nameGrant(flow, grantId)
  const step = flow.steps.findLast(({ name }) => name === 'revoke') ?? flow.steps[0]
  step?.checks.unshift({ name: 'deleted-here', verdict: 'passed' })
  flows.settle(flow, revokedAtWebex ? 'ok' : 'failed', revokedAtWebex ? undefined : 'WX-REVOKE-FAILED')
}
