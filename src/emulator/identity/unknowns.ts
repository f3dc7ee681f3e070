import type { SettingDescription } from '../settings.ts'

/** What about sign-in and tokens nobody outside Webex knows for sure. @see WEBEX.md, "What is unknown" */
export interface IdentitySettings {
  reauthorization: 'same-refresh-token' | 'new-refresh-token'
  usedCode: 'revokes' | 'is-refused'
  invalidClientStatus: 400 | 401
  selfContainedLifeMs: number
  signIn: 'always' | 'once'
  consent: 'asked' | 'remembered'
  nonce: 'required' | 'optional'
  plusInScope: 'accepted' | 'refused'
  stateOnErrors: 'sent' | 'missing'
  metadataIssuer: Issuer
  idTokenIssuer: Issuer
  emailVerified: 'text' | 'boolean'
  deviceCodeLifeMs: number
  expiredDeviceCode: 'invalid_grant' | 'expired_token'
  deviceRedirectUris: 'required' | 'ignored'
  tokenLimit: number
  missingScopeStatus: 401 | 403
  errorDescription: 'sent' | 'missing'
  renewedSecret: 'keeps-tokens' | 'revokes-tokens'
  refreshTokenExtension: 'daily' | 'always' | 'never'
}

/** `own`: the emulator's address. The others are Webex's, of which a user's region decides. @see WEBEX.md §4 */
export type Issuer = 'own' | 'regional' | 'global'

const ISSUERS: readonly Issuer[] = ['own', 'regional', 'global']

export const identitySettings: Record<keyof IdentitySettings, SettingDescription> = {
  reauthorization: {
    tells:
      'What a person gets who allows an integration the same scopes again, while a refresh keeps the refresh token: the one there is, with its remaining life, or a new one.',
    default: 'same-refresh-token',
    values: ['same-refresh-token', 'new-refresh-token'],
  },
  usedCode: {
    tells: 'Whether a code that comes a second time revokes what it gave.',
    default: 'revokes',
    values: ['revokes', 'is-refused'],
  },
  invalidClientStatus: { tells: 'The status of a wrong client id or secret.', default: 401, values: [400, 401] },
  selfContainedLifeMs: { tells: 'Life of a self-contained (JWT) access token, in ms.', default: 64_799_000 },
  signIn: {
    tells: 'Whether a browser is asked each time who signs in, or goes straight to consent after the first time.',
    default: 'always',
    values: ['always', 'once'],
  },
  consent: {
    tells: 'Whether consent is asked again of a person who gave it before.',
    default: 'asked',
    values: ['asked', 'remembered'],
  },
  nonce: {
    tells: 'Whether an authorization request for openid is refused without a nonce.',
    default: 'required',
    values: ['required', 'optional'],
  },
  plusInScope: {
    tells: 'Whether scopes may be separated by + in the authorization address, or by %20 only.',
    default: 'accepted',
    values: ['accepted', 'refused'],
  },
  stateOnErrors: {
    tells: 'Whether the state comes back with an error too.',
    default: 'sent',
    values: ['sent', 'missing'],
  },
  metadataIssuer: { tells: 'The issuer that OpenID discovery names.', default: 'own', values: ISSUERS },
  idTokenIssuer: { tells: 'The issuer in ID tokens and webfinger.', default: 'own', values: ISSUERS },
  emailVerified: {
    tells: 'Whether userinfo has email_verified as "true" or as true.',
    default: 'text',
    values: ['text', 'boolean'],
  },
  deviceCodeLifeMs: { tells: 'Life of a device code, in ms.', default: 300_000 },
  expiredDeviceCode: {
    tells: 'The error a device gets for an expired code.',
    default: 'invalid_grant',
    values: ['invalid_grant', 'expired_token'],
  },
  deviceRedirectUris: {
    tells: 'Whether an integration must have the redirect URIs of Webex’s device helper to authorize devices.',
    default: 'required',
    values: ['required', 'ignored'],
  },
  tokenLimit: {
    tells: 'How many living grants a person may have given one integration before tokenlimit_reached.',
    default: 100_000,
  },
  missingScopeStatus: {
    tells: 'The status of a request whose token lacks the scope.',
    default: 403,
    values: [401, 403],
  },
  errorDescription: {
    tells: 'Whether error_description comes back to the redirect URI with an error.',
    default: 'sent',
    values: ['sent', 'missing'],
  },
  renewedSecret: {
    tells: 'What a new client secret does to the tokens that the integration has.',
    default: 'keeps-tokens',
    values: ['keeps-tokens', 'revokes-tokens'],
  },
  refreshTokenExtension: {
    tells: 'How often a refresh begins the life of a refresh token anew, where it keeps it.',
    default: 'daily',
    values: ['daily', 'always', 'never'],
  },
}
