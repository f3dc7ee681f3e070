import { type Grant, type Grantkeeper, isGrantkeeperError, needs, type ScopedCall } from '../index.ts'
import { COMMAND_LINE } from './connections.ts'
import { CommandFailure, exitCodeOf } from './failure.ts'

/**
 * What a refusal (403) of a call comes from, where it is a scope that the command line's own connection lacks: with the
 * command that asks for it. Any other error is given back as it is.
 */
export async function explainForbidden(
  error: unknown,
  call: ScopedCall,
  keeper: Pick<Grantkeeper, 'grants'>,
): Promise<unknown> {
  if (!isGrantkeeperError(error, 'WX-API-FORBIDDEN')) return error
  const [grant] = await keeper.grants.list({ owner: COMMAND_LINE })
  const need = needs(call)
  if (!grant || !need || (need.sparkAll && grant.scopesGranted.includes('spark:all'))) return error
  const missing = need.scopes.filter((scope) => !grant.scopesGranted.includes(scope))
  if (missing.length === 0) return error
  const { code, title } = error
  const detail = `${need.endpoint} needs ${missing.join(' and ')}, which this connection does not have.`
  const fix = `Tick it on the integration, then run: grantkeeper login --scopes '${listScopes(grant, missing)}'`
  return new CommandFailure({ code, title: `${title}.`, detail, fix, exitCode: exitCodeOf(code) }, { cause: error })
}

/** All of them: a sign-in that asks for one alone would give up the others. `spark:all` does not go with its parts. */
function listScopes({ scopesAsked }: Grant, missing: readonly string[]): string {
  return [...scopesAsked, ...missing].join(' ')
}
