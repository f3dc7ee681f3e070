import { html } from 'hono/html'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { downloadUrl, type SpacesFilter } from './filter.ts'

/** Where script puts how many there are. */
const COUNT = '{count}'

/** The same choice as files. Script tells how far one is; without it the browser does. */
export function downloads({ spaces: { download, list } }: Words, filter: SpacesFilter, total: string): Html {
  const { progress, waiting, done, cut, stop, stopped } = download
  const link = (format: 'csv' | 'json') =>
    html`<a class="button" download data-download href="${downloadUrl(filter, format)}">${download.label[format]}</a>`
  return html`<section class="downloads" aria-labelledby="downloads" data-say-progress="${progress(COUNT)}" data-say-waiting="${waiting(COUNT)}" data-say-done="${done(COUNT)}" data-say-cut="${cut(COUNT)}" data-say-stopped="${stopped}">
<h2 class="sr-only" id="downloads">${download.title}</h2>
<p class="actions">${link('csv')} ${link('json')} <button class="plain" type="button" data-stop hidden>${stop}</button>
<span class="hint">${download.lead(total)}${filter.sort === 'title' && html` ${download.byTitle}`} ${download.broken}</span></p>
<p role="status" data-said></p>
<p class="keys quiet">${list.keys}</p>
</section>`
}
