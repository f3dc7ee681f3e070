import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { accessTokenRoute } from './access-token.ts'
import { authorizeRoute } from './authorize.tsx'
import { consentRoute } from './consent.tsx'
import { revokeRoute } from './revoke.ts'
import { pickUserRoute, signInPageRoute } from './sign-in.tsx'

/** Where integrations get, renew and end tokens. @see WEBEX.md §1 to §6 */
export function listIdentityEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/authorize', authorizeRoute(context)],
    ['POST', '/v1/access_token', accessTokenRoute(context, 'webex')],
    ['GET', '/idb/oauth2/v1/authorize', authorizeRoute(context)],
    ['POST', '/idb/oauth2/v1/access_token', accessTokenRoute(context, 'oauth')],
    ['POST', '/idb/oauth2/v1/revoke', revokeRoute(context)],
  ]
}

/** Where people say who they are and what they allow. */
export function listSignInPages(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/sign-in/:id', signInPageRoute(context)],
    ['POST', '/sign-in/:id/user', pickUserRoute(context)],
    ['POST', '/sign-in/:id/consent', consentRoute(context)],
  ]
}
