import { html } from 'hono/html'
import { GrantkeeperError } from '../../index.ts'
import { readReturnTo } from '../../routes/return-to.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { Page, Visit } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { notice } from '../frame/parts.ts'
import { redirect } from './redirect.ts'
import { renderSignIn } from './sign-in-form.ts'
import { readTyped } from './typed.ts'

/** GET /operator?back=…: the form, or that one is in already. */
export const operatorPage: Page = async (visit) => {
  const { app, request } = visit
  const operator = app.operators.find(visit)
  if (!operator) return renderSignIn(visit, { status: 200, back: readBack(visit) })
  const { words } = app.language
  const { signIn } = words.operator
  const content = html`<h1>${signIn.title}</h1>
${notice(words, 'good', signIn.isIn[operator])}
<p class="actions"><a class="button primary" href="/overview">${words.frame.links.overview}</a> <a class="button" href="/connections">${words.frame.links.connections}</a></p>
${app.operators.sessions.isLive(request) && html`<form method="post" action="/operator/sign-out"><button type="submit">${signIn.signOut}</button></form>`}`
  return renderPage(visit, request, { title: signIn.title, grant: await grantOfVisit(visit) }, content)
}

/** POST /operator?back=…: whoever sends the token is an operator in this browser for 8 hours. @throws WX-REQUEST-LIMIT */
export const signInAsOperator: Page = async (visit) => {
  const { app, request, peer } = visit
  const { operators } = app
  const back = readBack(visit)
  const token = await readTyped(request, 'token')
  const retryAfterMs = operators.tries.take(peer ?? '')
  if (retryAfterMs !== undefined) throw new GrantkeeperError('WX-REQUEST-LIMIT', { retryAfterMs })
  if (!operators.isToken(token)) {
    app.note({ what: 'operator.sign-in-refused', code: 'WX-OPERATOR-ONLY' })
    return renderSignIn(visit, { status: 401, back, isWrong: true })
  }
  operators.sessions.end(request)
  app.note({ what: 'operator.signed-in', who: 'token' })
  return redirect(app, back, { 'set-cookie': operators.sessions.begin() })
}

/** POST /operator/sign-out: this browser's cookie opens nothing any more. */
export const signOutOperator: Page = ({ app, request }) => {
  if (app.operators.sessions.isLive(request)) app.note({ what: 'operator.signed-out', who: 'token' })
  return redirect(app, '/operator', { 'set-cookie': app.operators.sessions.end(request) })
}

function readBack({ app, url }: Visit): string {
  return readReturnTo(url.searchParams.get('back'), app.keeper.origin, '/overview')
}
