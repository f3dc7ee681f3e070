import type { Hono } from 'hono'
import { breakExchange } from '../breaking/break-exchange.ts'
import { identifyCaller } from '../breaking/caller.ts'
import { DroppedConnection, type Fault } from '../breaking/faults.ts'
import { answerTooMany } from '../breaking/rate-limits.ts'
import { letTravel } from '../breaking/travel.ts'
import type { EmulatorContext, Exchange, Findings } from '../context.ts'
import { drawTrackingId } from '../identifiers.ts'
import { answerError } from './answers.ts'
import { isOwnHost } from './hosts.ts'
import { joinMarks, markAnswered, markRequest } from './marks.ts'
import { maskSecrets } from './masking.ts'
import { contentPolicy } from './page-answer.ts'
import { type ReceivedBody, readBody } from './request-body.ts'

interface ExchangeParts {
  context: EmulatorContext
  router: Hono<Exchange>
}

/** Answers one request; rejects with {@link DroppedConnection} only. `stop` ends waits when the server goes away. */
export type Answer = (request: Request, stop?: AbortSignal) => Promise<Response>

interface Arrival {
  request: Request
  method: string
  url: URL
  path: string
  trackingId: string
  findings: Findings
  stop: AbortSignal | undefined
  /** The fault that hit it. */
  fault?: Fault
}

/** The way of every request: host and size checked, faults, the route, marks on the answer, a line in the journal. */
export function createAnswer(parts: ExchangeParts): Answer {
  const { environment } = parts.context
  return async (request, stop) => {
    const url = new URL(request.url)
    const path = url.pathname.replace(/(?<=.)\/$/, '')
    const trackingId = readTrackingId(request) ?? drawTrackingId(environment)
    const arrival: Arrival = { request, method: request.method, url, path, trackingId, findings: {}, stop }
    const beganAt = environment.monotonic()
    let status = 0
    try {
      const response = markAnswer(await guard(arrival, () => pass(parts, arrival)), trackingId)
      status = response.status
      return arrival.fault ? await letTravel(environment, arrival.fault, response, stop) : response
    } finally {
      record(parts.context, arrival, status, environment.monotonic() - beganAt)
    }
  }
}

/** A client may name the exchange itself. @see WEBEX.md §8 */
function readTrackingId({ headers }: Request): string | undefined {
  return /^[\w.-]{1,100}$/.exec(headers.get('trackingid') ?? '')?.[0]
}

/** A bug of ours must not end the process, nor show its stack. */
async function guard({ findings, trackingId }: Arrival, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DroppedConnection) throw error
    findings.summary = `failed: ${maskSecrets(String(error))}`
    return answerError(trackingId, 500, 'The emulator failed.')
  }
}

const LONGEST_ADDRESS = 8192

async function pass(parts: ExchangeParts, arrival: Arrival): Promise<Response> {
  const { request, url, trackingId } = arrival
  const hosts = [url.host, request.headers.get('host') ?? url.host]
  if (!hosts.every((host) => isOwnHost(host, parts.context.origin()))) {
    return answerError(trackingId, 421, 'This host name is not the emulator’s.')
  }
  if (url.href.length > LONGEST_ADDRESS) return answerError(trackingId, 414, 'The address is too long.')
  const received = await readBody(request, parts.context.settings)
  if (received === undefined) return answerError(trackingId, 413, 'The body is too large.')
  const leave = enterRefresh(parts, arrival, received.body)
  try {
    return await answerOrFail(parts, arrival, received)
  } finally {
    leave()
  }
}

/** Truly, unless a fault hits the request or its user has sent too many. The operator's own are never hit. */
async function answerOrFail({ context, router }: ExchangeParts, arrival: Arrival, received: ReceivedBody) {
  const { request, method, url, path, trackingId, findings } = arrival
  const enter = async () => router.fetch(request, { findings, ...received, trackingId })
  if (OWN_PAGES.test(path)) return enter()
  const sent = markRequest(context, request, path, received.body)
  findings.marks = sent
  const answerTruly = async () => {
    const answer = await enter()
    findings.marks = joinMarks(sent, await markAnswered(path, answer))
    return answer
  }
  const identify = () => identifyCaller(context, { url, path, headers: request.headers, body: received.body })
  const taken = context.faults.take(method, path, identify)
  if (taken) {
    arrival.fault = taken.fault
    return openToOthers(path, await breakExchange(context, taken, { ...arrival, caller: identify(), answerTruly }))
  }
  const { user, clientId, accessToken } = context.rateLimits.list().length > 0 ? identify() : {}
  const seconds = accessToken && user !== undefined ? context.rateLimits.take(user) : undefined
  if (seconds === undefined) return answerTruly()
  Object.assign(findings, { user, clientId, summary: `too many requests, wait ${seconds} s` })
  return openToOthers(path, answerTooMany(seconds))
}

/** What answers in place of the API can be read by pages of other origins, as what the API answers. @see WEBEX.md §4 */
function openToOthers(path: string, response: Response): Response {
  if (!/^\/(v1|idb)\//.test(path) || response.headers.has('access-control-allow-origin')) return response
  const opened = new Response(response.body, response)
  opened.headers.set('access-control-allow-origin', '*')
  opened.headers.set('access-control-expose-headers', 'Link,Retry-After,trackingid')
  return opened
}

function enterRefresh({ context }: ExchangeParts, { method, path }: Arrival, body: string): () => void {
  const isTokenRequest = method === 'POST' && path.endsWith('/access_token')
  const refreshToken = isTokenRequest ? new URLSearchParams(body).get('refresh_token') : null
  const grant = refreshToken === null ? undefined : context.grants.grantOfRefreshToken(refreshToken)
  return grant ? context.overlap.enter(grant.id) : () => undefined
}

/** What every answer carries, whoever made it. */
function markAnswer(response: Response, trackingId: string): Response {
  const marked = new Response(response.body, response)
  const marks = {
    trackingid: trackingId,
    'content-security-policy': contentPolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-emulator': 'grantkeeper',
  }
  for (const [name, value] of Object.entries(marks)) {
    if (!marked.headers.has(name)) marked.headers.set(name, value)
  }
  return marked
}

/** The emulator's own pages would bury what an integration did. */
const OWN_PAGES =
  /^\/($|_emulator(\/|$)|(apps|users|spaces|tokens|webhooks|faults|clock|traffic|settings)(\/|$)|emulator\.(css|js)$|favicon\.)/

function record(context: EmulatorContext, arrival: Arrival, status: number, tookMs: number) {
  const { method, url, path, trackingId, findings } = arrival
  if (OWN_PAGES.test(path)) return
  const { summary = '', marks = {}, ...found } = findings
  const seen = { at: context.clock.now(), tookMs: Math.round(tookMs), method, path, query: url.search, status }
  const marked = Object.keys(marks).length > 0 && { marks }
  context.journal.add({ ...seen, trackingId, ...marked, ...found, summary })
}
