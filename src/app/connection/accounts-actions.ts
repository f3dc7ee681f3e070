import type { Page, Visit } from '../context.ts'

/** POST /accounts/:id: uses that account of this browser from now on. @throws WX-GRANT-UNKNOWN when it is not this browser's */
export const chooseAccount: Page = async (visit) => {
  const cookie = await visit.app.keeper.sessions.choose(visit.request, visit.id)
  return goTo(visit, '/accounts?chosen', cookie)
}

/** POST /sign-out: this browser forgets its accounts; the grants stay. */
export const signOut: Page = async (visit) => {
  const cookie = await visit.app.keeper.sessions.end(visit.request)
  return goTo(visit, '/signed-out', cookie)
}

function goTo({ app }: Visit, location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { ...app.headers, location, 'set-cookie': cookie } })
}
