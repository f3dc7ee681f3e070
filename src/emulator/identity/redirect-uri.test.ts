import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addToRedirectUri, differRedirectUris, readRedirectUri } from './redirect-uri.ts'

describe('a redirect URI', () => {
  it.each(['http://localhost:10060/oauth', 'https://app.example/cb?tenant=1', 'http://[::1]:8080/'])(
    '%s can be registered',
    (uri) => expect(readRedirectUri(uri)).toEqual({}),
  )

  it.each([
    'localhost:10060/oauth',
    'javascript:alert(1)',
    'http://',
    'https://user:pass@app.example/',
    'https://app.example/#',
    'https://app.example/a b',
    `https://app.example/${'a'.repeat(1000)}`,
  ])('%s cannot', (uri) => expect(readRedirectUri(uri).problem).toBeTruthy())

  it('on 0.0.0.0 comes with a note', () => {
    expect(readRedirectUri('http://0.0.0.0:10060/oauth').note).toContain('localhost')
  })

  it.each([
    ['https://localhost:10060/oauth', ['scheme']],
    ['http://127.0.0.1:10060/oauth', ['host']],
    ['http://localhost:10061/oauth', ['port']],
    ['http://localhost:10060/callback', ['path']],
    ['http://localhost:10060/oauth/', ['trailing slash']],
    ['http://localhost:10060/oauth?a=1', ['query']],
    ['HTTP://localhost:10060/oauth', ['spelling']],
    ['nonsense', ['spelling']],
    ['http://localhost:10060/oauth', []],
  ])('%s differs in what it differs in', (sent, differences) => {
    expect(differRedirectUris(sent, 'http://localhost:10060/oauth')).toEqual(differences)
  })

  it('always differs in something when it is not the same text', () => {
    const uri = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string())
    fc.assert(fc.property(uri, uri, (a, b) => differRedirectUris(a, b).length > 0 === (a !== b)))
  })

  it('keeps its own query, and carries any answer back unchanged', () => {
    expect(addToRedirectUri('https://a.example/cb?x=%20y', { code: 'a+/b' })).toBe(
      'https://a.example/cb?x=%20y&code=a%2B%2Fb',
    )
    fc.assert(
      fc.property(fc.string(), (state) => {
        const back = new URL(addToRedirectUri('https://a.example/cb', { state, code: undefined }))
        return back.searchParams.get('state') === state && !back.searchParams.has('code')
      }),
    )
  })
})
