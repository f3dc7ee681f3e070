import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0)

describe('Retry-After', () => {
  it.each<[string | undefined, number]>([
    ['18', 18_000],
    ['3600', 3_600_000],
    ['0', 1000],
    ['9999999999', 86_400_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 1000],
    ['Mon, 23 Nov 2099 11:00:00 GMT', 86_400_000],
    [undefined, 15_000],
    ['', 15_000],
    ['-1', 15_000],
    ['1e9', 15_000],
    ['0x10', 15_000],
    ['1.5', 15_000],
    ['12345678901', 15_000],
    ['soon', 15_000],
    ['2026-11-23T12:00:30Z', 15_000],
    ['Monday, 23-Nov-26 12:00:30 GMT', 15_000],
    ['Mon, 23 Foo 2026 12:00:30 GMT', 15_000],
  ])('%s is a wait of %i ms', (value, ms) => {
    expect(readRetryAfter(value, NOW)).toBe(ms)
  })

  it('is a wait between a second and a day, for any text at all', () => {
    const date = fc.stringMatching(/^Mon, \d{2} (Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,12}$/), date), (value) => {
        const ms = readRetryAfter(value, NOW)
        expect(ms >= 1000 && ms <= 86_400_000).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })
})
