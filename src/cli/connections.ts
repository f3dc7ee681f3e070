import { type Grant, type Grantkeeper, isGrantkeeperError } from '../index.ts'
import { UsageError } from './arguments.ts'
import { CommandFailure } from './failure.ts'
import { cleanText } from './output.ts'

/** The owner of the grant that the command line has for itself. */
export const COMMAND_LINE = 'grantkeeper-command-line'

const PAGE = 100

/** Every connection, in the order of their ids. */
export async function* listConnections({ grants }: Pick<Grantkeeper, 'grants'>): AsyncGenerator<Grant> {
  let after: string | undefined
  for (;;) {
    const page = await grants.list({ after, limit: PAGE })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.id
  }
}

/** What a connection is called: its person's address or name, or its owner. */
export function nameOf({ person, owner }: Grant): string {
  const otherwise = owner === COMMAND_LINE ? 'somebody' : owner
  return cleanText(person?.email || person?.displayName || otherwise)
}

/** The same, telling the command line's own connection from the person's with the app. */
export function labelOf(grant: Grant): string {
  return grant.owner === COMMAND_LINE ? `${nameOf(grant)} (command line)` : nameOf(grant)
}

/**
 * Whether somebody means this connection by its id, its owner or the person's e-mail address; the last never means the
 * command line's own.
 */
export function isMeant({ id, owner, person }: Grant, typed: string): boolean {
  if (owner === COMMAND_LINE) return id === typed || owner === typed
  return id === typed || owner === typed || person?.id === typed || person?.email?.toLowerCase() === typed.toLowerCase()
}

/**
 * The one connection that is meant, or all of them.
 * @throws UsageError when none or both were named, or several are meant; CommandFailure when there is none
 */
export async function chooseConnections(
  keeper: Grantkeeper,
  typed: string | undefined,
  all: boolean | undefined,
): Promise<Grant[]> {
  if (all && typed !== undefined) throw new UsageError('Name one connection, or --all, not both.')
  if (!all && typed === undefined) throw new UsageError('Which connection? An id, an e-mail address, or --all.')
  const chosen: Grant[] = []
  for await (const grant of listConnections(keeper)) {
    if (typed === undefined || isMeant(grant, typed)) chosen.push(grant)
  }
  if (typed === undefined) return chosen
  if (chosen.length === 0) throw unknownConnection(typed)
  if (chosen.length > 1) throw severalMeant(typed, chosen)
  return chosen
}

/** What the command line is told about its own grant when it has none, or it has ended. */
export function explainOwnGrant(error: unknown): unknown {
  if (isGrantkeeperError(error, 'WX-NOT-CONNECTED')) {
    const title = 'The command line has no connection of its own yet.'
    return new CommandFailure({ code: error.code, title, fix: 'Run: grantkeeper login', exitCode: 4 })
  }
  if (isGrantkeeperError(error, 'WX-RECONNECT', 'WX-ANSWER-LOST', 'WX-API-UNAUTHORIZED')) {
    const title = `${error.title}.`
    return new CommandFailure({ code: error.code, title, fix: 'Run: grantkeeper login', exitCode: 4 })
  }
  return error
}

function unknownConnection(typed: string): CommandFailure {
  const title = `There is no connection "${cleanText(typed)}".`
  return new CommandFailure({ code: 'WX-GRANT-UNKNOWN', title, fix: 'See: grantkeeper status', exitCode: 1 })
}

function severalMeant(typed: string, meant: readonly Grant[]): UsageError {
  const ids = meant.slice(0, 5).map(({ id }) => id)
  return new UsageError(`"${cleanText(typed)}" has ${meant.length} connections; name one by its id: ${ids.join(', ')}.`)
}
