import { describe, expect, it } from 'vitest'
import { readSpanMs } from './span.ts'

describe('a span of time', () => {
  it.each([
    ['14d', 1_209_600_000],
    ['+1 h', 3_600_000],
    ['90m', 5_400_000],
    ['1.5s', 1500],
    ['500ms', 500],
    ['250', 250],
    [250, 250],
  ])('reads %s', (text, ms) => {
    expect(readSpanMs(text)).toBe(ms)
  })

  it.each(['', 'd', '1w', '-1h', '1h 30m', 'Infinity', Number.NaN, '1e9'])('refuses %s', (text) => {
    expect(readSpanMs(text)).toBeUndefined()
  })
})
