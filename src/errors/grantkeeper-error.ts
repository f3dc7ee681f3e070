import { type Action, catalogue, type ErrorCode } from './catalogue.ts'

export interface GrantkeeperErrorOptions {
  cause?: unknown
  /** One more sentence for a developer: which setting, which call. Never a secret, never text from outside unshortened. */
  detail?: string
  /** The `trackingId` of Webex's answer, to quote to their support. */
  trackingId?: string
  /** Status of Webex's answer, where there was one. */
  upstreamStatus?: number
  /** How long Webex asks to wait, in milliseconds. */
  retryAfterMs?: number
}

/**
 * The one error this library throws. `code` is from a closed catalogue; `fix` says what to do, `docs` where to read on.
 * It never holds a secret: no request, no headers, no parameters.
 */
export class GrantkeeperError extends Error {
  /** One of the catalogue; each has a page in docs/errors. */
  readonly code: ErrorCode
  /** What is wrong, in a few words, for whoever sees it. */
  readonly title: string
  /** What to do about it, as an instruction. */
  readonly fix: string
  /** Who has to do something, and what, for a program to act on. */
  readonly action: Action
  /** The code's part of docs/errors.md, relative to the package. */
  readonly docs: string
  /** HTTP status of a page that shows this error. */
  readonly status: number
  /** One more sentence for a developer: which setting, which call. */
  readonly detail: string | undefined
  /** What Webex's support asks for: the `trackingId` of the call. */
  readonly trackingId: string | undefined
  /** Status of Webex's answer; undefined where there was none. */
  readonly upstreamStatus: number | undefined
  /** How long Webex asks to wait, in milliseconds; undefined where it did not. */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: GrantkeeperErrorOptions = {}) {
    const entry = catalogue[code]
    super(`${entry.title}.${options.detail ? ` ${options.detail}` : ''}`, { cause: options.cause })
    this.name = 'GrantkeeperError'
    this.code = code
    this.title = entry.title
    this.fix = entry.fix
    this.action = entry.action
    this.docs = `docs/errors.md#${code.toLowerCase()}`
    this.status = entry.status
    this.detail = options.detail
    this.trackingId = options.trackingId
    this.upstreamStatus = options.upstreamStatus
    this.retryAfterMs = options.retryAfterMs
  }

  /** Whether the same call may work later without anybody doing anything. */
  get retryable(): boolean {
    return this.action === 'retry'
  }
}

/**
 * Whether an error is ours and, where codes are given, one of them. Also in an app into which a bundler has put us twice.
 * @example
 * if (isGrantkeeperError(error, 'WX-NOT-CONNECTED', 'WX-RECONNECT')) return Response.redirect(`${keeper.origin}/`)
 */
export function isGrantkeeperError(error: unknown, ...codes: ErrorCode[]): error is GrantkeeperError {
  if (!(error instanceof Error) || error.name !== 'GrantkeeperError') return false
  return codes.length === 0 || codes.includes((error as GrantkeeperError).code)
}
