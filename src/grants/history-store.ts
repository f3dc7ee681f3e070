import type { HappeningKind } from './happening.ts'

/** Something that happened to a grant, as it lies in the store. */
export interface HappeningRow {
  /** Sorts by time. */
  id: string
  clientId: string
  grantId: string
  at: number
  what: HappeningKind
  code: string | null
  tookMs: number | null
}

export interface HappeningFilter {
  clientId: string
  grantId: string
  /** Only what happened before this one: the cursor of a list that begins with the newest. */
  before?: string
  /** Most rows, 1 to 1,000. */
  limit: number
}

/** Which steps of time are counted: from `since` on, each `stepMs` long. */
export interface ActivityFilter {
  clientId: string
  since: number
  stepMs: number
}

/** One kind of happening in one step of time. The times are null where none of its rows has `tookMs`. */
export interface ActivityRow {
  /** Where the step begins. */
  at: number
  what: HappeningKind
  count: number
  /** Rounded. */
  meanMs: number | null
  longestMs: number | null
}

/** The contract of a place where the history of grants is kept; part of every store. `deleteGrant` deletes a grant's too. */
export interface HistoryStore {
  /** Adds rows, and keeps the newest 200 of each grant. Of a grant that is gone nothing is written, nor an id twice. */
  insertHappenings(rows: readonly HappeningRow[]): Promise<void>
  /** By descending ids. */
  listHappenings(filter: HappeningFilter): Promise<HappeningRow[]>
  /** By step, and then by kind. Steps and kinds without rows are absent. */
  summarizeHappenings(filter: ActivityFilter): Promise<ActivityRow[]>
  /** Forgets what happened before this instant; gives its number. */
  deleteHappenings(before: number): Promise<number>
}
