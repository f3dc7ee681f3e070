import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { accessTokenRoute } from './access-token.ts'
import {
  authorizationsRoute,
  deleteAuthorizationRoute,
  deleteClientAuthorizationsRoute,
  tokenExpiryRoute,
} from './authorizations.ts'
import { authorizeRoute } from './authorize.tsx'
import { consentRoute } from './consent.tsx'
import { deviceAuthorizeRoute, deviceTokenRoute } from './device.ts'
import { logoutPageRoute, logoutRoute } from './logout.tsx'
import { discoveryRoute, keysRoute, userinfoRoute, webfingerRoute } from './openid.ts'
import { guestTokenRoute, jwtLoginRoute, serviceAppTokenRoute } from './other-tokens.ts'
import { revokeRoute } from './revoke.ts'
import { pickUserRoute, signInPageRoute } from './sign-in.tsx'
import { openCodeRoute, typeCodeRoute } from './verify.tsx'

/** Where integrations get, renew and end tokens. @see WEBEX.md §1 to §6 */
export function listIdentityEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/authorize', authorizeRoute(context)],
    ['POST', '/v1/access_token', accessTokenRoute(context, 'webex')],
    ['POST', '/v1/device/authorize', deviceAuthorizeRoute(context)],
    ['POST', '/v1/device/token', deviceTokenRoute(context)],
    ['GET', '/v1/.well-known/openid-configuration', discoveryRoute(context)],
    ['GET', '/v1/.well-known/webfinger', webfingerRoute(context)],
    ['GET', '/v1/verification', keysRoute(context)],
    ['GET', '/v1/userinfo', userinfoRoute(context)],
    ['GET', '/v1/authorizations', authorizationsRoute(context)],
    ['DELETE', '/v1/authorizations', deleteClientAuthorizationsRoute(context)],
    ['GET', '/v1/authorizations/tokenExpiry', tokenExpiryRoute(context)],
    ['DELETE', '/v1/authorizations/:id', deleteAuthorizationRoute(context)],
    ['POST', '/v1/applications/:id/token', serviceAppTokenRoute(context)],
    ['POST', '/v1/guests/token', guestTokenRoute(context)],
    ['POST', '/v1/jwt/login', jwtLoginRoute(context)],
    ['GET', '/idb/.well-known/openid-configuration', discoveryRoute(context)],
    ['GET', '/idb/oauth2/v1/authorize', authorizeRoute(context)],
    ['POST', '/idb/oauth2/v1/access_token', accessTokenRoute(context, 'oauth')],
    ['POST', '/idb/oauth2/v1/revoke', revokeRoute(context)],
    ['GET', '/idb/oauth2/v1/logout', logoutPageRoute(context)],
    ['POST', '/idb/oauth2/v1/logout', logoutRoute(context)],
  ]
}

/** Where people say who they are and what they allow. */
export function listSignInPages(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/sign-in/:id', signInPageRoute(context)],
    ['POST', '/sign-in/:id/user', pickUserRoute(context)],
    ['POST', '/sign-in/:id/consent', consentRoute(context)],
    ['GET', '/verify', typeCodeRoute()],
    ['POST', '/verify', openCodeRoute(context)],
  ]
}
