import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNextLink } from './link.ts'

describe('the link to the next page', () => {
  it.each<[string, string | undefined]>([
    ['<https://a/b?c=1>; rel="next"', 'https://a/b?c=1'],
    ['<u>;rel=next', 'u'],
    ['<u> ; REL = "Next"', 'u'],
    ['<u>; rel="last next"', 'u'],
    ['<u>; title="x, y; rel=\\"no\\""; rel="next"', 'u'],
    ['<a>; rel="first", <b>; rel="next", <c>; rel="last"', 'b'],
    ['<a>; rel="next", <b>; rel="first"', 'a'],
    ['<https://a/b?c=1,2;d>; rel="next"', 'https://a/b?c=1,2;d'],
    ['<>; rel=next', ''],
    ['<a>; title="<b>; rel=next"', undefined],
    ['<a>; rel="prev"; rel="next"', undefined],
    ['<a>; rel="nextpage"', undefined],
    ['<a>; rev="next"', undefined],
    ['<a; rel="next"', undefined],
    ['a>; rel="next"', undefined],
    ['<a>', undefined],
    ['', undefined],
  ])('of %s is %s', (header, target) => {
    expect(readNextLink(header)).toBe(target)
  })

  it('is found among any others', () => {
    const target = fc.stringMatching(/^[a-z0-9:/?=&,;"\\ -]{0,30}$/)
    const word = fc.stringMatching(/^[a-mo-z]{1,10}$/)
    const quoted = fc.string({ maxLength: 20 }).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
    const other = fc.tuple(target, word, quoted).map(([to, rel, title]) => `<${to}>; title=${title}; rel=${rel}`)
    fc.assert(
      fc.property(fc.array(other), target, quoted, fc.array(other), (before, to, title, after) => {
        const header = [...before, `<${to}>; title=${title}; rel="next"`, ...after].join(', ')
        expect(readNextLink(header)).toBe(to)
      }),
      { numRuns: 2000 },
    )
  })

  it('is a part of the header or nothing, for any text at all', () => {
    const text = fc.string({ unit: fc.constantFrom('<', '>', ';', ',', '"', '\\', '=', ' ', 'rel', 'next', 'a') })
    fc.assert(
      fc.property(text, (header) => {
        const target = readNextLink(header)
        expect(target === undefined || header.includes(`<${target}>`)).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  it.each(['<a>,', '<', '<a>;', '<a>;"', '<a>; rel="', '"\\', '<a>; x="', 'rel=next;'])(
    'costs no more than one look at each character, where a mebibyte of %s comes',
    (part) => {
      const millis = (bytes: number) => {
        const header = part.repeat(bytes / part.length)
        const before = performance.now()
        readNextLink(header)
        return performance.now() - before
      }
      millis(2 ** 16)
      expect(millis(2 ** 20)).toBeLessThan(1000)
    },
  )
})
