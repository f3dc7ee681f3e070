import type { EmulatorContext } from '../context.ts'
import { nameHex, nameToken, nameUuid } from '../identifiers.ts'
import type { User } from '../people.ts'
import type { AccessToken, IssuedTokens, TokenForm } from './grants.ts'
import type { Integration } from './integrations.ts'
import { SCOPE_GROUPS } from './scopes.ts'

const LIFE_MS = { personal: 12 * 3_600_000, bot: 100 * 365 * 24 * 3_600_000 }

/** The developer portal, where people copy their own token. */
const PORTAL = `C${nameHex('developer portal')}`

const GUEST_SCOPES = ['spark:all', 'spark:kms']
const MOST_GUESTS = 10_000

/**
 * A token that no integration asked for: `personal` lives 12 hours and may do what its owner may, a `bot`'s never ends in
 * practice. With a name it is the same token in every run. @see WEBEX.md §6
 */
export function issueFor(
  { grants }: Pick<EmulatorContext, 'grants'>,
  user: User,
  kind: 'personal' | 'bot',
  name?: string,
): AccessToken {
  const clientId = kind === 'personal' ? PORTAL : `C${nameHex(`bot ${user.key}`)}`
  const groups = SCOPE_GROUPS.filter(({ title }) => kind === 'personal' || title === 'Messaging')
  const allowed = groups.filter(({ title }) => user.isAdmin || title !== 'Administration')
  const scopes = allowed.flatMap(({ scopes }) => Object.keys(scopes))
  const form = { lifeMs: LIFE_MS[kind], ...(name !== undefined && { write: () => nameToken(name) }) }
  return grants.issueAlone({ kind, clientId, userKey: user.key, scopes }, form)
}

/** Tokens of a service app's machine account, which is made when it is first needed. */
export function issueForServiceApp({ grants, people }: EmulatorContext, app: Integration): IssuedTokens {
  const key = `service-app-${app.clientId.slice(1, 13)}`
  const email = `${key}@serviceapp.example`
  const user = people.find(key) ?? people.add({ key, displayName: app.name, email, kind: 'appuser' })
  return grants.begin({ kind: 'service-app', clientId: app.clientId, userKey: user.key, scopes: app.scopes })
}

export interface GuestTokens {
  user: User
  token: AccessToken
}

/**
 * A guest of a service app, made when the subject is first named, and one more token: earlier ones stay. Undefined when
 * there are 10,000 guests. @see WEBEX.md §6
 */
export function issueForGuest(
  { grants, people }: EmulatorContext,
  { clientId }: Pick<Integration, 'clientId'>,
  { subject, displayName }: { subject: string; displayName: string },
  form: TokenForm & { lifeMs: number },
): GuestTokens | undefined {
  const key = `guest-${nameUuid(JSON.stringify([clientId, subject]))}`
  const known = people.find(key)
  if (!known && people.all().filter(isGuest).length >= MOST_GUESTS) return undefined
  const user = known ?? people.add({ key, displayName, email: `${key}@guest.example`, kind: 'appuser' })
  if (user.displayName !== displayName) people.change(user, { displayName })
  const token = grants.issueAlone({ kind: 'guest', clientId, userKey: key, scopes: GUEST_SCOPES }, form)
  return { user, token }
}

function isGuest({ key, kind }: User): boolean {
  return kind === 'appuser' && key.startsWith('guest-')
}
