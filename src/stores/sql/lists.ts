import type { HappeningFilter } from '../../grants/history-store.ts'
import type { GrantFilter, GrantSearch, RevocationFilter } from '../../grants/store.ts'
import { readLimit, type StoredValue } from '../values.ts'
import { happeningColumns, revocationColumns } from './rows.ts'
import { allOfGrant, listFields, type Query, type SqlDialect } from './statements.ts'

/** Conditions, and what stands at the placeholder, or at the placeholders, of each; one without a value is not asked for. */
type Conditions = Record<string, StoredValue | readonly StoredValue[] | undefined>

/**
 * The list of grants that a filter asks for.
 * @throws WX-REQUEST-INVALID for a limit that is no whole number from 1 to 1,000
 */
export function buildList(dialect: SqlDialect, { after, limit, ...filter }: GrantFilter): Query {
  const { byteOrder } = dialect
  const select = `SELECT ${allOfGrant} FROM grantkeeper_grants`
  const conditions = { ...grantConditions(dialect, filter), [`id${byteOrder} > ?`]: after }
  return buildPage(select, conditions, `id${byteOrder}`, limit)
}

/** How many grants of each status a search finds. */
export function buildCount(dialect: SqlDialect, clientId: string, search: GrantSearch): Query {
  const { where, values } = joinConditions(grantConditions(dialect, { clientId, ...search }))
  return { sql: `SELECT status, COUNT(*) AS "count" FROM grantkeeper_grants${where} GROUP BY status`, values }
}

/** The list of revocations that a filter asks for. @throws WX-REQUEST-INVALID as {@link buildList} */
export function buildRevocationList({ byteOrder }: SqlDialect, { clientId, after, limit }: RevocationFilter): Query {
  const select = `SELECT ${listFields(revocationColumns)} FROM grantkeeper_revocations`
  return buildPage(select, { 'client_id = ?': clientId, [`id${byteOrder} > ?`]: after }, `id${byteOrder}`, limit)
}

/** The list of happenings that a filter asks for. @throws WX-REQUEST-INVALID as {@link buildList} */
export function buildHappeningList(
  { byteOrder }: SqlDialect,
  { clientId, grantId, before, limit }: HappeningFilter,
): Query {
  const select = `SELECT ${listFields(happeningColumns)} FROM grantkeeper_history`
  const conditions = { 'client_id = ?': clientId, 'grant_id = ?': grantId, [`id${byteOrder} < ?`]: before }
  return buildPage(select, conditions, `id${byteOrder} DESC`, limit)
}

/** What is looked through, in one text: between two of its parts is a line break, which no search names by chance. */
const searched = ["COALESCE(person_name, '')", "COALESCE(person_email, '')", 'owner'].join(" || '\n' || ")

function grantConditions({ find }: SqlDialect, filter: Omit<GrantFilter, 'after' | 'limit'>): Conditions {
  const part = 'lower(CAST(? AS TEXT))'
  const { search } = filter
  return {
    'client_id = ?': filter.clientId,
    'owner = ?': filter.owner,
    'status = ?': filter.status,
    [`(${find}(lower(${searched}), ${part}) > 0 OR ${find}(lower(id), ${part}) = 1)`]:
      search === undefined ? undefined : [search, search],
    [`${find}(' ' || scopes_granted || ' ', ' ' || CAST(? AS TEXT) || ' ') > 0`]: filter.scope,
    'refresh_expires_at < ?': filter.endsBefore,
  }
}

/** The rows of a selection that meet every condition given. */
function buildPage(select: string, conditions: Conditions, order: string, limit: number): Query {
  const { where, values } = joinConditions(conditions)
  return { sql: `${select}${where} ORDER BY ${order} LIMIT ?`, values: [...values, readLimit(limit)] }
}

function joinConditions(conditions: Conditions): { where: string; values: StoredValue[] } {
  const asked = Object.entries(conditions).filter(
    (condition): condition is [string, StoredValue | readonly StoredValue[]] => condition[1] !== undefined,
  )
  const where = asked.length === 0 ? '' : ` WHERE ${asked.map(([condition]) => condition).join(' AND ')}`
  return { where, values: asked.flatMap(([, value]) => value) }
}
