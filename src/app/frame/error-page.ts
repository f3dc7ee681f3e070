import { html } from 'hono/html'
import { catalogue, type GrantkeeperError } from '../../index.ts'
import { type Visit, visits } from '../context.ts'
import { prefersJson } from './accept.ts'
import { securityHeaders } from './headers.ts'
import { type Html, renderPage } from './layout.ts'
import { connectForm, fact } from './parts.ts'

/**
 * An error as this app's page, or as JSON for those who prefer it. Pass it to `createGrantkeeper({ renderError })`, so
 * that what goes wrong on the library's own paths looks the same. Faults of the server's side (5xx) go to the app's
 * `onError` under the request id that the page shows.
 */
export function renderError(error: GrantkeeperError, request: Request): Response {
  const visit = visits.get(request)
  const requestId = visit && error.status >= 500 ? reportFault(error, visit) : undefined
  const waitSeconds = error.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfterMs / 1000))
  const headers: Record<string, string> = waitSeconds === undefined ? {} : { 'retry-after': String(waitSeconds) }
  const { code, title, fix, docs, status } = error
  if (prefersJson(request)) {
    const base = visit?.app.headers ?? securityHeaders()
    return Response.json({ error: { code, title, fix, docs } }, { status, headers: { ...base, ...headers } })
  }
  const content = report(error, visit, requestId, waitSeconds)
  return renderPage(visit, request, { title, status, headers }, content)
}

function reportFault(error: GrantkeeperError, { app }: Visit): string {
  const requestId = Buffer.from(app.environment.randomBytes(9)).toString('base64url')
  try {
    app.onError(error, requestId)
  } catch {
    // The reporter's own failure is not the visitor's.
  }
  return requestId
}

function report(
  error: GrantkeeperError,
  visit: Visit | undefined,
  requestId: string | undefined,
  waitSeconds: number | undefined,
): Html {
  return html`<p class="code"><code>${error.code}</code> · ${error.status}${requestId && ` · request ${requestId}`}</p>
<h1><span class="mark bad" aria-hidden="true">✘</span> ${error.title}</h1>
<h2>What happened</h2>
<p>${catalogue[error.code].cause}</p>
<h2>What to do</h2>
<p>${error.fix}</p>
${waitSeconds !== undefined && html`<p role="status">Webex asked us to wait ${waitSeconds} s.</p>`}
${nextStep(error, visit)}
<details><summary>For developers</summary><dl class="facts">
${fact('Code', error.code)}
${fact('Detail', error.detail)}
${fact('Webex tracking id', error.trackingId)}
${fact('Webex status', error.upstreamStatus?.toString())}
${fact('Time', visit && new Date(visit.app.environment.now()).toISOString())}
${fact('More', html`<code>npx grantkeeper explain ${error.code}</code>`)}
</dl></details>`
}

function nextStep({ code, action }: GrantkeeperError, visit: Visit | undefined): Html {
  const page = visit && pageOf(visit)
  if (code === 'WX-HOST' && visit) return goTo(`${visit.app.keeper.origin}/`, 'Open the app')
  if (code === 'WX-NOT-CONNECTED') return connectForm(page ?? '/granted', 'GRANT ACCESS')
  if (action === 'connect') return connectForm(page ?? '/granted', 'Start again')
  if (action === 'reconnect') return connectForm(page ?? '/granted', 'RECONNECT')
  if (action === 'retry' && page) return goTo(page, 'Try again')
  if (action === 'retry') return connectForm('/granted', 'Try again')
  if (code === 'WX-API-NOT-FOUND') return goTo('/spaces', 'Back to the list')
  return goTo('/', 'Go to the first page')
}

function goTo(href: string, label: string): Html {
  return html`<p><a class="button primary" href="${href}">${label}</a></p>`
}

/** The address of one of our own pages, which can be opened again; never a callback's, which holds a code. */
function pageOf({ url }: Visit): string | undefined {
  const isOurs = url.pathname === '/' || /^\/(granted|spaces|disconnect)(\/|$)/.test(url.pathname)
  return isOurs ? url.pathname + url.search : undefined
}
