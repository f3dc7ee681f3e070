import { readLimit, readValue, type StoredValue } from '../values.ts'

/** The rows that match, by their ids. */
export function listPage<Row extends { id: string }>(
  rows: Map<string, Row>,
  { after = '', limit }: { after?: string; limit: number },
  matches: (row: Row) => boolean,
): Row[] {
  const most = readLimit(limit)
  const found = [...rows.values()].filter((row) => row.id > after && matches(row))
  found.sort((a, b) => (a.id < b.id ? -1 : 1))
  return found.slice(0, most).map((row) => copyRow(row))
}

/** A copy with the values as every database would hold them, so that tests on this store hold for the others. */
export function copyRow<Row extends object | undefined>(row: Row): Row {
  if (!row) return row
  return Object.fromEntries(
    Object.entries(row).map(([field, value]: [string, StoredValue]) => [field, readValue(value)]),
  ) as Row
}

export function deleteWhere<Row>(rows: Map<string, Row>, matches: (row: Row) => boolean): number {
  const doomed = [...rows].filter(([, row]) => matches(row))
  for (const [key] of doomed) rows.delete(key)
  return doomed.length
}
