import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignRows, describeSpan } from './table.ts'

describe('a span', () => {
  it.each([
    [-5, '0 s'],
    [999, '0 s'],
    [40_000, '40 s'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [3_600_000 * 3 + 120_000, '3 h 2 min'],
    [86_400_000 * 13 + 3_600_000 * 2, '13 d 2 h'],
    [86_400_000 * 41, '41 d'],
  ])('of %d ms is %s', (ms, words) => {
    expect(describeSpan(ms)).toBe(words)
  })
})

describe('rows', () => {
  it('stand in columns, the last one as it is', () => {
    expect(
      alignRows([
        ['A', 'LONG', 'x'],
        ['bbb', 'c', 'yy'],
      ]),
    ).toEqual(['A    LONG  x', 'bbb  c     yy'])
    expect(alignRows([])).toEqual([])
  })

  it('move no cursor and break no line', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string())), (rows) => {
        const lines = alignRows(rows)
        expect(lines).toHaveLength(rows.length)
        expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})
