import type { Fault } from './fault.ts'
import { changeJson } from './json-answers.ts'
import { spoilBody } from './spoiled-bodies.ts'

/** What a change of the answer may need to know. */
export interface Surroundings {
  /** The emulator's time, in ms since 1970. */
  now: number
  url: URL
  /** The access token the grant had before the request was processed. */
  formerAccessToken: string | undefined
}

/** The answer with everything done to it that the fault asks for. */
export async function changeAnswer(fault: Fault, answer: Response, around: Surroundings): Promise<Response> {
  const { status } = answer
  const headers = new Headers(answer.headers)
  const told = fault.status !== undefined || fault.body !== undefined
  if (!told) for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value)
  if (fault.link) headers.set('link', bendLink(fault.link, headers.get('link'), around.url))
  if (fault.skewMs !== undefined) headers.set('date', new Date(around.now + fault.skewMs).toUTCString())
  const changed = await changeJson(fault, new Response(answer.body, { status, headers }), around)
  return fault.spoil ? spoilBody(fault.spoil, changed) : changed
}

/** A host that can never be anybody's. @see RFC 2606 §2 */
const OTHER_ORIGIN = 'https://webexapis.example.invalid'

function bendLink(how: NonNullable<Fault['link']>, link: string | null, url: URL): string {
  const [, told] = /^<([^>]*)>/.exec(link ?? '') ?? []
  const next = URL.canParse(told ?? '', url.href) ? new URL(told ?? '', url) : new URL(url)
  if (how === 'loop') return writeLink(url.href)
  if (how === 'other-origin') return writeLink(`${OTHER_ORIGIN}${next.pathname}${next.search}`)
  next.searchParams.set('max', 'null')
  return writeLink(next.href)
}

function writeLink(address: string): string {
  return `<${address.replaceAll('>', '%3E')}>; rel="next"`
}
