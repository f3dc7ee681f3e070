import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRouter } from './router.ts'

const find = createRouter([
  { path: '/spaces' },
  { path: '/spaces/:id' },
  { path: '/spaces/:id/send' },
  { path: '/a.json' },
])

describe('a path', () => {
  it.each([
    ['/spaces', '/spaces', ''],
    ['/spaces/Y2lz', '/spaces/:id', 'Y2lz'],
    ['/spaces/Y2lz/send', '/spaces/:id/send', 'Y2lz'],
    ['/a.json', '/a.json', ''],
  ])('%s is that of %s', (path, pattern, id) => {
    expect(find(path)).toEqual({ route: { path: pattern }, id })
  })

  it.each([
    '/spaces/',
    '//spaces',
    '/spaces/..',
    '/spaces/.',
    '/spaces/%2e',
    '/spaces/a%2Fsend',
    '/spaces/a;x',
    '/SPACES',
    '/spaces/a/send/',
    '/spaces/a/b',
    '/aXjson',
    '/__proto__',
    '',
  ])('%j is none', (path) => {
    expect(find(path)).toBeUndefined()
  })

  it('never makes it fail, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const found = find(`/spaces/${path}`)
        expect(found === undefined || /^[\w.-]*$/.test(found.id)).toBe(true)
      }),
    )
  })
})
