import { catalogue, type ErrorCode } from '../../index.ts'

/** What somebody wants explained, read: which codes it is about, and what could be seen in it. No value of a secret. */
export interface Subject {
  kind: 'code' | 'callback' | 'error-body' | 'words'
  /** The likeliest first. None: nothing is wrong with it. */
  codes: ErrorCode[]
  /** Name and words of what was seen, for people. */
  seen: [name: string, words: string][]
}

export function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(catalogue, text)
}
