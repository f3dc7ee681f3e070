import type { EmulatorContext } from '../../context.ts'

/** What every page of whoever runs the emulator is made of. */
export interface PageView {
  context: EmulatorContext
  /** Of the page's address. */
  query: URLSearchParams
  /** The form that brought the page back, because it could not be done. */
  attempt?: Attempt
  /** What an operation gave that is shown this once. */
  given?: unknown
}

/** A form that was sent and could not be done: what was typed stays, with what is wrong. */
export interface Attempt {
  /** Which form of the page. */
  form: string
  sent: URLSearchParams
  problem: string
  /** Name of the field that is wrong, where it is one. */
  field?: string
}

/** What the fields of one form hold, and what is wrong with them. */
export interface FormView {
  /** Begins the ids of its fields, so that no two forms of a page share one. */
  id: string
  /** Whether it has just been sent in vain. */
  isBack: boolean
  text(name: string, otherwise?: string | number): string
  isTicked(name: string, otherwise?: boolean): boolean
  problem(name: string): string | undefined
}

export function viewForm(id: string, attempt: Attempt | undefined): FormView {
  const own = attempt?.form === id ? attempt : undefined
  return {
    id,
    isBack: own !== undefined,
    text: (name, otherwise = '') => (own ? (own.sent.get(name) ?? '') : String(otherwise)),
    isTicked: (name, otherwise = false) => (own ? own.sent.has(name) : otherwise),
    problem: (name) => (own?.field === name ? own.problem : undefined),
  }
}
