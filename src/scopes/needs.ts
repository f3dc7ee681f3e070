import { type Endpoint, findEndpoint, type Sureness, watchedScopes } from './endpoints.ts'

/** A call to Webex's API, as far as its scopes go. */
export interface ScopedCall {
  /** `GET`, `POST` and so on, in either case. */
  method: string
  /** Below the API's base, such as `/rooms/Y2lz…`; a query and a slash at its end do not matter. */
  path: string
  /** What a webhook that is made by this call watches. */
  watches?: { resource: string; ownedBy?: string }
}

/** The scopes that a call needs. They are necessary, not sufficient: the person needs the role or licence too. */
export interface ScopeNeed {
  /** Such as `GET /rooms/:id`. */
  endpoint: string
  /** All of them are needed; none for what any token may do. */
  scopes: readonly string[]
  /** How sure that is. */
  sure: Sureness
  /** Whether `spark:all` will do instead: it covers messaging, and neither meetings nor administration. */
  sparkAll: boolean
}

/**
 * The scopes that a call needs; undefined for one that is not known here, and for a webhook when it is not told what it watches.
 * @example
 * needs('GET /rooms')?.scopes // ['spark:rooms_read']
 * @see WEBEX.md §7
 */
export function needs(call: string | ScopedCall): ScopeNeed | undefined {
  const { method, path, watches } = typeof call === 'string' ? readCall(call) : call
  const found = findEndpoint(method.toUpperCase(), trimPath(path))
  if (!found) return undefined
  const { scopes, sure } = (found.byWatched ? readWatched(watches) : found) ?? {}
  if (!scopes || !sure) return undefined
  return { endpoint: nameEndpoint(found), scopes, sure, sparkAll: scopes.length > 0 && scopes.every(isInSparkAll) }
}

const MESSAGING = /^spark:(people_read|(rooms|memberships|messages|teams|team_memberships)_(read|write))$/

/** Whether a token with `spark:all` may do what this scope opens. @see WEBEX.md §7 */
export function isInSparkAll(scope: string): boolean {
  return MESSAGING.test(scope)
}

/** `GET /rooms`, `get https://webexapis.com/v1/rooms?max=1` and `/rooms` are the same call. `POST /webhooks messages` names what is watched. */
function readCall(text: string): ScopedCall {
  const words = text.trim().slice(0, 4096).split(/\s+/)
  const [method = '', path = '', resource] = words[0]?.includes('/') ? ['GET', ...words] : words
  return { method, path, ...(resource !== undefined && { watches: { resource } }) }
}

function trimPath(path: string): string {
  const [below = ''] = path
    .slice(0, 4096)
    .replace(/^https?:\/\/[^/]*/i, '')
    .split(/[?#]/)
  return below.replace(/^\/v1(?=\/)/, '').replace(/(?<=.)\/+$/, '')
}

function readWatched(watches: ScopedCall['watches']): Pick<Endpoint, 'scopes' | 'sure'> | undefined {
  const watched = watchedScopes.get(watches?.resource ?? '')
  if (!watched || watches?.ownedBy !== 'org') return watched
  return { scopes: watched.scopes.map((scope) => scope.replace(/^spark:/, 'spark-compliance:')), sure: 'inferred' }
}

function nameEndpoint({ method, path }: Endpoint): string {
  return `${method} ${path}`
}
