/** What many items have in common. */

/** An instant as Webex writes it: ISO 8601, `2026-01-10T09:12:44.120Z`. @see WEBEX.md §8 "Times" */
export type Instant = string

/** Why Webex could not give a field of an item. */
export interface FieldError {
  /** `kms_failure`, for one: the key of an encrypted title could not be had. */
  code: string
  reason: string
}

/**
 * What Webex could not give of an item, by field; the rest of the list is whole.
 * @see WEBEX.md §8 "Partial failure"
 */
export type FieldErrors = Readonly<Partial<Record<string, FieldError>>>

/** A person named by exactly one of the two. */
export type PersonName = { personId: string; personEmail?: never } | { personEmail: string; personId?: never }

/** A size of pages. */
export interface Paged {
  /** Items a page; what is more than Webex gives at once is cut down. */
  max?: number
}
