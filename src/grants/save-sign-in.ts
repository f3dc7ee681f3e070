import type { Login } from '../oauth/login.ts'
import type { TokenSet } from '../oauth/tokens.ts'
import type { CompletedAttempt, GrantsContext } from './context.ts'
import type { Person } from './grant.ts'
import { holdRow } from './held.ts'
import { createGrantId, rowOfTokens } from './records.ts'
import { endDisconnected } from './save-tokens.ts'
import type { GrantRow } from './store.ts'
import { writeUntilKnown } from './write-until-known.ts'

/** A person waits for this answer and can sign in again, so a store that stays away ends it. */
const SAVE_FOR_MS = 30_000

export interface SignIn {
  owner: string | undefined
  person: Person | undefined
  login: Login | undefined
  tokens: TokenSet
  scopesAsked: readonly string[]
  attemptId: string
}

/**
 * Keeps what a sign-in brought: a new grant, or new tokens for the one this owner and person have.
 * The tokens exist nowhere else, so a store that does not answer is asked again until it does.
 */
export async function saveSignIn(context: GrantsContext, signIn: SignIn): Promise<CompletedAttempt> {
  const id = createGrantId(context.environment)
  const owner = signIn.owner ?? (signIn.person ? `webex:${signIn.person.id}` : `visitor:${id}`)
  const connectedAt = Math.floor(context.environment.now())
  const saved: Saved = { ...signIn, id, owner, connectedAt }
  const tries: Tries = {}
  const row = await writeUntilKnown(context.environment, SAVE_FOR_MS, () => insertOrRenew(context, saved, tries))
  holdRow(context, row)
  const scopes = row.scopesGranted === '' ? 0 : row.scopesGranted.split(' ').length
  context.events.emit('grant.connected', { grantId: row.id, attemptId: signIn.attemptId, scopes })
  return { grantId: row.id, owner }
}

/** What is written, the same at every try. */
interface Saved extends SignIn {
  id: string
  owner: string
  connectedAt: number
}

interface Tries {
  /** The write that may have happened without our hearing of it. */
  inDoubt?: 'insertion' | 'renewal' | undefined
}

/**
 * Undefined when another writer came between; then it is done again with what stands there now. After a write in doubt this
 * sign-in's own row may stand there: that is left alone, for it may have been renewed since.
 * @throws WX-GRANT-UNKNOWN when the grant it may have renewed was disconnected meanwhile; its tokens are ended too
 */
async function insertOrRenew(context: GrantsContext, signIn: Saved, tries: Tries): Promise<GrantRow | undefined> {
  const { clientId } = context.integration
  const existing = await context.store.findGrant(clientId, signIn.owner, signIn.person?.id ?? '')
  if (tries.inDoubt && existing?.connectedAt === signIn.connectedAt) return existing
  if (tries.inDoubt === 'renewal' && !existing) throw endDisconnected(context, createRow(context, signIn))
  tries.inDoubt = existing ? 'renewal' : 'insertion'
  const written = existing ? await renew(context, existing, signIn) : await insert(context, signIn)
  tries.inDoubt = undefined
  return written
}

async function insert(context: GrantsContext, signIn: Saved): Promise<GrantRow | undefined> {
  const row = createRow(context, signIn)
  return (await context.store.insertGrant(row)) ? row : undefined
}

async function renew(context: GrantsContext, existing: GrantRow, signIn: Saved): Promise<GrantRow | undefined> {
  const changes = { ...signedInPart(context, existing.id, existing.generation + 1, signIn), endLease: true as const }
  if (!(await context.store.updateGrant(existing.id, existing.generation, changes))) return undefined
  const { endLease: _, ...written } = changes
  return { ...existing, ...written, leaseAttempt: null, leaseHolder: null, leaseUntil: null, askedAt: null }
}

function createRow(context: GrantsContext, signIn: Saved): GrantRow {
  const { id, owner } = signIn
  return {
    id,
    clientId: context.integration.clientId,
    owner,
    personId: signIn.person?.id ?? '',
    login: null,
    ...signedInPart(context, id, 1, signIn),
    leaseAttempt: null,
    leaseHolder: null,
    leaseUntil: null,
    askedAt: null,
    coolUntil: null,
  }
}

/** What a sign-in writes, whether the row is new or not. */
function signedInPart(context: GrantsContext, id: string, generation: number, signIn: Saved) {
  const { person, login, tokens, scopesAsked, connectedAt } = signIn
  return {
    ...rowOfTokens(context.seal, id, generation, tokens, connectedAt),
    personName: person?.displayName ?? null,
    personEmail: person?.email ?? null,
    orgId: person?.orgId ?? null,
    ...(login && { login: JSON.stringify(login) }),
    scopesAsked: scopesAsked.join(' '),
    scopesGranted: (tokens.scopes ?? scopesAsked).join(' '),
    connectedAt,
  }
}
