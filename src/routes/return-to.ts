const LONGEST = 512
/** A path of printable ASCII without backslashes: nothing a browser drops, folds or reads as another origin. */
const PLAIN_PATH = /^\/[!-[\]-~]*$/

/**
 * A path on this app's own origin, safe to send in `Location`, or `otherwise`.
 * What is checked is the text that will be sent, not what was given: parsing may turn `/.//evil` into `//evil`.
 * @see SECURITY.md, return paths
 */
export function readReturnTo(given: string | null, origin: string, otherwise: string): string {
  if (given === null || given.length > LONGEST || !PLAIN_PATH.test(given)) return otherwise
  const emitted = pathOf(given, origin)
  return emitted !== undefined && pathOf(emitted, origin) === emitted ? emitted : otherwise
}

/** Path and query as the URL parser understands them; undefined when they lead off the origin. */
function pathOf(path: string, origin: string): string | undefined {
  if (path.startsWith('//') || !URL.canParse(path, origin)) return undefined
  const url = new URL(path, origin)
  const emitted = url.pathname + url.search
  return url.origin === origin && !emitted.startsWith('//') ? emitted : undefined
}
