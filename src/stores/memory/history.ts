import type { ActivityFilter, ActivityRow, HappeningRow, HistoryStore } from '../../grants/history-store.ts'
import { MOST_HAPPENINGS, readLimit } from '../values.ts'
import { copyRow, deleteWhere } from './rows.ts'

export function createHistory(rows: Map<string, HappeningRow>, isGrant: (id: string) => boolean): HistoryStore {
  const newestOf = (id: string) =>
    [...rows.values()].filter(({ grantId }) => grantId === id).sort((a, b) => (a.id < b.id ? 1 : -1))
  return {
    async insertHappenings(added) {
      for (const row of added.filter(({ id, grantId }) => isGrant(grantId) && !rows.has(id))) {
        rows.set(row.id, copyRow(row))
        for (const { id } of newestOf(row.grantId).slice(MOST_HAPPENINGS)) rows.delete(id)
      }
    },
    async listHappenings({ clientId, grantId, before, limit }) {
      const found = newestOf(grantId).filter((row) => row.clientId === clientId && (!before || row.id < before))
      return found.slice(0, readLimit(limit)).map((row) => copyRow(row))
    },
    summarizeHappenings: async (filter) => summarize([...rows.values()], filter),
    deleteHappenings: async (before) => deleteWhere(rows, ({ at }) => at < before),
  }
}

function summarize(rows: readonly HappeningRow[], { clientId, since, stepMs }: ActivityFilter): ActivityRow[] {
  const groups = new Map<string, HappeningRow[]>()
  for (const row of rows.filter((one) => one.clientId === clientId && one.at >= since)) {
    const key = `${Math.floor((row.at - since) / stepMs)} ${row.what}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const steps = [...groups].map(([key, group]): ActivityRow => {
    const times = group.flatMap(({ tookMs }) => tookMs ?? [])
    const meanMs = times.length === 0 ? null : Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length)
    const longestMs = times.length === 0 ? null : Math.max(...times)
    const what = group[0]?.what ?? 'refreshed'
    return { at: since + Number(key.split(' ')[0]) * stepMs, what, count: group.length, meanMs, longestMs }
  })
  return steps.sort((a, b) => a.at - b.at || (a.what < b.what ? -1 : 1))
}
