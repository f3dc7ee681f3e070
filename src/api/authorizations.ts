import { GrantkeeperError } from '../errors/index.ts'
import { callForAnswer, callNothing } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import type { Instant, PersonName } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'

/**
 * A token that a person has allowed an application, without the token. Optional fields are absent, not null; fields not
 * listed here are kept all the same.
 * @see WEBEX.md §5
 */
export interface Authorization {
  id: string
  applicationId?: string
  applicationName?: string
  personId?: string
  clientId?: string
  created?: Instant
  type?: 'refresh' | 'access'
}

/** For administrators. Reading takes the scope identity:tokens_read, ending identity:tokens_write. @see WEBEX.md §5 */
export interface Authorizations {
  /** What one person has allowed. @throws WX-API-* when it is read */
  list(whose: PersonName, options?: CallOptions): List<Authorization>
  /** Ends one; a refresh token takes its access tokens with it. @throws WX-API-NOT-FOUND and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
  /** Ends all that the people of an organization have allowed a client. @throws WX-API-* */
  deleteAll(client: { clientId: string; orgId?: string }, options?: CallOptions): Promise<void>
  /** When this client's own access token ends, in ms since 1970; anybody may ask. @throws WX-API-* */
  tokenExpiresAt(options?: CallOptions): Promise<number>
}

export function createAuthorizations(context: ApiContext): Authorizations {
  const path = '/authorizations'
  const verbs = createVerbs<Authorization, PersonName>(context, { path, essential: ['id'] })
  return {
    list: verbs.list,
    delete: verbs.delete,
    deleteAll: ({ clientId, orgId }, options) =>
      callNothing(context, { ...options, method: 'DELETE', path, query: { clientId, orgId } }),
    tokenExpiresAt: (options) => readExpiry(context, options),
  }
}

async function readExpiry(context: ApiContext, options: CallOptions | undefined): Promise<number> {
  const call = { ...options, method: 'GET', path: '/authorizations/tokenExpiry' }
  const { value, trackingId } = await callForAnswer(context, call)
  const { exp } = (value ?? {}) as { exp?: unknown }
  if (typeof exp === 'number' && Number.isFinite(exp)) return exp
  throw new GrantkeeperError('WX-API-RESPONSE', { detail: 'It names no time.', trackingId })
}
