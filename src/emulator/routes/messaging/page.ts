import { Refusal } from '../../messaging/refusal.ts'
import type { Shown } from '../../messaging/show.ts'
import { answerJson } from '../../server/answers.ts'
import type { Call } from './call.ts'

/** Which part of a list is asked for. */
export interface Window {
  max: number
  /** Where the cursor says to go on; undefined on the first page. */
  start: number | undefined
}

interface Limits {
  /** More is not refused but cut down. Default 1000. */
  most?: number
  /** Default 100. */
  usual?: number
}

/** @throws Refusal 400 @see WEBEX.md §8 */
export function readWindow({ query }: Call, { most = 1000, usual = 100 }: Limits = {}): Window {
  const max = query.get('max')
  if (max !== null && !(/^\d{1,9}$/.test(max) && Number(max) > 0)) throw new Refusal(400, "Invalid value for 'max'")
  const cursor = query.get('cursor')
  const start = cursor === null ? undefined : readCursor(cursor)
  return { max: Math.min(max === null ? usual : Number(max), most), start }
}

/** A cursor looks like the one seen at Webex: base64 of `limit=…&startIndex=…`. */
function writeCursor(limit: number, startIndex: number): string {
  return Buffer.from(`limit=${limit}&startIndex=${startIndex}`).toString('base64url')
}

function readCursor(text: string): number {
  const [, start] = /^limit=\d{1,4}&startIndex=(\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  if (start === undefined) throw new Refusal(400, "Invalid value for 'cursor'")
  return Number(start)
}

interface Page {
  items: Shown[]
  /** Where the next page begins; undefined on the last one. */
  next: number | undefined
  max: number
  /** Parameters the next page needs too. */
  keep: readonly string[]
  what: string
}

/** A list with one `Link: …; rel="next"` when there is more. */
export function answerPage(call: Call, { items, next, max, keep, what }: Page): Response {
  call.c.env.findings.summary = `${items.length} ${what}`
  const headers = next === undefined ? undefined : { link: `<${nextAddress(call, keep, max, next)}>; rel="next"` }
  return answerJson({ items }, 200, headers)
}

/** The same list from further on. A `;` in it would break a known client's parser, so it is built encoded. */
function nextAddress({ url, query }: Call, keep: readonly string[], max: number, next: number): string {
  const kept = new URLSearchParams()
  for (const name of keep) for (const value of query.getAll(name)) kept.append(name, value)
  kept.set('max', String(max))
  kept.set('cursor', writeCursor(max, next))
  return `${url.origin}${url.pathname.replace(/\/$/, '')}?${kept}`
}

/** One page of a list that is there as a whole. */
export function cutPage<T>(list: T[], { max, start = 0 }: Window): { part: T[]; next: number | undefined } {
  const end = start + max
  return { part: list.slice(start, end), next: end < list.length ? end : undefined }
}
