import { GrantkeeperError } from '../errors/index.ts'
import { readItem, readJson } from './answer.ts'
import { callWebex } from './client.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { readNextLink } from './link.ts'
import { buildUrl, type Query, readNextUrl } from './url.ts'

export interface Page<T> {
  items: T[]
}

/** A list that is read as it is used: `for await` gives its items, `pages()` its pages, `toArray()` all at once. */
export interface List<T> extends AsyncIterable<T> {
  pages(): AsyncIterable<Page<T>>
  /** Default: everything. With a limit no page beyond it is asked for. */
  toArray(options?: { limit?: number }): Promise<T[]>
}

/** A longer chain of pages is taken for an endless one. */
const MOST_PAGES = 10_000
/** Pages after the first are this large, unless the caller chose a size. */
const GROWN_PAGE = 1000

/** Makes a list of what a path answers. While a page is used, the next one is on its way; no more than that is held. */
export function createList<T extends { id: string }>(
  context: ApiContext,
  path: string,
  query: Query = {},
  options: CallOptions = {},
): List<T> {
  const url = buildUrl(context.apiUrl, path, query)
  const grow = query.max === undefined
  const pages = (wanted = Number.POSITIVE_INFINITY) => readPages<T>(context, { url, grow, wanted, ...options })
  return {
    pages: () => pages(),
    async *[Symbol.asyncIterator]() {
      for await (const { items } of pages()) yield* items
    },
    async toArray({ limit = Number.POSITIVE_INFINITY } = {}) {
      const all: T[] = []
      if (limit <= 0) return all
      for await (const { items } of pages(limit)) {
        // Not push(...items): a page of a million items would overflow the stack.
        for (const item of items) all.push(item)
      }
      return all.slice(0, limit)
    },
  }
}

interface Reading extends CallOptions {
  url: URL
  grow: boolean
  /** Items after which no further page is asked for. */
  wanted: number
}

interface FetchedPage<T> extends Page<T> {
  url: URL
  /** Target of the link to the next page, not checked yet. */
  link: string | undefined
}

async function* readPages<T extends { id: string }>(context: ApiContext, reading: Reading): AsyncGenerator<Page<T>> {
  const stop = new AbortController()
  const signal = reading.signal ? AbortSignal.any([reading.signal, stop.signal]) : stop.signal
  const watch = createLoopWatch(reading.url)
  // A bad link rejects the page it leads to, so that the page it stands on is given first.
  const follow = async (link: string, from: URL) => {
    const next = readNextUrl(link, from)
    if (reading.grow) next.searchParams.set('max', String(GROWN_PAGE))
    watch(next)
    return fetchPage<T>(context, next, signal)
  }
  let left = reading.wanted
  let coming: Promise<FetchedPage<T>> | undefined = fetchPage<T>(context, reading.url, signal)
  try {
    while (coming) {
      const { items, link, url }: FetchedPage<T> = await coming
      left -= items.length
      coming = link !== undefined && left > 0 ? follow(link, url) : undefined
      // Whoever stops reading never awaits it.
      coming?.catch(() => undefined)
      yield { items }
    }
  } finally {
    // Only whoever stops early leaves a page on its way; an abort costs a stack trace.
    if (coming) stop.abort()
  }
}

async function fetchPage<T extends { id: string }>(
  context: ApiContext,
  url: URL,
  signal: AbortSignal,
): Promise<FetchedPage<T>> {
  const answer = await callWebex(context, { method: 'GET', url, signal })
  const { items } = (readJson(answer) ?? {}) as { items?: unknown }
  if (!Array.isArray(items)) throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It has no items.' })
  return { items: items.map((item) => readItem<T>(item)), url, link: readNextLink(answer.headers.link ?? '') }
}

/**
 * Notices a chain of links that goes round, by comparing each with one that is renewed at every power of two.
 * @see Brent, "An improved Monte Carlo factorization algorithm", 1980
 */
function createLoopWatch(first: URL): (next: URL) => void {
  let marked = first.href
  let pages = 1
  let renewAt = 2
  return (next) => {
    if (next.href === marked || ++pages > MOST_PAGES) {
      throw new GrantkeeperError('WX-API-LINK', { detail: 'The links to further pages do not end.' })
    }
    if (pages < renewAt) return
    marked = next.href
    renewAt *= 2
  }
}
