/** What a person can do about an error: `none` means that it ends by itself or that there is nothing to do here. */
export type Action = 'connect' | 'reconnect' | 'retry' | 'fix-config' | 'contact-admin' | 'none'

/** One entry of the catalogue. The same words serve the library, the CLI, the web page and the docs. */
export interface CatalogueEntry {
  /** HTTP status of the page that shows it. */
  status: number
  /** What happened, as a heading of a few words. */
  title: string
  /** Why it happened, in a sentence or two. */
  cause: string
  /** What to do, as an instruction. */
  fix: string
  /** Who has to do something, and what, for a program to act on. */
  action: Action
}
