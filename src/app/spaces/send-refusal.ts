import { html } from 'hono/html'
import type { Grant, GrantkeeperError } from '../../index.ts'
import type { Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { connectForm, copyButton, countdown, notice } from '../frame/parts.ts'
import { scopeOffer } from './scope-offer.ts'
import { sendForm } from './send-form.ts'
import { spaceUrl } from './space-url.ts'
import { secondsOf } from './wait.ts'

/** A message that was not sent, and what kept it: an error, a reason of our own, or else the missing permission. */
export interface Refusal {
  status: number
  /** What was typed; it is shown again, for it is kept nowhere else. */
  text: string
  /** Whose words they were to be, where that is known. */
  grant?: Grant | undefined
  error?: GrantkeeperError
  reason?: string | Html
}

/** A page of its own that asks Webex nothing, because Webex may be what failed. */
export function refusalPage(visit: Visit, refusal: Refusal): Response {
  const { app, request, id } = visit
  const { words } = app.language
  const { send } = words.spaces
  const isInDoubt = mayHaveArrived(refusal.error)
  const title = isInDoubt ? send.doubtTitle : send.failedTitle
  const content = html`<p class="crumb"><a href="${spaceUrl(id)}">‹ ${isInDoubt ? send.look : send.back}</a></p>
<h1>${title}</h1>
${why(visit, refusal)}
${refusal.text && html`<p>${send.kept}</p>`}
${nextStep(visit, refusal)}`
  const { grant, status } = refusal
  return renderPage(visit, request, { title, grant, status }, content)
}

/** Webex may have taken it before it failed, and a second press would send it twice. */
function mayHaveArrived(error: GrantkeeperError | undefined): boolean {
  return error !== undefined && /^WX-API-(UNAVAILABLE|TIMEOUT|RESPONSE)$/.test(error.code)
}

function why({ app, id }: Visit, { grant, error, reason }: Refusal): Html | undefined {
  const { words } = app.language
  const { send, section } = words.spaces
  if (reason !== undefined) return notice(words, 'bad', reason)
  if (!error) {
    const missing = { scope: 'spark:messages_write', what: send.what, returnTo: spaceUrl(id) } as const
    return grant && scopeOffer(app, { grant, ...missing })
  }
  const { title, fix } = words.errors(error.code)
  const isWait = error.code === 'WX-API-RATE-LIMITED' && error.retryAfterMs !== undefined
  const what = isWait
    ? words.spaces.list.wait(countdown(words, secondsOf(error.retryAfterMs ?? 0)))
    : `${title}. ${mayHaveArrived(error) ? send.doubt : fix}`
  const tracking = error.trackingId && html` <span class="quiet">${section.tracking(error.trackingId)}</span>`
  return notice(words, 'bad', html`${what} <code>${error.code}</code>${tracking}`)
}

/** The text in its form; where there is no connection, the text to copy and the way to one. */
function nextStep({ app, id }: Visit, { text, grant, error, reason }: Refusal): Html {
  const { words } = app.language
  const { send } = words.spaces
  const isCut = error?.action === 'connect' || error?.action === 'reconnect'
  if (!isCut && (error || reason)) return sendForm(words, { roomId: id, grantId: grant?.id, text, label: send.again })
  const kept = html`<label class="field" for="text">${send.label}</label>
<textarea id="text" rows="4" readonly dir="auto">
${text}</textarea>
<p>${copyButton(words, 'text')}</p>`
  if (!isCut) return kept
  return html`${kept}
<p>${send.lead}</p>
${connectForm(spaceUrl(id), error?.action === 'reconnect' ? words.frame.reconnect : words.connection.connect.grant)}`
}
