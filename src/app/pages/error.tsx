import { catalogue, type GrantkeeperError } from '../../index.ts'
import { prefersJson } from '../accept.ts'
import { type Visit, visits } from '../context.ts'
import { securityHeaders } from '../headers.ts'
import { renderPage } from './layout.tsx'
import { ConnectForm } from './parts.tsx'

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
  return renderPage(
    visit,
    request,
    { title, status, headers },
    <ErrorReport error={error} visit={visit} requestId={requestId} waitSeconds={waitSeconds} />,
  )
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

interface ErrorReportProps {
  error: GrantkeeperError
  visit: Visit | undefined
  requestId: string | undefined
  waitSeconds: number | undefined
}

function ErrorReport({ error, visit, requestId, waitSeconds }: ErrorReportProps) {
  return (
    <>
      <p class="code">
        <code>{error.code}</code> · {error.status}
        {requestId === undefined ? null : ` · request ${requestId}`}
      </p>
      <h1>
        <span class="mark bad" aria-hidden="true">
          ✘
        </span>{' '}
        {error.title}
      </h1>
      <h2>What happened</h2>
      <p>{catalogue[error.code].cause}</p>
      <h2>What to do</h2>
      <p>{error.fix}</p>
      {waitSeconds === undefined ? null : <p role="status">Webex asked us to wait {waitSeconds} s.</p>}
      <NextStep error={error} visit={visit} />
      <details>
        <summary>For developers</summary>
        <dl class="facts">
          <Fact name="Code">{error.code}</Fact>
          <Fact name="Detail">{error.detail}</Fact>
          <Fact name="Webex tracking id">{error.trackingId}</Fact>
          <Fact name="Webex status">{error.upstreamStatus?.toString()}</Fact>
          <Fact name="Time">{visit && new Date(visit.app.environment.now()).toISOString()}</Fact>
          <Fact name="More">{`npx grantkeeper explain ${error.code}`}</Fact>
        </dl>
      </details>
    </>
  )
}

function Fact({ name, children }: { name: string; children?: string | undefined }) {
  if (children === undefined) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{children}</code>
      </dd>
    </div>
  )
}

function NextStep({ error: { code, action }, visit }: { error: GrantkeeperError; visit: Visit | undefined }) {
  const page = visit && pageOf(visit)
  if (action === 'connect') return <ConnectForm returnTo={page ?? '/granted'} label="Connect" />
  if (action === 'reconnect') return <ConnectForm returnTo={page ?? '/granted'} label="Reconnect" />
  if (action === 'retry' && page) return <GoTo href={page} label="Try again" />
  if (action === 'retry') return <ConnectForm returnTo="/granted" label="Try again" />
  if (code === 'WX-API-NOT-FOUND') return <GoTo href="/spaces" label="Back to the list" />
  return <GoTo href="/" label="Go to the first page" />
}

function GoTo({ href, label }: { href: string; label: string }) {
  return (
    <p>
      <a class="button primary" href={href}>
        {label}
      </a>
    </p>
  )
}

/** The address of one of our own pages, which can be opened again; never a callback's, which holds a code. */
function pageOf({ url }: Visit): string | undefined {
  const isOurs = url.pathname === '/' || /^\/(granted|spaces|disconnect)(\/|$)/.test(url.pathname)
  return isOurs ? url.pathname + url.search : undefined
}
