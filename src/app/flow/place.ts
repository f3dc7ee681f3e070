import type { Connections } from './connections.ts'
import type { Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import type { ReadRequest } from './read-request.ts'
import type { OpenVisit, Visits } from './visits.ts'

interface Parts {
  flows: Flows
  connections: Connections
  visits: Visits
}

/** Calls without a page that follow each other within this belong together. */
const TOGETHER_MS = 5_000

/** The flow that a request to Webex belongs to: told by what it carries, then by the page that caused it. */
export function findPlace(parts: Parts, read: ReadRequest, visit: OpenVisit | undefined): Flow {
  const { flows } = parts
  const { marks } = read
  const signIn = visit?.home?.kind === 'sign-in' ? visit.home : undefined
  switch (read.name) {
    case 'exchange-code':
      return flows.findByMark('code', marks.code) ?? signIn ?? beginMarked(flows, 'code', marks.code)
    case 'device':
      return flows.findByMark('device', marks.deviceCode) ?? beginMarked(flows, 'device', marks.deviceCode)
    case 'refresh':
      return beginRefresh(parts, marks.refreshToken, visit)
    case 'revoke':
      return findDisconnect(parts, marks.revoked, visit)
    default:
      return (visit ? signIn : findUnfinished(flows, marks.accessToken)) ?? placeOfCall(parts, read, visit)
  }
}

function beginMarked(flows: Flows, name: string, fingerprint: string | undefined): Flow {
  const flow = flows.begin('sign-in')
  flows.mark(name, fingerprint, flow)
  return flow
}

function beginRefresh({ flows, connections }: Parts, token: string | undefined, visit: OpenVisit | undefined): Flow {
  const flow = flows.begin('refresh', token === undefined ? undefined : connections.ofToken(token))
  visit?.renewals.push(flow)
  return flow
}

/** A revocation that is tried again belongs to the disconnect it began with. */
function findDisconnect(
  { flows, connections, visits }: Parts,
  token: string | undefined,
  visit: OpenVisit | undefined,
): Flow {
  const known = flows.findByMark('revoked', token)
  if (known) return known
  const connection = token === undefined ? undefined : connections.ofToken(token)
  const flow =
    visit && !visit.home ? visits.homeOf(visit, 'disconnect', connection) : flows.begin('disconnect', connection)
  flows.mark('revoked', token, flow)
  return flow
}

/** The sign-in that has just given this token and is not finished. */
function findUnfinished(flows: Flows, token: string | undefined): Flow | undefined {
  const flow = flows.findByMark('access', token)
  return flow?.kind === 'sign-in' && flow.outcome === 'under-way' ? flow : undefined
}

function placeOfCall(
  { flows, connections, visits }: Parts,
  { marks }: ReadRequest,
  visit: OpenVisit | undefined,
): Flow {
  const connection = marks.accessToken === undefined ? undefined : connections.ofToken(marks.accessToken)
  if (visit) {
    const home = visits.homeOf(visit, 'calls', connection)
    if (connection) home.connection ??= connection
    return home
  }
  const [latest] = flows.all.filter((flow) => flow.kind === 'calls' && !flow.page && flow.connection === connection)
  const begun = latest ?? flows.begin('calls', connection)
  const last = begun.steps.at(-1)
  const isNear = !last || flows.sinceMs(begun) < TOGETHER_MS
  return isNear ? begun : flows.begin('calls', connection)
}
