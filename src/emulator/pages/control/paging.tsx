import type { Child } from 'hono/jsx'

/** The address of a page with some of its query changed; what is undefined is left out, as is what was just done. */
export function address(
  path: string,
  query: URLSearchParams,
  changes: Record<string, string | number | undefined> = {},
) {
  const changed = new URLSearchParams(query)
  changed.delete('done')
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') changed.delete(name)
    else changed.set(name, String(value))
  }
  return changed.size > 0 ? `${path}?${changed}` : path
}

/** A whole number of the query from 0 on; anything else is 0. */
export function readStart(query: URLSearchParams): number {
  const text = query.get('start') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

interface PagerProps {
  path: string
  query: URLSearchParams
  start: number
  /** How many this page shows. */
  shown: number
  size: number
  hasMore: boolean
  /** Of how many, where that is known. */
  total?: number
}

/** Which part of a list this is, with the ways to the others. */
export function Pager({ path, query, start, shown, size, hasMore, total }: PagerProps) {
  if (start === 0 && !hasMore) return null
  const before = Math.max(0, start - size)
  return (
    <nav class="pager" aria-label="Pages">
      {start > 0 && <a href={address(path, query, { start: before || undefined })}>‹ Back</a>}
      <span>
        {shown > 0 ? `${start + 1} to ${start + shown}` : 'Nothing here'}
        {total !== undefined && ` of ${total}`}
      </span>
      {hasMore && <a href={address(path, query, { start: start + size })}>Next ›</a>}
    </nav>
  )
}

interface SearchProps {
  path: string
  label: string
  query: URLSearchParams
  /** More fields of the same form. */
  children?: Child
}

/** A search that lives in the address. */
export function Search({ path, label, query, children }: SearchProps) {
  return (
    <search>
      <form method="get" action={path} class="inline">
        {children}
        <div class="field">
          <label for="q">{label}</label>
          <input id="q" name="q" type="search" value={query.get('q') ?? ''} autocomplete="off" />
        </div>
        <button type="submit" class="quiet">
          Search
        </button>
      </form>
    </search>
  )
}
