/**
 * How sure it is that an endpoint needs a scope. `documented`: Webex says so. `code`: Cisco's own programs ask for it.
 * `inferred`: told by the scope's name or description.
 */
export type Sureness = 'documented' | 'code' | 'inferred'

/** One endpoint of the REST API and the scopes that open it. */
export interface Endpoint {
  readonly method: string
  /** Below the API's base; `:id` stands for any one part. */
  readonly path: string
  /** All of them are needed. */
  readonly scopes: readonly string[]
  readonly sure: Sureness
  /** A webhook needs the read scope of what it watches, and none of its own. */
  readonly byWatched?: true
}

type Row = readonly [endpoints: string, scopes: string, sure: Sureness]

/** @see WEBEX.md §7 */
const ROWS: readonly Row[] = [
  ['GET /people/me, GET /people, GET /people/:id', 'spark:people_read', 'code'],
  ['POST /people, PUT /people/:id, DELETE /people/:id', 'spark-admin:people_write', 'inferred'],
  ['GET /rooms, GET /rooms/:id', 'spark:rooms_read', 'code'],
  ['GET /rooms/:id/meetingInfo', 'spark:rooms_read', 'inferred'],
  ['POST /rooms, PUT /rooms/:id, DELETE /rooms/:id', 'spark:rooms_write', 'inferred'],
  ['GET /memberships, GET /memberships/:id', 'spark:memberships_read', 'documented'],
  ['POST /memberships, PUT /memberships/:id, DELETE /memberships/:id', 'spark:memberships_write', 'inferred'],
  ['GET /messages, GET /messages/:id', 'spark:messages_read', 'documented'],
  ['GET /messages/direct, GET /contents/:id, HEAD /contents/:id', 'spark:messages_read', 'inferred'],
  ['GET /attachment/actions/:id', 'spark:messages_read', 'inferred'],
  ['POST /messages, PUT /messages/:id, DELETE /messages/:id', 'spark:messages_write', 'inferred'],
  ['POST /attachment/actions', 'spark:messages_write', 'inferred'],
  ['GET /teams, GET /teams/:id', 'spark:teams_read', 'inferred'],
  ['POST /teams, PUT /teams/:id, DELETE /teams/:id', 'spark:teams_write', 'inferred'],
  ['GET /team/memberships, GET /team/memberships/:id', 'spark:team_memberships_read', 'inferred'],
  [
    'POST /team/memberships, PUT /team/memberships/:id, DELETE /team/memberships/:id',
    'spark:team_memberships_write',
    'inferred',
  ],
  ['GET /webhooks, GET /webhooks/:id, PUT /webhooks/:id, DELETE /webhooks/:id', '', 'documented'],
  ['GET /meetings, GET /meetings/:id', 'meeting:schedules_read', 'documented'],
  [
    'POST /meetings, PUT /meetings/:id, PATCH /meetings/:id, DELETE /meetings/:id',
    'meeting:schedules_write',
    'documented',
  ],
  ['GET /events, GET /events/:id', 'spark-compliance:events_read', 'documented'],
  ['GET /authorizations', 'identity:tokens_read', 'documented'],
  ['GET /authorizations/tokenExpiry', '', 'documented'],
  ['DELETE /authorizations, DELETE /authorizations/:id', 'identity:tokens_write', 'documented'],
  ['POST /applications/:id/token', 'spark:applications_token', 'documented'],
  ['POST /guests/token', 'guest-issuer:write', 'documented'],
  ['GET /userinfo', 'openid', 'documented'],
]

/** The endpoints whose scopes are known. */
export const endpoints: readonly Endpoint[] = [
  ...ROWS.flatMap(([list, scopes, sure]) =>
    list.split(', ').map((endpoint): Endpoint => {
      const [method = '', path = ''] = endpoint.split(' ')
      return { method, path, scopes: scopes.split(' ').filter(Boolean), sure }
    }),
  ),
  { method: 'POST', path: '/webhooks', scopes: [], sure: 'documented', byWatched: true },
]

/** The read scopes of what webhooks can watch. @see WEBEX.md §7, §10 */
export const watchedScopes: ReadonlyMap<string, { scopes: readonly string[]; sure: Sureness }> = new Map([
  ['rooms', { scopes: ['spark:rooms_read'], sure: 'documented' }],
  ['memberships', { scopes: ['spark:memberships_read'], sure: 'documented' }],
  ['messages', { scopes: ['spark:messages_read'], sure: 'documented' }],
  ['attachmentActions', { scopes: ['spark:messages_read'], sure: 'inferred' }],
  ['all', { scopes: ['spark:rooms_read', 'spark:memberships_read', 'spark:messages_read'], sure: 'documented' }],
  ['meetings', { scopes: ['meeting:schedules_read'], sure: 'documented' }],
  ['recordings', { scopes: ['meeting:recordings_read'], sure: 'inferred' }],
  ['meetingParticipants', { scopes: ['meeting:participants_read'], sure: 'inferred' }],
  ['meetingTranscripts', { scopes: ['meeting:transcripts_read'], sure: 'inferred' }],
])

const byShape = groupByShape()

/** The endpoint of a method and a path below the API's base; one that is named beats one with `:id`. */
export function findEndpoint(method: string, path: string): Endpoint | undefined {
  const parts = path.split('/')
  const candidates = byShape.get(nameShape(method, parts)) ?? []
  const matching = candidates.filter((endpoint) => endpoint.path.split('/').every((part, i) => matches(part, parts[i])))
  return matching.find(({ path }) => !path.includes(':')) ?? matching[0]
}

function matches(pattern: string, part: string | undefined): boolean {
  return pattern === part || (pattern === ':id' && part !== '')
}

/** Method and number of parts: what leaves few to compare with. */
function nameShape(method: string, parts: readonly string[]): string {
  return `${method} ${parts.length}`
}

function groupByShape(): Map<string, Endpoint[]> {
  const shapes = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const shape = nameShape(endpoint.method, endpoint.path.split('/'))
    shapes.set(shape, [...(shapes.get(shape) ?? []), endpoint])
  }
  return shapes
}
