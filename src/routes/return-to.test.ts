import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReturnTo } from './return-to.ts'

const ORIGIN = 'http://localhost:10060'

/** Ways out of an origin that have worked somewhere. */
const TRICKS = [
  '//evil.com',
  '///evil.com',
  '////evil.com',
  '/\\evil.com',
  '\\\\evil.com',
  '\\/evil.com',
  '/\t/evil.com',
  '/\n/evil.com',
  '/\r\n/evil.com',
  '/\u0000/evil.com',
  '/\u2028/evil.com',
  'https://evil.com',
  'http:evil.com',
  'https:/evil.com',
  'javascript:alert(1)',
  'data:text/html,x',
  '/.//evil.com',
  '/..//evil.com',
  '/%2e//evil.com',
  '/%2e%2e//evil.com',
  '/x/..//evil.com',
  '/x/../\\evil.com',
  '/./\\evil.com',
  '/x/%2e%2e//evil.com',
  '/x/%2E%2E//evil.com',
  './/evil.com',
  '@evil.com',
  ':80/x',
  'evil.com',
  '',
  ' /x',
  '/ü',
  '/x y',
  '/\u00a0/evil.com',
  `/${'a'.repeat(600)}`,
]

describe('the path to return to', () => {
  it.each(['/', '/granted', '/spaces?q=a%20b&page=2', '/a/b/c', '/x?next=//evil.com'])('keeps %s', (path) => {
    expect(readReturnTo(path, ORIGIN, '/otherwise')).toBe(path)
  })

  it.each(TRICKS)('never follows %j off the origin', (trick) => {
    const emitted = readReturnTo(trick, ORIGIN, '/otherwise')
    expect(new URL(emitted, ORIGIN).origin).toBe(ORIGIN)
    expect(emitted.startsWith('//')).toBe(false)
  })

  it('takes the default when nothing was asked', () => {
    expect(readReturnTo(null, ORIGIN, '/otherwise')).toBe('/otherwise')
  })

  it('stays on the origin whatever is given', () => {
    const piece = fc.constantFrom(
      '/',
      '//',
      '.',
      '..',
      '%2e',
      '%2E',
      '\\',
      '\t',
      '\n',
      '@',
      ':',
      '?',
      '#',
      'evil.com',
      'x',
      ' ',
    )
    const path = fc
      .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 10 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(path, (given) => {
        const emitted = readReturnTo(given, ORIGIN, '/otherwise')
        const landed = new URL(emitted, ORIGIN)
        return landed.origin === ORIGIN && /^\/(?![/\\])[!-~]*$/.test(emitted) && !landed.pathname.startsWith('//')
      }),
      { numRuns: 20_000 },
    )
  })
})
