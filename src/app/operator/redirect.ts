import type { AppContext } from '../context.ts'

/** Leads on after a POST, so that going back or reloading does nothing twice. */
export function redirect(app: AppContext, location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { ...app.headers, location, ...headers } })
}
