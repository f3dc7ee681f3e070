import { type Grant, GrantkeeperError } from '../../index.ts'
import { grantsKnown, type Visit } from '../context.ts'

/** The grant of whoever visits. Every page that shows something of theirs asks for it itself. @throws WX-NOT-CONNECTED */
export async function requireGrant({ app, request }: Visit): Promise<Grant> {
  const grant = await app.keeper.grantOf(request)
  if (!grant) throw new GrantkeeperError('WX-NOT-CONNECTED')
  grantsKnown.set(request, grant)
  return grant
}
