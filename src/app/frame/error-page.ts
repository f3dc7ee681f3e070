import { html } from 'hono/html'
import type { GrantkeeperError } from '../../index.ts'
import { type Visit, visits } from '../context.ts'
import { english } from '../words/language.ts'
import { prefersJson } from './accept.ts'
import { type Failure, nextStep } from './error-step.ts'
import { securityHeaders } from './headers.ts'
import { type Html, renderPage } from './layout.ts'
import { copyButton, countdown, fact } from './parts.ts'
import { adminNote } from './waiting-page.ts'

/**
 * An error as this app's page, or as JSON for those who prefer it. Pass it to `createGrantkeeper({ renderError })`, so
 * that what goes wrong on the library's own paths looks the same. Each has a request id, also as `x-request-id`, so that
 * whoever keeps a log of answers finds it there; faults of the server's side (5xx) go to the app's `onError` under it.
 */
export function renderError(error: GrantkeeperError, request: Request): Response {
  const visit = visits.get(request)
  const failure = {
    error,
    request,
    visit,
    words: (visit?.app.language ?? english).words,
    requestId: nameRequest(visit),
  }
  if (visit && error.status >= 500) report(failure, visit)
  const headers = headersOf(failure)
  if (prefersJson(request)) return answerJson(failure, headers)
  const { title } = failure.words.errors(error.code)
  return renderPage(visit, request, { title, status: error.status, headers }, errorContent(failure))
}

/** Where there is no visit, nothing is there to make an id with; it was no request that anybody could look for. */
function nameRequest(visit: Visit | undefined): string | undefined {
  return visit && Buffer.from(visit.app.environment.randomBytes(9)).toString('base64url')
}

function report({ error, requestId = '' }: Failure, { app }: Visit): void {
  try {
    app.onError(error, requestId)
  } catch {
    // The reporter's own failure is not the visitor's.
  }
}

function headersOf(failure: Failure): Record<string, string> {
  const seconds = secondsToWait(failure)
  return {
    ...(failure.requestId && { 'x-request-id': failure.requestId }),
    ...(seconds !== undefined && { 'retry-after': String(seconds) }),
  }
}

function secondsToWait({ error: { retryAfterMs } }: Failure): number | undefined {
  return retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000))
}

/** For programs, so in the catalogue's own words, whatever the language of the pages. */
function answerJson({ error, visit, requestId }: Failure, headers: Record<string, string>): Response {
  const { code, title, fix, docs, status, trackingId } = error
  const { cause } = english.words.errors(code)
  return Response.json(
    { error: { code, title, cause, fix, docs, requestId, trackingId } },
    { status, headers: { ...(visit?.app.headers ?? securityHeaders()), ...headers } },
  )
}

function errorContent(failure: Failure): Html {
  const { error, words } = failure
  const { title, cause, fix } = words.errors(error.code)
  const mark = isPassing(error) ? html`<span class="mark warning" aria-hidden="true">!</span>` : BAD
  return html`<p class="code"><code>${error.code}</code> · <span class="number">${String(error.status)}</span></p>
<h1>${mark} ${title}</h1>
<h2>${words.errorPage.whatHappened}</h2>
<p>${cause}</p>
<h2>${words.errorPage.whatToDo}</h2>
<p>${fix}</p>
${wait(failure)}
${nextStep(failure)}
${stateOf(failure)}
${forDevelopers(failure)}`
}

const BAD = html`<span class="mark bad" aria-hidden="true">✘</span>`

/** It ends by itself, or by connecting: nothing is broken. */
function isPassing({ action, code }: GrantkeeperError): boolean {
  return action === 'retry' || action === 'reconnect' || code === 'WX-NOT-CONNECTED'
}

/** Of all waits only this one is sure to be Webex's wish; others may be our own pause before the next try. */
function wait(failure: Failure): Html | undefined {
  const seconds = secondsToWait(failure)
  if (seconds === undefined) return undefined
  const { errorPage } = failure.words
  const time = countdown(failure.words, seconds, 'again')
  return html`<p class="lead">${failure.error.code === 'WX-API-RATE-LIMITED' ? errorPage.webexWaits(time) : errorPage.weWait(time)}</p>`
}

const MAY_BE_WEBEX =
  /^WX-(API-(UNAVAILABLE|TIMEOUT|RESPONSE)|(TOKEN|LOGIN)-UNAVAILABLE|TOKEN-RESPONSE|AUTHORIZE-FAILED|REFRESH-FAILING)$/

/** What is to be said beyond the catalogue's words where an error is a state that one can wait in. */
function stateOf(failure: Failure): Html | undefined {
  const { error, words, visit } = failure
  if (error.action === 'reconnect') return html`<p class="quiet">${words.errorPage.keptHere}</p>`
  if (MAY_BE_WEBEX.test(error.code)) return whereToLook(failure)
  if (error.code !== 'WX-ACCESS-DENIED' || !visit) return undefined
  return html`<details><summary>${words.waiting.ask}</summary>
<p>${words.waiting.lead} ${words.waiting.known}</p>
${adminNote(visit.app)}</details>`
}

function whereToLook({ words, visit }: Failure): Html {
  const { emulated, emulatorUrl } = visit?.app.appearance ?? {}
  if (!emulated)
    return html`<p class="quiet">${words.errorPage.webexStatus(statusLink(words.errorPage.webexStatusLink))}</p>`
  const link = emulatorUrl ? html`<a href="${emulatorUrl}">${words.frame.openEmulator}</a>` : html``
  return html`<p class="quiet">${words.errorPage.emulatorStatus(link)}</p>`
}

function statusLink(label: string): Html {
  return html`<a href="https://status.webex.com" rel="noreferrer noopener">${label}</a>`
}

function forDevelopers({ error, words, visit, requestId }: Failure): Html {
  const { developers } = words.errorPage
  const code = html`<code>${error.code}</code>`
  const command = html`<code id="explain">npx grantkeeper explain ${error.code}</code> ${copyButton(words, 'explain')}`
  return html`<details><summary>${developers.title}</summary><dl class="facts">
${fact(developers.code, code)}
${fact(developers.detail, error.detail && html`<span lang="en">${error.detail}</span>`)}
${fact(developers.requestId, requestId && html`<code>${requestId}</code>`)}
${fact(developers.trackingId, error.trackingId && html`<code>${error.trackingId}</code>`)}
${fact(developers.webexStatus, error.upstreamStatus?.toString())}
${fact(developers.time, visit && html`<code>${new Date(visit.app.environment.now()).toISOString()}</code>`)}
${fact(developers.command, command)}
${fact(developers.more, html`<a href="/errors/${error.code}">${developers.moreLink(code)}</a>`)}
</dl></details>`
}
