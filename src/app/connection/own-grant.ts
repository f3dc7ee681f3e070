import type { Grant } from '../../index.ts'
import type { Visit } from '../context.ts'

/** The operator's own connection, for the links above the page; a store that is away takes only those. */
export async function grantOfVisit({ app, request }: Visit): Promise<Grant | undefined> {
  return app.keeper.grantOf(request).catch(() => undefined)
}
