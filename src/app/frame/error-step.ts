import { html } from 'hono/html'
import type { GrantkeeperError } from '../../index.ts'
import { readReturnTo } from '../../routes/return-to.ts'
import type { Visit } from '../context.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { connectForm } from './parts.ts'

/** An error on its way to a page, and what is known of the request it ended. */
export interface Failure {
  error: GrantkeeperError
  request: Request
  visit: Visit | undefined
  words: Words
  requestId: string | undefined
}

/** The one button of an error's page. Its place has the id `again`, so that a wait can hold it back. */
export function nextStep(failure: Failure): Html {
  return html`<div id="again">${button(failure)}</div>`
}

function button(failure: Failure): Html {
  const { error, visit, words } = failure
  const { steps } = words.errorPage
  const page = pageToRepeat(failure)
  if (error.code === 'WX-HOST' && visit) return goTo(`${visit.app.keeper.origin}/`, steps.openApp)
  if (error.code === 'WX-NOT-CONNECTED') return connectForm(page ?? '/granted', steps.grant)
  if (error.action === 'connect') return connectForm(page ?? '/granted', steps.startAgain)
  if (error.action === 'reconnect') return connectForm(page ?? '/granted', steps.reconnect)
  if (error.action === 'retry') return page ? goTo(page, steps.tryAgain) : connectForm('/granted', steps.tryAgain)
  if (error.code === 'WX-OPERATOR-ONLY') return goTo('/operator', steps.operatorSignIn)
  if (/^WX-API-(NOT-FOUND|REQUEST)$/.test(error.code)) return goTo('/spaces', steps.backToList)
  if (error.code === 'WX-GRANT-UNKNOWN' && visit?.url.pathname.startsWith('/accounts/'))
    return goTo('/accounts', steps.accounts)
  if (error.code === 'WX-GRANT-UNKNOWN' && isOperator(visit)) return goTo('/connections', steps.connections)
  return goTo('/', steps.firstPage)
}

function goTo(href: string, label: string): Html {
  return html`<p><a class="button primary" href="${href}">${label}</a></p>`
}

function isOperator(visit: Visit | undefined): boolean {
  return visit?.app.operators.find(visit) !== undefined
}

/**
 * Where the same can be tried again: the page itself, or the page whose form was sent. Never the callback's address, which
 * holds a code, and nothing that leads off our own origin.
 */
function pageToRepeat({ request, visit }: Failure): string | undefined {
  if (!visit) return undefined
  const { origin, callbackPath } = visit.app.keeper
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const from = isRead ? visit.url : readOwnReferrer(request, origin)
  if (!from || from.pathname === callbackPath) return undefined
  return readReturnTo(from.pathname + from.search, origin, '/')
}

function readOwnReferrer(request: Request, origin: string): URL | undefined {
  const referrer = request.headers.get('referer') ?? ''
  return URL.canParse(referrer) && new URL(referrer).origin === origin ? new URL(referrer) : undefined
}
