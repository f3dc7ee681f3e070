import { html } from 'hono/html'
import type { Page } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { connectForm, notice } from '../frame/parts.ts'

/** GET /signed-out: what signing out has ended, and what it has not; whoever is signed in sees their accounts instead. */
export const signedOutPage: Page = async (visit) => {
  const { app, request } = visit
  if (await app.keeper.grantOf(request))
    return new Response(null, { status: 303, headers: { ...app.headers, location: '/accounts' } })
  const { words } = app.language
  const { signedOut } = words.connection
  const content = html`<h1>${signedOut.title}</h1>
${notice(words, 'good', signedOut.done)}
<p>${signedOut.stays}</p>
${connectForm('/granted', signedOut.again)}`
  return renderPage(visit, request, { title: signedOut.title }, content)
}
