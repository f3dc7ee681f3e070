import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { AppContext, Page, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { clip, connectForm, endedNotice, fact, notice, personName } from '../frame/parts.ts'
import { requireGrant } from './grant-of-visit.ts'
import { scopeItem } from './scope-item.ts'

/** GET /granted: what the sign-in left, what else could be allowed, and how to end it. */
export const grantedPage: Page = async (visit) => {
  const { app, request } = visit
  const grant = await requireGrant(visit)
  const { granted: words, showSpaces } = app.language.words.connection
  const isOver = grant.status === 'reconnect'
  const missing = isOver ? [] : missingScopes(grant)
  const content = html`<h1>${words.title}</h1>
${isOver ? endedNotice(app.language.words, grant, '/granted') : status(app, grant)}
${scopes(app, grant)}
<div class="actions">${missing.length > 0 && connectForm('/granted', words.grantToo)}
${!isOver && html`<a class="button${missing.length === 0 && ' primary'}" href="/spaces">${showSpaces}</a>`}</div>
${flowLink(visit, grant)}
${!isOver && more(app, grant)}
<details><summary>${words.manage}</summary>
${facts(app, grant)}
<p class="actions"><a class="button" href="/accounts">${words.accounts}</a> <a class="button" href="/disconnect">${words.disconnect}</a></p>
</details>`
  return renderPage(visit, request, { title: words.title, grant }, content)
}

function status({ language, moments, environment }: AppContext, grant: Grant): Html {
  const { granted: words, connectedAs, signedInAs } = language.words.connection
  const say = grant.login ? signedInAs : connectedAs
  const connected = notice(language.words, 'good', say(personName(language.words, grant)))
  const warn = (text: string) => html`${connected}${notice(language.words, 'warning', text)}`
  if (grant.health === 'misconfigured') return warn(words.misconfigured)
  if (grant.status === 'failing') return warn(words.failing)
  if (grant.health === 'expiring' && grant.refreshExpiresAt !== undefined)
    return html`${warn(words.expiring(moments.instant(grant.refreshExpiresAt, environment.now())))}
${connectForm('/granted', language.words.frame.reconnect)}`
  return html`${connected}<p>${words.renews}</p>`
}

function missingScopes({ scopesAsked, scopesGranted }: Grant): string[] {
  return scopesAsked.filter((scope) => !scopesGranted.includes(scope))
}

function scopes({ language }: AppContext, grant: Grant): Html {
  const { granted: words } = language.words.connection
  const [asked, missing] = [grant.scopesAsked.length, missingScopes(grant)]
  const count = html`<p>${words.scopes(asked - missing.length, asked)}</p>`
  if (missing.length === 0) return count
  const items = html`<ul>${missing.map((scope) => scopeItem(language.words, scope))}</ul>`
  return html`${count}${notice(language.words, 'warning', words.refused(items))}`
}

/** Where both sides of this sign-in can be looked at, for those who may. */
function flowLink(visit: Visit, { id }: Grant): Html | undefined {
  const flow = visit.app.inspector?.flowOfGrant(id)
  if (!flow || !visit.app.operators.find(visit)) return undefined
  return html`<p><a href="/flow/${flow.id}">${visit.app.language.words.connection.granted.seeFlow}</a></p>`
}

/** What the app offers beyond what this person was asked for, each with a button of its own. */
function more({ keeper, language }: AppContext, { scopesAsked, scopesGranted }: Grant): Html | undefined {
  const { granted: words, scope: describe } = language.words.connection
  const offered = keeper.integration.optionalScopes.filter(
    (scope) => !scopesAsked.includes(scope) && !scopesGranted.includes(scope),
  )
  if (offered.length === 0) return undefined
  const item = (scope: string, index: number) => html`<li>
<form method="post" action="${keeper.scopes.askFor([scope], '/granted')}"><button type="submit" id="allow-${index}" aria-labelledby="allow-${index} may-${index}">${words.allow}</button></form>
<span id="may-${index}">${describe(scope)} <code>${scope}</code></span></li>`
  return html`<section class="more" aria-labelledby="more"><h2 id="more">${words.more}</h2>
<p class="quiet">${words.moreLead}</p>
<ul>${offered.map(item)}</ul></section>`
}

function facts({ language, moments, environment }: AppContext, grant: Grant): Html {
  const { granted: words } = language.words.connection
  const now = environment.now()
  const moment = (at: number) => html`<time datetime="${new Date(at).toISOString()}">${moments.instant(at, now)}</time>`
  return html`<dl class="facts">
${grant.login && fact(words.login, loginName(language.words, grant.login))}
${fact(words.connected, moment(grant.connectedAt))}
${fact(words.lastRenewed, moment(grant.lastOkAt))}
${fact(words.accessUntil, moment(grant.accessExpiresAt))}
${grant.refreshExpiresAt !== undefined && fact(words.endsUnused, moment(grant.refreshExpiresAt))}
${fact(words.granted, html`<code>${grant.scopesGranted.join(' ')}</code>`)}
</dl>`
}

/** Who Webex vouches for: the app's own login. */
function loginName({ connection }: AppContext['language']['words'], login: NonNullable<Grant['login']>): Html {
  const name = login.name ? html`<bdi>${clip(login.name, 80)}</bdi>` : html`${connection.unnamedLogin}`
  if (!login.email) return name
  const email = html`<bdi class="quiet">${clip(login.email, 80)}</bdi>`
  return html`${name} ${login.emailVerified ? email : connection.granted.unverified(email)}`
}
