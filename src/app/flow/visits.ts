import { AsyncLocalStorage } from 'node:async_hooks'
import type { Environment, Grantkeeper } from '../../index.ts'
import { grantsKnown } from '../context.ts'
import { judgeConnect } from './checks.ts'
import type { Connections } from './connections.ts'
import type { Connection, Flow, FlowKind, Message, Step } from './flow.ts'
import type { Flows } from './flows.ts'
import { fingerprintOf, maskAddress, maskHeaders, maskMethod, maskPath } from './masking.ts'
import { quietly } from './quietly.ts'
import { settleCalls } from './settle-calls.ts'

/** A request of a browser while the app answers it. What it makes the app ask of Webex finds it again. */
export interface OpenVisit {
  request: Request
  url: URL
  order: number
  at: number
  beganAt: number
  isOver: boolean
  /** The flow it belongs to, once there is one. */
  home?: Flow
  step?: Step | undefined
  /** Flows of token renewals that it led to. */
  renewals: Flow[]
}

export interface Visits {
  /** The visit on whose behalf something happens now. */
  current(): OpenVisit | undefined
  /** Lets the app answer a request, and keeps what of it belongs to a flow. */
  follow(request: Request, answer: () => Promise<Response>): Promise<Response>
  /** The flow of a visit; a new one where it has none yet. */
  homeOf(visit: OpenVisit, kind: FlowKind, connection?: Connection): Flow
}

export interface VisitsParts {
  flows: Flows
  connections: Connections
  environment: Pick<Environment, 'now' | 'monotonic'>
  /** Known once the app is made. */
  keeper: () => Pick<Grantkeeper, 'callbackPath' | 'integration'> | undefined
  /** The scopes that a sign-in asks for. */
  noteAsked: (flow: Flow, scopes: readonly string[]) => void
}

export function createVisits(parts: VisitsParts): Visits {
  const { flows, environment, keeper } = parts
  const storage = new AsyncLocalStorage<OpenVisit>()
  const homeOf: Visits['homeOf'] = (visit, kind, connection) => {
    if (visit.home) return visit.home
    const flow = flows.begin(kind, connection)
    enter(parts, visit, flow, kind === 'disconnect' ? 'disconnect' : 'page')
    return flow
  }
  const open = (request: Request): OpenVisit | undefined => {
    if (!URL.canParse(request.url)) return undefined
    const url = new URL(request.url)
    const [at, beganAt] = [environment.now(), environment.monotonic()]
    const visit: OpenVisit = { request, url, order: flows.nextOrder(), at, beganAt, isOver: false, renewals: [] }
    if (url.pathname === keeper()?.callbackPath) enter(parts, visit, signInOf(flows, url), 'callback')
    return visit
  }
  return {
    current: () => storage.getStore(),
    async follow(request, answer) {
      const visit = quietly(() => open(request))
      if (!visit) return answer()
      const response = await storage.run(visit, answer)
      quietly(() => leave(parts, visit, response))
      return response
    },
    homeOf,
  }
}

/** The sign-in that a callback ends; one that nobody here began is a flow of its own. */
function signInOf(flows: Flows, { searchParams }: URL): Flow {
  const [state, code] = [searchParams.get('state'), searchParams.get('code')]
  const flow = (state && flows.findByMark('state', fingerprintOf(state))) || flows.begin('sign-in')
  if (state) flows.mark('state', fingerprintOf(state), flow)
  if (code) flows.mark('code', fingerprintOf(code), flow)
  return flow
}

function enter(parts: VisitsParts, visit: OpenVisit, flow: Flow, name: Step['name']): void {
  const { request, url, order, at } = visit
  const { url: shown, fields } = maskAddress(url)
  const isSeen = flow.steps.some((step) => step.to === 'webex' && step.from === 'browser')
  if (name === 'callback' && flow.steps.length > 0 && !isSeen)
    parts.flows.add(flow, { name: 'unseen', from: 'browser', to: 'webex', order, at })
  visit.home = flow
  if (name !== 'callback') flow.page = `${maskMethod(request.method)} ${maskPath(url.pathname)}`
  const seen = {
    method: maskMethod(request.method),
    url: shown,
    request: { headers: maskHeaders(request.headers), fields },
  }
  visit.step = parts.flows.add(flow, { name, from: 'browser', to: 'app', order, at, ...seen })
}

function leave(parts: VisitsParts, visit: OpenVisit, response: Response): void {
  const { flows, keeper } = parts
  visit.isOver = true
  const location = response.headers.get('location')
  const authorizeUrl = keeper()?.integration.authorizeUrl
  if (authorizeUrl && location?.startsWith(authorizeUrl)) beginSignIn(parts, visit, new URL(location))
  else if (!visit.home && visit.renewals[0]) enter(parts, visit, visit.renewals[0], 'page')
  const { home, step } = visit
  if (!home || !step) return
  step.status = response.status
  step.response = readAnswer(response)
  step.endOrder = flows.nextOrder()
  step.tookMs = Math.round(parts.environment.monotonic() - visit.beganAt)
  flows.touch(home, step)
  close(parts, visit, home)
}

/** Where a redirect leads is taken apart: what it takes along is what there is to explain. */
function readAnswer({ headers }: Response): Message {
  const location = headers.get('location') ?? ''
  const base = 'http://own'
  const fields = URL.canParse(location, base) ? maskAddress(new URL(location, base)).fields : []
  return { headers: maskHeaders(headers), fields }
}

function close({ flows, connections }: VisitsParts, { request, step }: OpenVisit, home: Flow): void {
  if (home.kind === 'calls') {
    const grant = grantsKnown.get(request)
    if (grant) {
      const connection = connections.nameGrant(home, grant.id)
      if (grant.person) connection.person = grant.person.displayName
    }
    settleCalls(flows, home)
  }
  const isRefused = step?.name === 'callback' && (step.status ?? 0) >= 400
  if (isRefused && home.outcome === 'under-way') flows.settle(home, 'failed')
}

/** A press of GRANT: the answer sends the browser to Webex with a fresh state. */
function beginSignIn(parts: VisitsParts, visit: OpenVisit, location: URL): void {
  const state = location.searchParams.get('state') ?? ''
  const flow = parts.flows.begin('sign-in')
  enter(parts, visit, flow, 'connect')
  parts.flows.mark('state', fingerprintOf(state), flow)
  // The keeper's events name a sign-in by the beginning of its state.
  parts.flows.mark('attempt', fingerprintOf(state.slice(0, 8)), flow)
  parts.noteAsked(flow, (location.searchParams.get('scope') ?? '').split(' '))
  visit.step?.checks.push(...judgeConnect(location, parts.keeper()?.integration.redirectUri))
}
