import { html } from 'hono/html'
import type { Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { notice } from '../frame/parts.ts'

export interface SignInForm {
  status: 200 | 401
  /** Path on this app to go to once signed in. */
  back: string
  /** Whether the last try had a wrong token. */
  isWrong?: boolean
}

/** The form for the operator's token. Where there is no token to sign in with, it says where to go instead. */
export function renderSignIn(visit: Visit, { status, back, isWrong = false }: SignInForm): Response {
  const { operators, language } = visit.app
  const { signIn } = language.words.operator
  const content = html`<h1>${signIn.title}</h1>
<p class="lead">${signIn.lead}</p>
${operators.hasToken ? form(visit, back, isWrong) : notice(language.words, 'warning', signIn.noToken)}
${!operators.byTokenOnly && html`<p class="quiet">${signIn.thisComputer}</p>`}`
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer realm="operator"' } : {}
  return renderPage(visit, visit.request, { title: signIn.title, status, headers }, content)
}

function form({ app }: Visit, back: string, isWrong: boolean): Html {
  const { signIn } = app.language.words.operator
  const wrong =
    isWrong && html`<p class="problem" id="token-wrong"><span aria-hidden="true">✘</span> ${signIn.wrong}</p>`
  const state = isWrong
    ? html` aria-invalid="true" aria-describedby="token-wrong token-hint"`
    : html` aria-describedby="token-hint"`
  return html`<form class="card sign-in" method="post" action="/operator?back=${encodeURIComponent(back)}">
<label class="field" for="token">${signIn.token}</label>
<input id="token" name="token" type="password" autocomplete="current-password" required spellcheck="false" autocapitalize="none"${state}>
${wrong}
<p class="hint" id="token-hint">${signIn.hint}</p>
<button class="primary" type="submit">${signIn.submit}</button>
</form>`
}
