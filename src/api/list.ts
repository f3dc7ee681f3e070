import { GrantkeeperError } from '../errors/index.ts'
import { type Essential, readItem, readJson } from './answer.ts'
import { callWebex } from './client.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { readNextLink } from './link.ts'
import { buildUrl, type Query, readNextUrl } from './url.ts'

/** One page of a list. */
export interface Page<T> {
  items: T[]
  /** In a list of people by id: which of the ids there were not. */
  notFoundIds?: string[]
}

/**
 * A list that is read as it is used: one page is held and the next is on its way, however long the list is. Reading it
 * again asks Webex again.
 * @example
 * for await (const room of webex.rooms.list()) console.log(room.title)
 */
export interface List<T> extends AsyncIterable<T> {
  /** The list page by page, as Webex cuts it; pages may be empty. */
  pages(): AsyncIterable<Page<T>>
  /** The first so many items; no page beyond them is asked for. */
  take(count: number): AsyncIterable<T>
  /** Default: everything. With a limit no page beyond it is asked for. */
  toArray(options?: { limit?: number }): Promise<T[]>
}

/** A longer chain of pages is taken for an endless one. */
const MOST_PAGES = 10_000
/** Pages after the first are this large where the endpoint allows it, unless the caller chose a size. */
const GROWN_PAGE = 1000

/** What a list is of. */
export interface ListOf<T> {
  path: string
  query?: Query
  essential: Essential<T>
  /** Whether this endpoint gives 1,000 items at once. */
  grows?: boolean
  options: CallOptions | undefined
}

/** Makes a list of what a path answers. While a page is used, the next one is on its way; no more than that is held. */
export function createList<T>(context: ApiContext, list: ListOf<T>): List<T> {
  const { path, query = {}, essential, grows = false, options = {} } = list
  const url = buildUrl(context.apiUrl, path, query)
  const grow = grows && query.max === undefined
  const pages = (wanted = Number.POSITIVE_INFINITY) => readPages<T>(context, { url, grow, wanted, essential, options })
  async function* take(count: number): AsyncGenerator<T> {
    let left = count
    if (!(left > 0)) return
    for await (const { items } of pages(count)) {
      for (const item of items) {
        yield item
        left -= 1
        if (left <= 0) return
      }
    }
  }
  return {
    pages: () => pages(),
    take,
    [Symbol.asyncIterator]: () => take(Number.POSITIVE_INFINITY),
    async toArray({ limit = Number.POSITIVE_INFINITY } = {}) {
      const all: T[] = []
      if (!(limit > 0)) return all
      for await (const { items } of pages(limit)) {
        // Not push(...items): a page of a million items would overflow the stack.
        for (const item of items) all.push(item)
      }
      return all.slice(0, limit)
    },
  }
}

interface Reading<T> {
  url: URL
  grow: boolean
  /** Items after which no further page is asked for. */
  wanted: number
  essential: Essential<T>
  options: CallOptions
}

interface FetchedPage<T> {
  page: Page<T>
  url: URL
  /** Target of the link to the next page, not checked yet. */
  link: string | undefined
  trackingId: string
}

async function* readPages<T>(context: ApiContext, reading: Reading<T>): AsyncGenerator<Page<T>> {
  const { url, grow, wanted } = reading
  const stop = new AbortController()
  const { signal } = reading.options
  const options = { ...reading.options, signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal }
  const watch = createLoopWatch(url)
  // A bad link rejects the page it leads to, so that the page it stands on is given first.
  const follow = async (link: string, { url: from, trackingId }: FetchedPage<T>) => {
    const next = readNextUrl(link, from, trackingId)
    if (grow) next.searchParams.set('max', String(GROWN_PAGE))
    watch(next, trackingId)
    return fetchPage<T>(context, next, reading.essential, options)
  }
  let left = wanted
  let coming: Promise<FetchedPage<T>> | undefined = fetchPage<T>(context, url, reading.essential, options)
  try {
    while (coming) {
      const fetched: FetchedPage<T> = await coming
      left -= fetched.page.items.length
      coming = fetched.link !== undefined && left > 0 ? follow(fetched.link, fetched) : undefined
      // Whoever stops reading never awaits it.
      coming?.catch(() => undefined)
      yield fetched.page
    }
  } finally {
    // Only whoever stops early leaves a page on its way; an abort costs a stack trace.
    if (coming) stop.abort()
  }
}

async function fetchPage<T>(
  context: ApiContext,
  url: URL,
  essential: Essential<T>,
  options: CallOptions,
): Promise<FetchedPage<T>> {
  const answer = await callWebex(context, { method: 'GET', url, options })
  const { trackingId } = answer
  const page = (readJson(answer) ?? {}) as { items?: unknown }
  if (!Array.isArray(page.items))
    throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no items.', trackingId })
  for (const item of page.items) readItem(item, essential, trackingId)
  return { page: page as Page<T>, url, link: readNextLink(answer.headers.link ?? ''), trackingId }
}

/**
 * Notices a chain of links that goes round, by comparing each with one that is renewed at every power of two.
 * @see Brent, "An improved Monte Carlo factorization algorithm", 1980
 */
function createLoopWatch(first: URL): (next: URL, trackingId: string) => void {
  let marked = first.href
  let pages = 1
  let renewAt = 2
  return (next, trackingId) => {
    if (next.href === marked || ++pages > MOST_PAGES) {
      const detail = 'The links to further pages do not end.'
      throw new GrantkeeperError('WX-API-LINK', { detail, trackingId })
    }
    if (pages < renewAt) return
    marked = next.href
    renewAt *= 2
  }
}
