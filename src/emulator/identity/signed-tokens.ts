import type { EmulatorContext } from '../context.ts'
import { CLUSTER, ORG_UUID } from '../identifiers.ts'
import type { Code } from './codes.ts'
import type { TokenForm } from './grants.ts'
import type { Signer } from './signing-keys.ts'
import type { Issuer } from './unknowns.ts'

/** Webex's own, of which the region of a user decides. @see WEBEX.md §4 */
const ISSUERS: Record<Exclude<Issuer, 'own'>, string> = {
  regional: 'https://idbroker-b-us.webex.com/idb',
  global: 'https://idbroker.webex.com/idb',
}

/** Two hours, as in Webex's samples. @see WEBEX.md §4 */
const ID_TOKEN_LIFE_SECONDS = 7200

export function issuerOf({ origin }: Pick<EmulatorContext, 'origin'>, issuer: Issuer): string {
  return issuer === 'own' ? `${origin()}/idb` : ISSUERS[issuer]
}

/** An access token that says itself whose it is. Webex's has one claim more, encrypted for itself. @see WEBEX.md §2 */
export function selfContained(context: EmulatorContext, signer: Signer): TokenForm & { lifeMs: number } {
  const { settings, people } = context
  return {
    lifeMs: settings.selfContainedLifeMs,
    write: ({ id, grant, createdAt, expiresAt }) =>
      signer.sign({
        cluster: CLUSTER,
        user_type: grant.kind === 'integration' ? 'user' : 'machine',
        token_id: id,
        reference_id: grant.id,
        iss: issuerOf(context, settings.idTokenIssuer),
        user_modify_timestamp: new Date(grant.createdAt).toISOString().replace(/[-:T]/g, ''),
        realm: ORG_UUID,
        cis_uuid: people.find(grant.userKey)?.uuid,
        token_type: 'Bearer',
        issued_at: createdAt,
        expiry_time: expiresAt,
        client_id: grant.clientId,
      }),
  }
}

/** Who signed in, in the claims of `openid` alone: everything else is at userinfo. @see WEBEX.md §4 */
export function writeIdToken(context: EmulatorContext, signer: Signer, code: Code): string {
  const { clock, people, settings } = context
  const seconds = (at: number) => Math.floor(at / 1000)
  const iat = seconds(clock.now())
  return signer.sign({
    iss: issuerOf(context, settings.idTokenIssuer),
    sub: people.find(code.userKey)?.uuid,
    aud: code.clientId,
    iat,
    exp: iat + ID_TOKEN_LIFE_SECONDS,
    auth_time: seconds(code.signedInAt),
    nonce: code.nonce,
  })
}
