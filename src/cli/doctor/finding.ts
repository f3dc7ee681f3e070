import { isGrantkeeperError } from '../../index.ts'
import { cleanProse } from '../output.ts'

export type Section = 'Runtime' | 'Config' | 'Redirect' | 'Store' | 'Operation' | 'Webex' | 'App Hub'

/** One thing that was looked at. */
export interface Finding {
  section: Section
  level: 'ok' | 'note' | 'warning' | 'error'
  text: string
  /** A code of the catalogue. */
  code?: string
  /** What to do. */
  fix?: string
  /** What `--fix` does about it. */
  repair?: Repair | undefined
}

/** Something that can be put right without asking anybody. */
export interface Repair {
  /** What was done, said afterwards. */
  tells: string
  run(): void
}

export const isFine = (section: Section, text: string): Finding => ({ section, level: 'ok', text })

/** What failed, in the words of the catalogue. Anything else is thrown on: it is no finding but a fault of ours. */
export function describeError(section: Section, error: unknown): Finding {
  if (!isGrantkeeperError(error)) throw error
  const text = error.detail ? `${error.title}. ${error.detail}` : `${error.title}.`
  return { section, level: 'error', text: cleanProse(text), code: error.code, fix: error.fix }
}
