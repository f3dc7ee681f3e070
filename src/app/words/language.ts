import { connectionWords } from './en/connection.ts'
import { errorPageWords, explainInEnglish, waitingWords } from './en/errors.ts'
import { flowWords } from './en/flow.ts'
import { frameWords, momentWords } from './en/frame.ts'
import { helpWords } from './en/help.ts'
import { operatorWords } from './en/operator.ts'
import { spacesWords } from './en/spaces.ts'

const words = {
  frame: frameWords,
  moments: momentWords,
  errors: explainInEnglish,
  errorPage: errorPageWords,
  waiting: waitingWords,
  help: helpWords,
  connection: connectionWords,
  flow: flowWords,
  operator: operatorWords,
  spaces: spacesWords,
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
