import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { english } from '../words/language.ts'
import { createMoments, readInstant } from './moments.ts'

const moments = createMoments(english)

const NOW = Date.parse('2026-03-12T14:02:00Z')
const MINUTE = 60_000

describe('a moment', () => {
  it.each([
    [0, 'just now'],
    [-20_000, 'just now'],
    [2 * MINUTE, '2 min ago'],
    [59 * MINUTE, '59 min ago'],
    [60 * MINUTE, '1 h ago'],
    [24 * 60 * MINUTE, 'yesterday'],
    [29 * 24 * 60 * MINUTE, '29 days ago'],
    [30 * 24 * 60 * MINUTE, '2026-02-10'],
    [-48 * 60 * MINUTE, '2026-03-14'],
  ])('%i ms old reads %j', (age, text) => {
    expect(moments.age(NOW - age, NOW)).toBe(text)
  })

  it('is read from what Webex writes, and from nothing else', () => {
    expect(readInstant('2016-04-21T19:12:48.920Z')).toBe(1_461_265_968_920)
    expect(readInstant('2016-04-21T19:12:48+00:00')).toBe(1_461_265_968_000)
    for (const odd of ['120', '-1', '', '2016-99-99T00:00:00Z', null, 5, {}]) expect(readInstant(odd)).toBeUndefined()
  })

  it('can be described whenever it can be read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date().map(String),
          fc.date({ noInvalidDate: true }).map((d) => d.toJSON()),
        ),
        (text) => {
          const at = readInstant(text)
          if (at !== undefined) expect(moments.age(at, NOW)).not.toContain('NaN')
        },
      ),
    )
  })
})
