import type { Context } from 'hono'
import type { Exchange } from '../../context.ts'
import { answerError, answerJson } from '../../server/answers.ts'

/** How a list is cut into pages. */
export interface Paging {
  /** What the address of the next page keeps of the query. */
  kept: readonly string[]
  /** More than this many are not refused but cut down. */
  most: number
}

const DEFAULT = 100

/** One page of a list as Webex answers it, with one `Link: …; rel="next"` when there are more. @see WEBEX.md §8 */
export function answerList<T>(
  c: Context<Exchange>,
  items: readonly T[],
  show: (item: T) => unknown,
  { kept, most }: Paging,
): Response {
  const url = new URL(c.req.url)
  const max = readMax(url.searchParams.get('max'), most)
  if (max === undefined) return answerError(c.env.trackingId, 400, "Invalid value for 'max'")
  const start = readCursor(url.searchParams.get('cursor'))
  if (start === undefined) return answerError(c.env.trackingId, 400, "Invalid value for 'cursor'")
  const end = start + max
  const headers = end < items.length ? { link: `<${writeNext(url, kept, max, end)}>; rel="next"` } : undefined
  return answerJson({ items: items.slice(start, end).map(show) }, 200, headers)
}

function readMax(text: string | null, most: number): number | undefined {
  if (text === null) return Math.min(DEFAULT, most)
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Math.min(Number(text), most) : undefined
}

function readCursor(text: string | null): number | undefined {
  if (text === null) return 0
  const [, start] = /^limit=\d{1,4}&startIndex=(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  return start === undefined ? undefined : Number(start)
}

function writeNext({ origin, pathname, searchParams }: URL, kept: readonly string[], max: number, start: number) {
  const query = new URLSearchParams([...searchParams].filter(([name]) => kept.includes(name)))
  query.set('max', String(max))
  query.set('cursor', Buffer.from(`limit=${max}&startIndex=${start}`).toString('base64url'))
  return `${origin}${pathname}?${query}`
}
