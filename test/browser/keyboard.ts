import type { Page } from 'playwright-core'

/** Where the keyboard is. */
interface Stop {
  name: string
  outlineStyle: string
  outlineWidth: number
  /** What lies over the middle of it; empty when nothing does. */
  under: string
}

const MOST_STOPS = 80

/**
 * Goes on with Tab until the keyboard is at what has this name, and gives what was wrong on the way: a stop whose outline is
 * thinner than 2 px, or that lies under something.
 */
export async function tabTo(page: Page, name: RegExp): Promise<string[]> {
  const problems: string[] = []
  const names: string[] = []
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press('Tab')
    const stop = await findStop(page)
    names.push(stop.name)
    if (stop.outlineStyle === 'none' || stop.outlineWidth < 2) problems.push(`${stop.name}: no outline to see`)
    if (stop.under) problems.push(`${stop.name}: lies under ${stop.under}`)
    if (name.test(stop.name)) return problems
  }
  throw new Error(`the keyboard does not come to ${name}, only to ${names.slice(0, 20).join(', ')}`)
}

function findStop(page: Page): Promise<Stop> {
  return page.evaluate(`(() => {
    const one = document.activeElement
    const style = getComputedStyle(one)
    const box = one.getBoundingClientRect()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const isSeen = !top || one === document.body || one.contains(top) || top.contains(one) || top.closest('label')?.control === one
    return {
      name: (one.getAttribute('aria-label') || one.labels?.[0]?.textContent || (one.tagName === 'INPUT' && one.type === 'submit' && one.value) || one.textContent || one.id || one.tagName).trim().slice(0, 80),
      outlineStyle: style.outlineStyle,
      outlineWidth: parseFloat(style.outlineWidth),
      under: isSeen ? '' : top.outerHTML.slice(0, 80),
    }
  })()`)
}
