import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { readCallback } from './callback.ts'

function callback(query: string): URL {
  return new URL(`http://localhost:10060/oauth${query}`)
}

function codeOf(query: string): string {
  try {
    readCallback(callback(query))
  } catch (error) {
    if (error instanceof GrantkeeperError) return error.code
    throw error
  }
  return 'none'
}

describe('a callback', () => {
  it('gives state and code, the code as a secret', () => {
    const answer = readCallback(callback('?code=canary_PF84_org&state=s1&unknown=1&unknown=2'))
    expect(answer).toMatchObject({ kind: 'granted', state: 's1' })
    expect(answer.kind === 'granted' && answer.code.reveal()).toBe('canary_PF84_org')
    expect(JSON.stringify(answer)).not.toContain('canary')
  })

  it.each([
    ['access_denied', 'WX-ACCESS-DENIED'],
    ['invalid_scope', 'WX-INVALID-SCOPE'],
    ['server_error', 'WX-AUTHORIZE-FAILED'],
    ['temporarily_unavailable', 'WX-AUTHORIZE-FAILED'],
    ['constructor', 'WX-CALLBACK-MALFORMED'],
  ])('with the error %s is a refusal', (error, code) => {
    expect(readCallback(callback(`?error=${error}&state=s1`))).toMatchObject({ kind: 'refused', state: 's1', code })
  })

  it('never repeats the words of the address', () => {
    const answer = readCallback(callback('?error=server_error&error_description=canary&error_uri=canary&state=s1'))
    expect(JSON.stringify(answer)).not.toContain('canary')
  })

  it.each([
    ['', 'WX-STATE-MISSING'],
    ['?code=c', 'WX-STATE-MISSING'],
    ['?code=c&state=', 'WX-STATE-MISSING'],
    ['?code=c&state=set_state_here', 'WX-STATE-MISSING'],
    ['?error=access_denied', 'WX-STATE-MISSING'],
    ['?error=access_denied&state=set_state_here', 'WX-STATE-MISSING'],
    ['?state=s', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&error=', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=c&error=access_denied', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=c&code=d', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&state=s&code=c', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&error=access_denied&error=access_denied', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=c&iss=a&iss=b', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=a%0d%0ab', 'WX-CALLBACK-MALFORMED'],
    ['?state=s%00&code=c', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&code=%ff', 'WX-CALLBACK-MALFORMED'],
    ['?state=s&error=%3Cscript%3E', 'WX-CALLBACK-MALFORMED'],
    [`?state=s&error=${'a'.repeat(100_000)}`, 'WX-CALLBACK-MALFORMED'],
    [`?state=s&code=${'c'.repeat(4097)}`, 'WX-CALLBACK-MALFORMED'],
    [`?state=${'s'.repeat(4097)}&code=c`, 'WX-CALLBACK-MALFORMED'],
    [`?state=s&code=c&padding=${'p'.repeat(17_000)}`, 'WX-CALLBACK-MALFORMED'],
    [`?state=${'s'.repeat(4096)}&code=${'c'.repeat(4096)}`, 'none'],
  ])('%.60s gives %s', (query, code) => {
    expect(codeOf(query)).toBe(code)
  })

  it('gives an answer or one of its two errors, for any query at all', () => {
    const name = fc.constantFrom('state', 'code', 'error', 'error_description', 'iss', '__proto__', 'state[]', '')
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('access_denied', 'set_state_here', 's1', ''))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
        const url = callback(`?${new URLSearchParams(pairs)}`)
        try {
          const answer = readCallback(url)
          expect(answer.state).toMatch(/^[\x21-\x7e]+$/)
          expect(url.searchParams.getAll('state')).toEqual([answer.state])
        } catch (error) {
          expect(isGrantkeeperError(error, 'WX-STATE-MISSING', 'WX-CALLBACK-MALFORMED')).toBe(true)
        }
      }),
      { numRuns: 5000 },
    )
  })
})
