import type { Grant } from '../../index.ts'
import { grantsKnown, type Visit } from '../context.ts'

/** The operator's own connection, for the links above the page; a store that is away takes only those. */
export async function grantOfVisit({ app, request }: Visit): Promise<Grant | undefined> {
  return app.keeper.grantOf(request).catch(() => undefined)
}

/** Lets the page of an error be the person's too: whoever is signed in finds their way from it. */
export async function recallGrant(visit: Visit): Promise<void> {
  const grant = grantsKnown.has(visit.request) ? undefined : await grantOfVisit(visit)
  if (grant) grantsKnown.set(visit.request, grant)
}
