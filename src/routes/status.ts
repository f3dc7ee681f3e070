import type { RoutesContext } from './context.ts'

/** GET /status: whether and as whom this browser is connected, as JSON without any token. */
export async function answerStatus(context: RoutesContext, request: Request): Promise<Response> {
  const grant = await context.grantOf(request)
  const body = grant
    ? {
        connected: true,
        grant: grant.id,
        person: grant.person ?? null,
        login: grant.login ?? null,
        status: grant.status,
        reason: grant.reason ?? null,
        scopes: grant.scopesGranted,
        connectedAt: new Date(grant.connectedAt).toISOString(),
        accessExpiresAt: new Date(grant.accessExpiresAt).toISOString(),
        refreshExpiresAt: grant.refreshExpiresAt === undefined ? null : new Date(grant.refreshExpiresAt).toISOString(),
      }
    : { connected: false }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
