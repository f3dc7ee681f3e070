import type { Marks } from './server/marks.ts'
import { maskQuery, maskSecrets } from './server/masking.ts'

/** One request the emulator answered, with every secret masked. */
export interface JournalEntry {
  /** One more than that of the entry before. */
  id: number
  /** Milliseconds since 1970 by the emulator's clock. */
  at: number
  /** How long the answer took, in ms. */
  tookMs: number
  method: string
  /** Without the query. */
  path: string
  /** Names and harmless values; every other value masked. Empty when there was none. */
  query: string
  /** 0 when the connection was dropped before an answer. */
  status: number
  /** The one that was answered. */
  trackingId: string
  /** By them one secret is known again in another request; absent where none travelled. */
  marks?: Marks
  clientId?: string
  /** Key of the user on whose behalf it was. */
  user?: string
  grantType?: string
  /** Id of the fault that hit it. */
  fault?: string
  /** Whether there is no such endpoint here. */
  unknown?: true
  /** What came of it, in a few words. */
  summary: string
}

export interface Journal {
  /** The newest 1,000, at most 1 MiB of them, oldest first; only those after the entry of an id when it is given. */
  entries(afterId?: number): JournalEntry[]
  clear(): void
  add(seen: Omit<JournalEntry, 'id'>): void
  /** Calls the listener with each new entry; gives the way to stop it. */
  onEntry(listener: (entry: JournalEntry) => void): () => void
}

const MOST = 1000
const MOST_CHARACTERS = 1024 * 1024

export function createJournal(): Journal {
  let entries: { entry: JournalEntry; size: number }[] = []
  let total = 0
  let lastId = 0
  const listeners = new Set<(entry: JournalEntry) => void>()
  const makeRoom = () => {
    while (entries.length > MOST || total > MOST_CHARACTERS) total -= entries.shift()?.size ?? total
  }
  return {
    entries: (afterId = 0) => entries.map(({ entry }) => entry).filter(({ id }) => id > afterId),
    clear() {
      entries = []
      total = 0
    },
    add(seen) {
      lastId += 1
      const entry = maskEntry({ id: lastId, ...seen })
      const size = JSON.stringify(entry).length
      entries.push({ entry, size })
      total += size
      makeRoom()
      for (const listener of listeners) listener(entry)
    },
    onEntry(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Whatever a client may have written is masked and cut. */
function maskEntry(seen: JournalEntry): JournalEntry {
  const { clientId, user, grantType } = seen
  return {
    ...seen,
    method: maskSecrets(seen.method),
    path: maskSecrets(seen.path),
    query: maskQuery(seen.query),
    summary: maskSecrets(seen.summary),
    trackingId: maskSecrets(seen.trackingId),
    ...(clientId !== undefined && { clientId: maskSecrets(clientId) }),
    ...(user !== undefined && { user: maskSecrets(user) }),
    ...(grantType !== undefined && { grantType: maskSecrets(grantType) }),
  }
}
