import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileName } from './content-disposition.ts'

describe('the name of a file', () => {
  it.each<[string, string | undefined]>([
    ['attachment; filename="a.txt"', 'a.txt'],
    ['attachment; filename=a.txt', 'a.txt'],
    ['attachment;FileName = "a b.txt" ', 'a b.txt'],
    ['attachment; filename="a;b.txt"; x=y', 'a;b.txt'],
    ['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
    ['attachment; filename="x.txt"; filename*=UTF-8\'\'na%C3%AFve.txt', 'naïve.txt'],
    ["attachment; filename*=utf-8'en'%e2%82%ac.txt; filename=e.txt", '€.txt'],
    ["attachment; filename*=UTF-8''%ff; filename=plain.txt", 'plain.txt'],
    ["attachment; filename*=KOI8-R''a.txt; filename=plain.txt", 'plain.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\Users\\\\a.txt"', 'a.txt'],
    ["attachment; filename*=UTF-8''..%2f..%2fetc%2fpasswd", 'passwd'],
    ['attachment; filename=".."', undefined],
    ['attachment; filename="a\u202egpj.exe"', 'agpj.exe'],
    ['attachment; filename="a\\\u0000b"', 'ab'],
    ['attachment; filename=""', undefined],
    ['attachment', undefined],
    ['filename="a.txt"', undefined],
    ['', undefined],
  ])('in %s is %s', (header, name) => {
    expect(readFileName(header)).toBe(name)
  })

  it('is the name of a file and nothing else, for any text at all', () => {
    const part = fc.constantFrom(
      'filename',
      '*',
      '=',
      '"',
      ';',
      '\\',
      '/',
      '..',
      '.',
      "UTF-8''",
      '%2f',
      '%00',
      'a',
      ' ',
    )
    const header = fc.array(part, { maxLength: 30 }).map((parts) => `attachment; ${parts.join('')}`)
    fc.assert(
      fc.property(fc.oneof(header, fc.string({ unit: 'binary' })), (text) => {
        const name = readFileName(text)
        if (name === undefined) return
        expect(name).not.toMatch(/[/\\\p{Cc}]|^\.+$|^$/u)
        expect(name.length).toBeLessThanOrEqual(255)
      }),
      { numRuns: 5000 },
    )
  })

  it('is the one that was written, whatever it is', () => {
    const name = fc.stringMatching(/^[a-zäß€" ;'%=()-]{1,40}$/).filter((text) => text.trim() === text && text !== '')
    fc.assert(
      fc.property(name, (text) => {
        const encoded = encodeURIComponent(text).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
        expect(readFileName(`attachment; filename="x"; filename*=UTF-8''${encoded}`)).toBe(text)
        expect(readFileName(`attachment; filename="${text.replaceAll(/["\\]/g, '\\$&')}"`)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['filename=', 'filename="', ';', '"\\', 'a=b;'])(
    'costs one look at each character, for a mebibyte of %s',
    (part) => {
      const header = `attachment; ${part.repeat(2 ** 20 / part.length)}`
      const before = performance.now()
      readFileName(header)
      expect(performance.now() - before).toBeLessThan(1000)
    },
  )
})
