import { maskQuery, maskSecrets } from './server/masking.ts'

/** One request the emulator answered, with every secret masked. */
export interface JournalEntry {
  /** Milliseconds since 1970 by the emulator's clock. */
  at: number
  method: string
  /** Without the query. */
  path: string
  /** Names and harmless values; every other value masked. Empty when there was none. */
  query: string
  /** 0 when the connection was dropped before an answer. */
  status: number
  clientId?: string
  /** Key of the user on whose behalf it was. */
  user?: string
  grantType?: string
  /** What came of it, in a few words. */
  summary: string
}

export interface Journal {
  /** The newest 1,000, oldest first. */
  entries(): JournalEntry[]
  clear(): void
  add(entry: JournalEntry): void
  /** Calls the listener with each new entry; gives the way to stop it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void
}

const MOST = 1000

export function createJournal(): Journal {
  const entries: JournalEntry[] = []
  const listeners = new Set<(entry: JournalEntry) => void>()
  return {
    entries: () => [...entries],
    clear: () => void entries.splice(0),
    add(seen) {
      const entry = {
        ...seen,
        path: maskSecrets(seen.path),
        query: maskQuery(seen.query),
        summary: maskSecrets(seen.summary),
      }
      if (seen.grantType !== undefined) entry.grantType = maskSecrets(seen.grantType)
      entries.push(entry)
      if (entries.length > MOST) entries.shift()
      for (const listener of listeners) listener(entry)
    },
    onEntry(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
