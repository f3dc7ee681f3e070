import { html } from 'hono/html'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { AppContext, Page, Visit } from '../context.ts'
import { type Html, renderPage } from '../frame/layout.ts'
import { notice } from '../frame/parts.ts'
import { type DisconnectProgress, isUnderWay } from './disconnect-job.ts'
import { codeLink } from './grant-words.ts'
import { forOperators, requireOperator } from './operators.ts'
import { redirect } from './redirect.ts'
import { readTyped } from './typed.ts'

const PATH = '/connections/disconnect-all'

/** GET /connections/disconnect-all: what it does, and once it runs, how far it is. */
export const disconnectAllPage = forOperators((visit) => renderDisconnectAll(visit, { status: 200, isWrong: false }))

/** POST /connections/disconnect-all: starts it, if the word was typed. One that runs goes on. */
export const startDisconnectAll: Page = async (visit) => {
  const who = requireOperator(visit)
  const { app, request } = visit
  const typed = (await readTyped(request, 'confirm')).toLowerCase()
  if (typed !== app.language.words.operator.disconnectAll.word)
    return renderDisconnectAll(visit, { status: 422, isWrong: true })
  if (app.desk.job.start(await countGrants(app))) app.note({ what: 'operator.disconnect-all', who })
  return redirect(app, PATH)
}

/** POST /connections/disconnect-all/stop: what is done stays done. */
export const stopDisconnectAll: Page = (visit) => {
  const who = requireOperator(visit)
  const { app } = visit
  if (isUnderWay(app.desk.job.progress())) app.note({ what: 'operator.disconnect-all-stopped', who })
  app.desk.job.stop()
  return redirect(app, PATH)
}

/** How far it is, in words. */
export function describeProgress(
  { language, moments }: AppContext,
  { done, total, unconfirmed }: DisconnectProgress,
): string {
  const { disconnectAll: words } = language.words.operator
  const missing = unconfirmed > 0 ? ` ${words.unconfirmed(moments.count(unconfirmed))}` : ''
  return words.progress(moments.count(done), moments.count(total)) + missing
}

async function countGrants({ keeper }: AppContext): Promise<number> {
  return Object.values(await keeper.grants.count()).reduce((sum, count) => sum + count, 0)
}

async function renderDisconnectAll(
  visit: Visit,
  { status, isWrong }: { status: number; isWrong: boolean },
): Promise<Response> {
  const { app, request } = visit
  const { words } = app.language
  const { disconnectAll } = words.operator
  const progress = app.desk.job.progress()
  const grant = await grantOfVisit(visit)
  const body =
    progress && isUnderWay(progress)
      ? running(app, progress)
      : html`${progress && ended(app, progress)}${ask(app, await countGrants(app), isWrong)}`
  const content = html`<p class="crumb"><a href="/connections">${words.frame.links.connections}</a></p>
<h1>${disconnectAll.title}</h1>${body}`
  return renderPage(visit, request, { title: disconnectAll.title, status, grant }, content)
}

function ask({ language, moments }: AppContext, count: number, isWrong: boolean): Html {
  const { disconnect, disconnectAll: words } = language.words.operator
  if (count === 0) return html`<p class="empty" role="status">${words.nobody}</p>`
  const wrong =
    isWrong && html`<p class="problem" id="confirm-wrong"><span aria-hidden="true">✘</span> ${words.wrong}</p>`
  const state = isWrong ? html` aria-invalid="true" aria-describedby="confirm-wrong"` : ''
  return html`<p class="lead">${words.lead(moments.count(count))}</p>
<ul>${disconnect.effects.map((effect) => html`<li>${effect}</li>`)}</ul>
<form class="card sign-in" method="post" action="${PATH}">
<label for="confirm">${words.type(html`<strong>${words.word}</strong>`)}</label>
<input id="confirm" name="confirm" required autocomplete="off" autocapitalize="none" spellcheck="false"${state}>
${wrong}
<div class="actions"><button class="danger" type="submit">${words.submit(moments.count(count))}</button> <a class="button" href="/connections">${words.keep}</a></div>
</form>`
}

/** Without script the page asks anew by itself; with it a stream tells. */
function running(app: AppContext, progress: DisconnectProgress): Html {
  const { disconnectAll: words } = app.language.words.operator
  const stop = html`<form method="post" action="${PATH}/stop"><button type="submit">${words.stop}</button></form>`
  return html`<noscript><meta http-equiv="refresh" content="2"></noscript>
<div class="card progress" data-progress="${PATH}/progress">
<p class="lead" aria-hidden="true">${describeProgress(app, progress)}</p>
<p class="sr-only" role="status">${describeProgress(app, progress)}</p>
<progress max="${String(Math.max(1, progress.total))}" value="${String(progress.done)}" aria-label="${words.title}"></progress>
${progress.state === 'stopping' ? html`<p>${words.stopping}</p>` : stop}
<p class="hint">${words.goesOn}</p></div>`
}

function ended(app: AppContext, progress: DisconnectProgress): Html {
  const { words } = app.language
  const { disconnectAll } = words.operator
  const { state, code, unconfirmed } = progress
  const how = html`${describeProgress(app, progress)} ${unconfirmed > 0 && disconnectAll.askedAgain}`
  if (state === 'done') return notice(words, unconfirmed > 0 ? 'warning' : 'good', html`${disconnectAll.done} ${how}`)
  if (state === 'stopped') return notice(words, 'warning', html`${disconnectAll.stopped} ${how}`)
  return notice(words, 'bad', html`${disconnectAll.failed} ${how} ${code && codeLink(words, code)}`)
}
