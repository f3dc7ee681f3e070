import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { ControlError, type Input } from '../../control/operation.ts'
import { runOperation } from '../../control/operations.ts'
import type { Attempt, PageView } from '../../pages/control/attempt.ts'
import { answerPage, type Page } from '../../server/page-answer.ts'

/** What a form does. */
export interface FormAction {
  operation: string
  /** Which form of the page shows what is wrong. Default: the name of the operation, its words joined by `-`. */
  form?(query: URLSearchParams): string
  input?(sent: URLSearchParams, query: URLSearchParams): Input
  /** Name of the notice. */
  done: string
  /** Where to go then, with what the operation gave. Default: the page itself. */
  next?(query: URLSearchParams, given: unknown): string
}

export interface PageRoutes {
  show: Handler<Exchange>
  act(action: FormAction): Handler<Exchange>
}

/** The ways to show a page, and to do what its forms ask for; a form that cannot be done brings the page back. */
export function pageRoutes(
  context: EmulatorContext,
  path: string,
  page: (view: PageView) => Page | Promise<Page>,
  options: { live?: boolean } = {},
): PageRoutes {
  return {
    show: async (c) => answerPage(c, await page({ context, query: queryOf(c) }), options),
    act: (action) => async (c) => {
      const query = queryOf(c)
      const sent = new URLSearchParams(c.env.body)
      try {
        const given = await runOperation(context, action.operation, action.input?.(sent, query))
        return c.redirect(withNotice(action.next?.(query, given) ?? path, action.done), 303)
      } catch (error) {
        if (!(error instanceof ControlError)) throw error
        const form = action.form?.(query) ?? action.operation.replace(' ', '-')
        const attempt: Attempt = { form, sent, ...readProblem(error.message, sent) }
        const status = error.code === 'EMU-INPUT' ? 400 : 404
        return answerPage(c, await page({ context, query, attempt }), { ...options, status })
      }
    },
  }
}

export function queryOf(c: Context<Exchange>): URLSearchParams {
  return new URL(c.req.url).searchParams
}

function withNotice(path: string, done: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${done}`
}

/** A problem may begin with the field it is about, like `email: …`. */
function readProblem(message: string, sent: URLSearchParams): Pick<Attempt, 'problem' | 'field'> {
  const [, field = '', rest = ''] = /^([A-Za-z]+)(?:\/[^:]*)?: (.+)$/s.exec(message) ?? []
  if (!sent.has(field)) return { problem: message }
  return { field, problem: sent.get(field) === '' ? 'must not be empty' : rest }
}

/** The fields of a form that were filled in. */
export function readFilled(sent: URLSearchParams, ...names: string[]): Input {
  return Object.fromEntries(names.map((name) => [name, sent.get(name)?.trim()]).filter(([, value]) => value))
}

/** A number as one; what is none stays a text, so that it is refused and shown again. */
export function readNumber(text: string | null): number | string | undefined {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return undefined
  const number = Number(trimmed)
  return Number.isFinite(number) ? number : trimmed
}

/** Input without what was left open. */
export function withoutEmpty(input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== ''))
}
