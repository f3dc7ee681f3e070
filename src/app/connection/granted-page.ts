import { html } from 'hono/html'
import { describeScope, type Grant } from '../../index.ts'
import type { Page } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import type { Moments } from '../frame/moments.ts'
import { connectForm, endedNotice, fact, notice, personName } from '../frame/parts.ts'
import { requireGrant } from './grant-of-visit.ts'

const SHOW_SPACES = html`<p class="actions"><a class="button primary" href="/spaces">SHOW SPACES</a></p>`

/** GET /granted: what the sign-in left, and how to end it. */
export const grantedPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  const content = html`<h1>Your connection</h1>
${grant.status === 'reconnect' ? endedNotice(grant, '/granted') : status(grant)}
${scopes(grant)}
${grant.status !== 'reconnect' && SHOW_SPACES}
<details><summary>Manage connection</summary>
${facts(grant, visit.app.moments, visit.app.environment.now())}
<p><a class="button" href="/disconnect">Disconnect …</a></p>
</details>`
  return renderPage(visit, visit.request, { title: 'Connected', grant }, content)
}

function status(grant: Grant): Html {
  const connected = notice('good', html`Connected as ${personName(grant)}`)
  if (grant.status !== 'failing')
    return html`${connected}<p>It renews by itself. You need to act only if you see a "Reconnect" notice.</p>`
  const words = 'Webex did not answer the last renewal. It is tried again by itself; there is nothing to do.'
  return html`${connected}${notice('warning', words)}`
}

function scopes({ scopesAsked, scopesGranted }: Grant): Html {
  const missing = scopesAsked.filter((scope) => !scopesGranted.includes(scope))
  const count = html`<p>Granted ${scopesAsked.length - missing.length} of ${scopesAsked.length} scopes.</p>`
  if (missing.length === 0) return count
  const items = missing.map((scope) => html`<li>${describeScope(scope) ?? 'use it'} <code>${scope}</code></li>`)
  return html`${count}${notice('warning', html`Not granted, so this app will not<ul>${items}</ul>`)}
${connectForm('/granted', 'Grant it too')}`
}

function facts(grant: Grant, moments: Moments, now: number): Html {
  const moment = (at: number) => html`<time datetime="${new Date(at).toISOString()}">${moments.instant(at, now)}</time>`
  return html`<dl class="facts">
${fact('Connected', moment(grant.connectedAt))}
${fact('Last renewed', moment(grant.lastOkAt))}
${fact('Access renews before', moment(grant.accessExpiresAt))}
${grant.refreshExpiresAt !== undefined && fact('Ends if unused until', moment(grant.refreshExpiresAt))}
${fact('Scopes granted', html`<code>${grant.scopesGranted.join(' ')}</code>`)}
</dl>`
}
