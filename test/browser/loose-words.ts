import type { Page } from 'playwright-core'

/** Where data stands, or what is meant for a machine. */
const DATA = 'code, kbd, pre, bdi, time, textarea, script, style, noscript, dd[dir]'

/** Names of ours, of people and of things, which stand in any language as they are. */
const NAMES =
  /Demo Spaces|(GET|POST) |\/[\w/…-]+|Ada Lovelace|Grace Hopper|Joan Clarke|Node\.js|\.env|\b(UTC|GMT|CSV|JSON|HAR|grantkeeper\w*|spark:\w+|WX-[A-Z-]+|[A-Z]+(_[A-Z]+)+|localhost|127\.0\.0\.1|https?:\/\/\S+|curl|title)\b/g

/** Words that a person sees and the made-up language would say with accents: they stand in a template. */
export async function findLooseWords(page: Page): Promise<string[]> {
  const texts: string[] = await page.evaluate(`(() => {
    const texts = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('${DATA}')) texts.push(walker.currentNode.data)
    for (const one of document.querySelectorAll('[aria-label], [alt], [title], [placeholder]'))
      if (!one.closest('bdi')) texts.push(...['aria-label', 'alt', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''))
    return texts
  })()`)
  return texts.filter((text) => /[A-Za-z]{3,}/.test(text.replace(NAMES, ' ')))
}
