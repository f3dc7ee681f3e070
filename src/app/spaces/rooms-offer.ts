import { html } from 'hono/html'
import type { Grant } from '../../index.ts'
import type { Visit } from '../context.ts'
import { renderPage } from '../frame/layout.ts'
import { mayUse } from './scope-of-grant.ts'
import { scopeOffer } from './scope-offer.ts'

/** In place of a list or a space: what permission it takes, where Webex would only refuse. Undefined where there is it. */
export function roomsOffer(visit: Visit, grant: Grant): Response | undefined {
  const scope = 'spark:rooms_read'
  if (mayUse(grant, scope)) return undefined
  const { app, request, url } = visit
  const { title, list } = app.language.words.spaces
  const offer = scopeOffer(app, { grant, scope, what: list.what, returnTo: url.pathname + url.search })
  return renderPage(
    visit,
    request,
    { title, grant, status: 403 },
    html`<h1>${title}</h1>
${offer}`,
  )
}
