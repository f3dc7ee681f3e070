import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { ControlError, type Input } from '../../control/operation.ts'
import { runOperation } from '../../control/operations.ts'
import type { Attempt, PageView } from '../../pages/control/attempt.ts'
import { ProblemPage } from '../../pages/problem.tsx'
import { answerPage, type Page } from '../../server/page-answer.ts'

/** What a form does. */
export interface FormAction {
  operation: string
  /** Which form of the page shows what is wrong. Default: the name of the operation, its words joined by `-`. */
  form?: string
  /** @throws ControlError or RangeError for what nobody can read */
  input?(sent: URLSearchParams, query: URLSearchParams): Input
  /** Name of the notice. Without it the page shows what the operation gave, this once. */
  done?: string
  /** Where to go then. Default: the page itself. */
  next?(query: URLSearchParams, given: unknown): string
}

export interface PageRoutes {
  show: Handler<Exchange>
  act(action: FormAction): Handler<Exchange>
}

type DrawPage = (view: PageView) => Page | Promise<Page>

/** The ways to show a page, and to do what its forms ask for; a form that cannot be done brings the page back. */
export function pageRoutes(
  context: EmulatorContext,
  path: string,
  draw: DrawPage,
  options: { live?: boolean } = {},
): PageRoutes {
  const answer = async (
    c: Context<Exchange>,
    view: Omit<PageView, 'context' | 'query'>,
    status: 200 | 400 | 404 = 200,
  ) => {
    try {
      return await answerPage(c, await draw({ context, query: queryOf(c), ...view }), { ...options, status })
    } catch (error) {
      const { message, status } = readFailure(error)
      const page = <ProblemPage title="Not found" problem={message} advice="The links above lead to what there is." />
      return answerPage(c, page, { status })
    }
  }
  return {
    show: (c) => answer(c, {}),
    act: (action) => async (c) => {
      const query = queryOf(c)
      const sent = new URLSearchParams(c.env.body)
      try {
        const given = await runOperation(context, action.operation, action.input?.(sent, query))
        if (action.done === undefined) return await answer(c, { given })
        return c.redirect(withNotice(action.next?.(query, given) ?? path, action.done), 303)
      } catch (error) {
        const { message, status } = readFailure(error)
        const form = action.form ?? action.operation.replace(' ', '-')
        return answer(c, { attempt: { form, sent, ...readProblem(message, sent) } }, status)
      }
    },
  }
}

/** Anything but what somebody asked wrongly is a bug of ours and goes on. */
function readFailure(error: unknown): { message: string; status: 400 | 404 } {
  if (error instanceof RangeError) return { message: error.message, status: 400 }
  if (!(error instanceof ControlError)) throw error
  return { message: error.message, status: error.code === 'EMU-INPUT' ? 400 : 404 }
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
