import { connectionWords } from './en/connection.ts'
import { frameWords, momentWords } from './en/frame.ts'

const words = {
  frame: frameWords,
  moments: momentWords,
  connection: connectionWords,
}

/** Everything the app says. What is said of names, counts and instants is a function of them. */
export type Words = typeof words

/** A language of the app. Another one is another object of the same shape. */
export interface Language {
  /** BCP 47, for `lang` and for dates and numbers. */
  tag: string
  direction: 'ltr' | 'rtl'
  words: Words
}

export const english: Language = { tag: 'en-GB', direction: 'ltr', words }
