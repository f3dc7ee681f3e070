import type { ErrorCode } from '../errors/index.ts'
import type { Login } from '../oauth/login.ts'
import type { Secret } from '../secret.ts'

/**
 * `healthy`: the token is fresh or can be renewed. `failing`: the last renewal did not work and is tried again by itself.
 * `reconnect`: Webex ended the grant, and only the person can renew it.
 */
export type GrantStatus = 'healthy' | 'failing' | 'reconnect'

/** A status, and what else may be amiss: its refresh token's end is near, or Webex refuses the integration itself. */
export type GrantHealth = GrantStatus | 'expiring' | 'misconfigured'

/** Who gave a grant, as `GET /people/me` said at that moment, or else Login with Webex. */
export interface Person {
  /** Webex's stable id; two people may share a name or an e-mail, never this. */
  id: string
  /** As Webex shows it; the e-mail where it told no name, empty where it told neither. */
  displayName: string
  /** Null where Webex told none. It may change hands: never know people by it. */
  email: string | null
  /** The organisation at Webex; null where it is not known. */
  orgId: string | null
}

/** What one press of GRANT leaves, as everyone may see it: no token, no secret. */
export interface Grant {
  /** Ours: what `keeper.grants` and `{ grant: id }` take. */
  id: string
  /** The integration it was given to. */
  clientId: string
  /** Whose it is: the user of the host app that `ownerOf` named, or the person at Webex. */
  owner: string
  /** Absent when no scope that tells who it is (spark:people_read, openid) was granted. */
  person: Person | undefined
  /** Who signed in by Login with Webex; absent when `openid` was not granted. */
  login: Login | undefined
  /** What the person was asked for, with what was asked for later. */
  scopesAsked: string[]
  /** What they allowed; Webex may grant less than was asked. */
  scopesGranted: string[]
  /** How it is, as the row says. */
  status: GrantStatus
  /** The status, or what else is amiss with it now. */
  health: GrantHealth
  /** Why the grant is not healthy. */
  reason: ErrorCode | undefined
  /** Counts the token sets this grant has had; a writer of an older one is refused. */
  generation: number
  /** When the person last went through a sign-in for it (ms since 1970), as all instants here. */
  connectedAt: number
  /** When the access token ends. It is renewed before that by itself. */
  accessExpiresAt: number
  /** When the refresh token ends; undefined where Webex did not say. */
  refreshExpiresAt: number | undefined
  /** When Webex last gave tokens for it. */
  lastOkAt: number
  /** When a renewal last failed; undefined where none has since Webex last gave tokens. */
  lastErrorAt: number | undefined
  /** When a failing renewal is tried again at the earliest. */
  nextTryAt: number | undefined
}

/** An access token with the generation it belongs to, so that its refusal can be told from that of an older one. */
export interface AccessToken {
  token: Secret
  generation: number
  expiresAt: number
}
