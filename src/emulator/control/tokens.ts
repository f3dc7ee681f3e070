import type { EmulatorContext } from '../context.ts'
import { fingerprintOf } from '../identifiers.ts'
import type { AccessToken, Grant } from '../identity/grants.ts'
import { issueFor } from '../identity/other-tokens.ts'
import type { SeedToken } from '../seed/seed.ts'
import { aText, expectFound, operation } from './operation.ts'
import { findUser } from './users.ts'

interface Chosen {
  /** Id of a grant. */
  id?: string
  /** Key of a user: all of theirs. */
  user?: string
}

const chosen = { properties: { id: aText, user: aText } } as const

/** What can be done about grants and their tokens. Tokens are shown as fingerprints only. */
export const tokenOperations = [
  operation<Pick<Chosen, 'user'>>('tokens list', 'Lists what was granted, with the lives of its tokens.', {
    reads: true,
    properties: { user: aText },
    run: (context, { user }) =>
      context.grants
        .live()
        .filter(({ userKey }) => user === undefined || userKey === user)
        .map((grant) => showGrant(context, grant)),
  }),
  operation<Chosen>('tokens expire', 'Ends access tokens: of one grant, of one user, or all. Refresh tokens live on.', {
    ...chosen,
    run(context, choice) {
      const tokens = findGrants(context, choice).flatMap((grant) => context.grants.accessTokensOf(grant))
      for (const token of tokens) context.grants.revokeAccessToken(token)
      return { expired: tokens.length }
    },
  }),
  operation<Chosen>('tokens revoke', 'Ends grants with all their tokens, as a person or an administrator does.', {
    ...chosen,
    run(context, choice) {
      const grants = new Set(findGrants(context, choice))
      return { revoked: context.grants.revokeWhere((grant) => grants.has(grant)) }
    },
  }),
  operation<SeedToken>('tokens issue', 'Issues a personal or a bot’s token, and shows it this once.', {
    required: ['user', 'kind'],
    properties: { user: aText, kind: { enum: ['personal', 'bot'] } },
    run(context, { user, kind }) {
      const { text, expiresAt } = issueFor(context, findUser(context, user), kind)
      return { token: text, expiresAt: new Date(expiresAt).toISOString() }
    },
  }),
]

function findGrants(context: EmulatorContext, { id, user }: Chosen): Grant[] {
  if (id !== undefined) return [expectFound(context.grants.find(id), `grant ${id}`)]
  if (user === undefined) return context.grants.live()
  findUser(context, user)
  return context.grants.live().filter(({ userKey }) => userKey === user)
}

export interface ShownGrant extends Pick<Grant, 'id' | 'kind' | 'clientId' | 'scopes'> {
  user: string
  createdAt: string
  refreshToken: ShownToken | null
  accessTokens: ShownToken[]
}

export interface ShownToken {
  fingerprint: string
  expiresAt: string
  /** Never below 0. */
  leftMs: number
}

function showGrant({ clock, grants }: EmulatorContext, grant: Grant): ShownGrant {
  const { id, kind, clientId, userKey, scopes, createdAt, refreshToken, refreshExpiresAt } = grant
  const show = (text: string, expiresAt: number): ShownToken => ({
    fingerprint: fingerprintOf(text),
    expiresAt: new Date(expiresAt).toISOString(),
    leftMs: Math.max(0, expiresAt - clock.now()),
  })
  return {
    id,
    kind,
    clientId,
    user: userKey,
    scopes: [...scopes],
    createdAt: new Date(createdAt).toISOString(),
    refreshToken: refreshToken === undefined ? null : show(refreshToken, refreshExpiresAt),
    accessTokens: grants.accessTokensOf(grant).map((token: AccessToken) => show(token.text, token.expiresAt)),
  }
}
