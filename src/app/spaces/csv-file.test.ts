import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrantkeeperError, type Room } from '../../index.ts'
import { english } from '../words/language.ts'
import { csvFile } from './csv-file.ts'
import { jsonFile } from './json-file.ts'

const NONE = new Map<string, string>()

/** A strict reader of RFC 4180 with every cell in quotes. */
function readRow(row: string): string[] {
  const cells: string[] = []
  let rest = row.slice(0, -2)
  expect(row.slice(-2)).toBe('\r\n')
  while (rest) {
    const [whole = '', cell = ''] = /^"((?:[^"]|"")*)"(?:,|$)/.exec(rest) ?? []
    expect(whole).not.toBe('')
    cells.push(cell.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
  }
  return cells
}

const write = (room: Partial<Room>) => readRow(csvFile.write({ id: 'r', ...room } as Room, 0, NONE))

describe('a table of spaces', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1',
    '\u200b=1',
    '\u00a0=1',
    '＝1',
    '\u0000=1',
    '\ufeff@x',
  ])('lets no spreadsheet take %j for a formula', (title) => {
    expect(write({ title })[0]).toMatch(/^'/)
    expect(write({ description: title })[5]).toMatch(/^'/)
  })

  it('leaves other texts alone', () => {
    for (const title of ['Launch', 'a=b', '"quoted", twice', 'two\nlines', 'Über; uns', "it's"])
      expect(write({ title })[0]).toBe(title)
  })

  it('is read back as it was written, whatever the texts are, always in the same number of cells', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('",\r\n', '""', '\u001b[31m'))
    fc.assert(
      fc.property(text, text, (title, description) => {
        const cells = write({ title, description })
        expect(cells).toHaveLength(14)
        expect(cells[0]).not.toMatch(/^[=+\-@\t\r\n]/)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
        expect(cells.join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })

  it('has nothing of a title that could not be decrypted, and says so', () => {
    const cells = write({ title: 'eyJhbGciOi', errors: { title: { code: 'kms_failure', reason: 'x' } } })
    expect([cells[0], cells[13]]).toEqual(['', 'title'])
  })

  it('that is cut ends with a row of the same length that says so', () => {
    const row = readRow(`${csvFile.cut(2, new GrantkeeperError('WX-API-RATE-LIMITED'), english.words)}\r\n`)
    expect(row).toHaveLength(14)
    expect(row[0]).toBe('NOT COMPLETE: Webex asks to wait (WX-API-RATE-LIMITED). Download again.')
  })
})

describe('the JSON of spaces', () => {
  const rooms = [
    { id: 'a', title: 'x\n\u202ey\u009b\u2028' },
    { id: 'b', title: '</script>' },
  ] as Room[]
  const body = () => jsonFile.begin() + rooms.map((room, index) => jsonFile.write(room, index, NONE)).join('')

  it('is one object, and means the same as what Webex sent', () => {
    expect(JSON.parse(body() + jsonFile.end(2))).toEqual({ spaces: rooms, count: 2, complete: true })
    expect(JSON.parse(jsonFile.begin() + jsonFile.end(0))).toEqual({ spaces: [], count: 0, complete: true })
  })

  it('hides nothing and has one space a line', () => {
    expect(body()).not.toMatch(/[\u0080-\u009f\u2028\u2029\u202a-\u202e]/)
    expect(body().split('\n')).toHaveLength(4)
  })

  it('that is cut is JSON still', () => {
    const error = new GrantkeeperError('WX-API-UNAVAILABLE', { trackingId: 'T1' })
    expect(JSON.parse(body() + jsonFile.cut(2, error, english.words))).toMatchObject({
      complete: false,
      error: { code: 'WX-API-UNAVAILABLE', trackingId: 'T1' },
    })
  })
})
