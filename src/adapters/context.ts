import type { Grantkeeper, GrantkeeperOptions } from '../front-door.ts'
import { renderPlainError } from '../routes/plain-error.ts'

/** What an adapter asks of a keeper. */
export type Keeper = Pick<Grantkeeper, 'handle' | 'origin' | 'renderError'>

/** The same, and which paths are its own, for a framework that has to be told. */
export type PathKeeper = Keeper & Pick<Grantkeeper, 'paths'>

type RenderError = NonNullable<GrantkeeperOptions['renderError']>

export interface ErrorOptions {
  /** How an error of the app's own handlers is shown. Default: as the keeper's `renderError` shows those of its paths. */
  renderError?: RenderError
}

/** The answer to a GrantkeeperError of the app's own handlers; undefined for every other error. */
export async function answerError(
  error: unknown,
  request: Request,
  { renderError = renderPlainError }: ErrorOptions = {},
): Promise<Response | undefined> {
  return isGrantkeeperError(error) ? renderError(error, request) : undefined
}

/** Known by its name, because a bundler may have put the class into the app twice. */
export function isGrantkeeperError(error: unknown): error is Parameters<RenderError>[0] {
  return error instanceof Error && error.name === 'GrantkeeperError'
}
