import { html } from 'hono/html'
import { catalogue, type ErrorCode, GrantkeeperError } from '../../index.ts'
import { grantOfVisit } from '../connection/own-grant.ts'
import type { Page } from '../context.ts'
import { renderPage } from './layout.ts'
import { copyButton } from './parts.ts'

/** GET /errors/:code: what a code means, for whoever was sent one. */
export const explainPage: Page = async (visit) => {
  const code = readCode(visit.id)
  const { words } = visit.app.language
  const { title, cause, fix } = words.errors(code)
  const { status, action } = catalogue[code]
  const { whatHappened, whatToDo, explained } = words.errorPage
  const content = html`<p class="crumb"><a href="/help">‹ ${explained.crumb}</a></p>
<p class="code"><code>${code}</code></p>
<h1>${title}</h1>
<h2>${whatHappened}</h2>
<p>${cause}</p>
<h2>${whatToDo}</h2>
<p>${fix}</p>
<p>${explained.action[action]} <span class="quiet">${explained.status(status)}</span></p>
<h2>${explained.command}</h2>
<p><code id="explain">npx grantkeeper explain ${code}</code> ${copyButton(words, 'explain')}</p>`
  const grant = await grantOfVisit(visit)
  return renderPage(visit, visit.request, { title: explained.tab(code, title), grant }, content)
}

function readCode(id: string): ErrorCode {
  if (!Object.hasOwn(catalogue, id)) throw new GrantkeeperError('WX-PAGE-NOT-FOUND')
  return id as ErrorCode
}
