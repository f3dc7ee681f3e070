import { listUnused, narrowestScopes } from './narrowest.ts'
import { needs, type ScopedCall } from './needs.ts'

/** What an app's calls have needed since it was started, in this process. */
export interface UsedScopes {
  /** Ms since 1970. */
  since: number
  /** The endpoints that were called with success, such as `GET /rooms/:id`, sorted. */
  endpoints: string[]
  /** The narrowest scopes that open them. */
  narrowest: string[]
  /** Asked for, and not needed by any call yet. Not to be relied on before every part of the app was used. */
  unused: string[]
  /** Paths whose scopes are not known here, with `:id` for what looks like one: they may need some of the unused. */
  unknown: string[]
}

export interface ScopeRecorder {
  /** Notes a call that Webex has answered with success. */
  note(call: ScopedCall): void
  report(asked: readonly string[]): UsedScopes
}

/** More unknown paths than this are not told apart. */
const MOST_UNKNOWN = 200

/** Notes which endpoints are called; never an id, a query or a body. */
export function createScopeRecorder({ now }: { now(): number }): ScopeRecorder {
  const since = now()
  const called = new Map<string, ScopedCall>()
  const unknown = new Set<string>()
  return {
    note(call) {
      const need = needs(call)
      if (need) {
        const [method = '', path = ''] = need.endpoint.split(' ')
        called.set(`${need.endpoint} ${need.scopes.join(' ')}`, { method, path, ...pickWatches(call) })
      } else if (unknown.size < MOST_UNKNOWN) unknown.add(`${call.method} ${maskIds(call.path)}`)
    },
    report(asked) {
      const { scopes } = narrowestScopes(called.values())
      return {
        since,
        endpoints: [...new Set([...called.values()].map(({ method, path }) => `${method} ${path}`))].sort(),
        narrowest: scopes,
        unused: listUnused(asked, scopes),
        unknown: [...unknown].sort(),
      }
    },
  }
}

function pickWatches({ watches }: ScopedCall): Pick<ScopedCall, 'watches'> {
  return watches ? { watches } : {}
}

/** Only words of plain letters are part of an endpoint's name for sure. */
function maskIds(path: string): string {
  const parts = path.split(/[?#]/, 1)[0]?.slice(0, 256).split('/') ?? []
  return parts.map((part) => (/^[A-Za-z-]{0,24}$/.test(part) ? part : ':id')).join('/')
}
