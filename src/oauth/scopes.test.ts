import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGrantkeeperError } from '../errors/index.ts'
import { readScopes } from './scopes.ts'

const scope = fc.stringMatching(/^[a-z][a-z-]{0,20}:[a-z_]{1,20}$/)

describe('scopes', () => {
  it('are read in their order, each once, whatever white space is between them', () => {
    expect(readScopes(' spark:kms  spark:all\n\tspark:kms openid ')).toEqual(['spark:kms', 'spark:all', 'openid'])
    expect(readScopes('')).toEqual([])
  })

  it('survive being joined and read again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(scope, { maxLength: 50 }), (scopes) => {
        expect(readScopes(scopes.join(' '))).toEqual(scopes)
      }),
    )
  })

  it('are words or an error that says so, for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        try {
          for (const word of readScopes(text)) expect(word).toMatch(/^[\w.:/-]+$/)
        } catch (error) {
          expect(isGrantkeeperError(error, 'WX-SCOPE-UNKNOWN')).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    'spark:all,spark:kms',
    'spark:all+spark:kms',
    'spark:all%20spark:kms',
    '"spark:all"',
    'a\u00a0b',
    'x'.repeat(129),
  ])('are not %s', (text) => expect(() => readScopes(text)).toThrow('A scope is malformed'))

  it('are not as long as a book', () => {
    expect(() => readScopes('a '.repeat(5000))).toThrow('longer than')
  })
})
