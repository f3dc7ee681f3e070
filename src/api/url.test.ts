import { describe, expect, it } from 'vitest'
import { buildUrl, pathOf, readNextUrl } from './url.ts'

const API = 'https://webexapis.com/v1'
const current = new URL(`${API}/rooms?max=50&type=group`)

describe('the address of a call', () => {
  it('has its query, without what is not set', () => {
    const query = { max: 5, type: undefined, name: 'a&b=c', flag: false, id: ['a', 'b'] }
    expect(buildUrl(API, '/rooms', query).href).toBe(`${API}/rooms?max=5&name=a%26b%3Dc&flag=false&id=a%2Cb`)
  })

  it.each([
    '',
    'rooms',
    '@evil.example/',
    '.evil.example/',
    ':80/',
    '/..',
    '/../x',
    '/rooms/../../x',
    '/%2e%2e/x',
    '/\\..\\..\\x',
  ])('cannot leave the base by the path %s', (path) =>
    expect(() => buildUrl(API, path)).toThrow(expect.objectContaining({ code: 'WX-REQUEST-INVALID' })),
  )

  it.each(['//evil.example/', '/@evil.example', '/\\evil.example'])('stays on its host with the path %s', (path) => {
    expect(buildUrl(API, path).host).toBe('webexapis.com')
  })
})

describe('the path of an item', () => {
  it('holds any id as one segment', () => {
    expect(pathOf('/rooms', 'a/b?c#d%2e')).toBe('/rooms/a%2Fb%3Fc%23d%252e')
  })

  it.each(['', '.', '..', 'a b', 'a\n', 'ä', '\ud800', 'x'.repeat(1025)])('is that of no item for the id %j', (id) => {
    expect(() => pathOf('/rooms', id)).toThrow(expect.objectContaining({ code: 'WX-API-NOT-FOUND' }))
  })
})

describe('the address of the next page', () => {
  it.each([
    [`${API}/rooms?max=50&cursor=abc`, `${API}/rooms?max=50&cursor=abc`],
    ['?max=50&cursor=abc', `${API}/rooms?max=50&cursor=abc`],
    ['/v1/rooms?cursor=abc', `${API}/rooms?cursor=abc`],
    ['https://webexapis.com:443/v1/rooms?cursor=a', `${API}/rooms?cursor=a`],
    [`${API}/rooms?max=null&cursor=abc`, `${API}/rooms?max=50&cursor=abc`],
  ])('%s is followed', (link, address) => {
    expect(readNextUrl(link, new URL(`${API}/rooms?max=50`)).href).toBe(address)
  })

  it('has the filters of the page before, which links are known to lose, and none of its place', () => {
    const page = new URL(`${API}/messages?roomId=r&mentionedPeople=me&max=5&before=1&beforeMessage=m&cursor=a`)
    expect(readNextUrl('?cursor=b&roomId=x', page).href).toBe(`${API}/messages?cursor=b&roomId=x&mentionedPeople=me`)
  })

  it('gets no size where the page before had none', () => {
    expect(readNextUrl('?max=null&cursor=abc', new URL(`${API}/rooms`)).href).toBe(`${API}/rooms?cursor=abc`)
  })

  it.each([
    'http://webexapis.com/v1/rooms',
    'https://webexapis.com:8443/v1/rooms',
    'https://evil.example/v1/rooms',
    'https://webexapis.com.evil.example/v1/rooms',
    'https://webexapis.com@evil.example/v1/rooms',
    'https://me:pw@webexapis.com/v1/rooms',
    'https://wеbexapis.com/v1/rooms',
    '//evil.example/v1/rooms',
    '\\\\evil.example\\v1\\rooms',
    `${API}/people`,
    `${API}/rooms/../people`,
    'javascript:alert(1)',
    'https://[',
  ])('%s is not followed', (link) => {
    expect(() => readNextUrl(link, current)).toThrow(expect.objectContaining({ code: 'WX-API-LINK' }))
  })
})
