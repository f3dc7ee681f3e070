/**
 * Finds the target of `rel="next"` in a `Link` header. Reads each character once, so that no header can keep it busy.
 * A target may contain commas and semicolons; the first next link counts.
 * @see RFC 8288 §3
 */
export function readNextLink(header: string): string | undefined {
  for (let at = 0; at < header.length; ) {
    const open = header.indexOf('<', at)
    const close = open < 0 ? -1 : header.indexOf('>', open)
    if (close < 0) return undefined
    const end = endOfLink(header, close + 1)
    if (hasRelNext(header.slice(close + 1, end))) return header.slice(open + 1, close)
    at = end + 1
  }
  return undefined
}

/** Where the parameters of a link end: at the next comma that is not quoted. */
function endOfLink(header: string, from: number): number {
  let quoted = false
  for (let at = from; at < header.length; at++) {
    const character = header[at]
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (character === ',' && !quoted) return at
  }
  return header.length
}

/** Of several `rel` the first counts; its value may be a list of words. */
function hasRelNext(parameters: string): boolean {
  for (const parameter of splitParameters(parameters)) {
    const equals = parameter.indexOf('=')
    if (equals < 0 || parameter.slice(0, equals).trim().toLowerCase() !== 'rel') continue
    const value = unquote(parameter.slice(equals + 1).trim())
    return value.toLowerCase().split(' ').includes('next')
  }
  return false
}

function splitParameters(text: string): string[] {
  const parts: string[] = []
  let quoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (character === ';' && !quoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
