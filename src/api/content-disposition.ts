/**
 * The file name in a `Content-Disposition`, as the name of a file and nothing else: without folders, control characters and
 * the names that mean a folder. The extended form wins. Undefined where there is none.
 * @see RFC 6266 §4, RFC 8187 §3.2
 */
export function readFileName(header: string): string | undefined {
  const parameters = readParameters(header)
  const extended = decodeExtended(parameters.get('filename*') ?? '')
  return cleanName(extended ?? '') ?? cleanName(parameters.get('filename') ?? '')
}

/** Reads each character once; of several parameters of the same name the first counts. */
function readParameters(header: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (let at = header.indexOf(';') + 1; at > 0 && at < header.length; ) {
    const equals = header.indexOf('=', at)
    if (equals < 0) break
    const { value, end } = readValue(header, equals + 1)
    const name = header.slice(at, equals).trim().toLowerCase()
    if (!parameters.has(name)) parameters.set(name, value)
    at = end + 1
  }
  return parameters
}

/** A word or a quoted text, and where the next `;` is. */
function readValue(header: string, from: number): { value: string; end: number } {
  let value = ''
  let quoted = false
  for (let at = from; at < header.length; at++) {
    const character = header[at] ?? ''
    if (quoted && character === '\\') value += header[++at] ?? ''
    else if (character === '"') quoted = !quoted
    else if (character === ';' && !quoted) return { value: value.trim(), end: at }
    else value += character
  }
  return { value: value.trim(), end: header.length }
}

/** `UTF-8''na%C3%AFve.txt` */
function decodeExtended(value: string): string | undefined {
  const [charset = '', language, encoded] = value.split("'", 3)
  if (language === undefined || encoded === undefined || charset.toLowerCase() !== 'utf-8') return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

const LONGEST_NAME = 255

function cleanName(name: string): string | undefined {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const clean = base.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim()
  return /^\.*$/.test(clean) ? undefined : clean.slice(0, LONGEST_NAME)
}
