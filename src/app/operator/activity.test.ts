import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ActivityStep } from '../../index.ts'
import { RANGES, type Range, startOf, summarizeActivity } from './activity.ts'
import { connectionsUrl, PAGE_SIZES, readFilter, STATUSES } from './connections-filter.ts'

const NOW = Date.parse('2026-03-12T14:02:00Z')
const HOUR_MS = 3_600_000

describe('the activity of a range', () => {
  it('begins at a whole step and ends with the one that is now', () => {
    expect(new Date(startOf('24h', NOW)).toISOString()).toBe('2026-03-11T15:00:00.000Z')
    expect(new Date(startOf('7d', NOW)).toISOString()).toBe('2026-03-05T18:00:00.000Z')
    expect(new Date(startOf('30d', NOW)).toISOString()).toBe('2026-02-11T00:00:00.000Z')
  })

  it('weighs averages by how many they are of', () => {
    const at = startOf('24h', NOW)
    const found: ActivityStep[] = [
      { at, what: 'refreshed', count: 3, meanMs: 100, longestMs: 150 },
      { at: at + HOUR_MS, what: 'refreshed', count: 1, meanMs: 500, longestMs: 500 },
      { at: at + HOUR_MS, what: 'failing', count: 2 },
      { at: at + HOUR_MS, what: 'reconnect', count: 1 },
      { at: at + HOUR_MS, what: 'recovered', count: 7 },
    ]
    const activity = summarizeActivity(found, '24h', at)
    expect(activity).toMatchObject({ refreshed: 4, failing: 2, ended: 1, connected: 0, meanMs: 200, longestMs: 500 })
    expect(activity.columns).toHaveLength(24)
    expect(activity.columns[1]).toMatchObject({ refreshed: 1, failed: 3, meanMs: 500 })
    expect(activity.columns[2]).toMatchObject({ refreshed: 0, failed: 0, meanMs: undefined })
  })

  it('loses nothing that lies in it', () => {
    const step = fc.record({
      offset: fc.nat(),
      what: fc.constantFrom('refreshed', 'failing', 'reconnect'),
      count: fc.nat(1000),
    })
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(RANGES) as Range[])), fc.array(step), (range, steps) => {
        const since = startOf(range, NOW)
        const found = steps.map(({ offset, what, count }) => ({
          at: since + (offset % (NOW - since)),
          what,
          count,
        })) as ActivityStep[]
        const { columns, refreshed, failing, ended } = summarizeActivity(found, range, since)
        const sum = columns.reduce((total, column) => total + column.refreshed + column.failed, 0)
        expect(sum).toBe(refreshed + failing + ended)
        expect(sum).toBe(found.reduce((total, { count }) => total + count, 0))
      }),
    )
  })
})

describe('the address of a list of connections', () => {
  it('is read as it was written, whatever it says', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 })
    const filter = fc.record({
      q: text,
      status: fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
      scope: text,
      endsSoon: fc.boolean(),
      limit: fc.constantFrom(...PAGE_SIZES),
      after: fc.option(text, { nil: undefined }),
    })
    const readUrl = (url: string) => readFilter(new URL(url, 'http://localhost').searchParams)
    fc.assert(
      fc.property(filter, (given) => {
        const once = readUrl(connectionsUrl(given))
        expect(once).toMatchObject({ status: given.status, endsSoon: given.endsSoon, limit: given.limit })
        expect(readUrl(connectionsUrl(once))).toEqual(once)
      }),
    )
  })

  it('makes a filter of anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const { q, scope, after = '' } = readFilter(new URLSearchParams(query))
        for (const text of [q, scope, after]) expect([...text].length).toBeLessThanOrEqual(200)
      }),
    )
  })
})
