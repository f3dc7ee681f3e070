const VOID = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
/** Within these HTML knows an element that ends in itself. */
const FOREIGN = new Set(['svg', 'math'])

/**
 * Elements of a page that are never closed, or closed where they are not open. Browsers say nothing of them: they put the rest
 * of the page into the element, and with it out of the layout it was made for.
 */
export function findUnbalanced(source: string): string[] {
  const text = source.replaceAll(/<!--[\s\S]*?-->|<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
  const open: string[] = []
  const problems: string[] = []
  for (const [tag, slash, name = '', end] of text.matchAll(/<(\/?)([a-z][\w-]*)(?:"[^"]*"|'[^']*'|[^"'>])*?(\/?)>/gi)) {
    if (slash === '/') close(name)
    else if (!VOID.has(name) && !(end === '/' && open.some((one) => FOREIGN.has(one)))) open.push(name)
    if (problems.length > 5) return problems
    function close(closed: string): void {
      if (open.at(-1) === closed) open.pop()
      else problems.push(`${tag} in ${open.slice(-3).join(' > ')}`)
    }
  }
  return open.length > 0 ? [...problems, `not closed: ${open.join(' > ')}`] : problems
}
