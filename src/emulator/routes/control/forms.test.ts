import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../identifiers.ts'
import { createEmulator } from '../../index.ts'

function start(options: Parameters<typeof createEmulator>[0] = {}) {
  const emulator = createEmulator(options)
  const send = async (path: string, form?: Record<string, string>) => {
    const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const answer = await emulator.fetch(new Request(new URL(path, emulator.url), init))
    return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
  }
  return { emulator, send }
}

const lin = { key: 'lin', displayName: '<i>Lin</i>', email: 'lin@example.com', spaces: '3', kind: 'person' }

describe('a form that is done', () => {
  it('leads to a page that says so', async () => {
    const { emulator, send } = start()
    const { status, location } = await send('/users/add', { ...lin, isAdmin: 'yes' })
    expect([status, location]).toEqual([303, '/users?done=user-added'])
    const { text } = await send('/users?done=user-added')
    expect(text).toContain('<p class="notice" role="status">✔ The user was added')
    expect(text).toContain('<bdi>&lt;i&gt;Lin&lt;/i&gt;</bdi>')
    expect(emulator.users().at(-1)).toMatchObject({ key: 'lin', spaces: 3, isAdmin: true, blockedByAdmin: false })
  })

  it('puts no words of the address on the page', async () => {
    const { send } = start()
    for (const done of ['pwned by somebody', 'constructor', '__proto__']) {
      expect((await send(`/users?done=${encodeURIComponent(done)}`)).text).not.toMatch(/role="status"|pwned/)
    }
  })

  it('shows a new token once and never again', async () => {
    const { emulator, send } = start()
    const { status, text } = await send('/tokens/issue', { user: 'ada', kind: 'personal' })
    const [, token = ''] = /<pre>(.+)<\/pre>/.exec(text) ?? []
    expect(status).toBe(200)
    const headers = { authorization: `Bearer ${token}` }
    expect((await emulator.fetch(new Request(`${emulator.url}/v1/people/me`, { headers }))).status).toBe(200)
    for (const path of ['/tokens', '/', '/traffic']) expect((await send(path)).text).not.toContain(token)
    expect((await send('/tokens')).text).toContain(fingerprintOf(token))
  })
})

describe('a form that cannot be done', () => {
  it('comes back with what was typed, and what is wrong beside the field', async () => {
    const { emulator, send } = start()
    const { status, text } = await send('/users/add', { ...lin, spaces: 'many', isAdmin: 'yes' })
    expect(status).toBe(400)
    expect(text).toContain('role="alert"')
    expect(text).toContain('value="&lt;i&gt;Lin&lt;/i&gt;"')
    expect(text).toMatch(/id="users-add-spaces"[^>]* aria-invalid="true"[^>]* value="many"/)
    expect(text).toMatch(/name="isAdmin" value="yes" checked/)
    expect(emulator.users()).toHaveLength(3)
  })

  it.each([
    ['/users/add', { ...lin, key: 'ada' }, 400, 'there is a user ada already'],
    ['/users/remove?key=nobody', {}, 404, 'there is no user nobody'],
    ['/users/change?key=ada', { displayName: '', email: 'a@b' }, 400, 'must not be empty'],
    ['/clock/move', { by: 'a fortnight' }, 400, 'a span such as 14d'],
    ['/clock/set', { at: 'tomorrow' }, 400, 'an instant of ISO 8601'],
    ['/clock/snapshots/restore', { name: 'none' }, 404, 'there is no snapshot none'],
    ['/faults/add', { on: 'rooms' }, 400, 'a method and a path'],
    ['/faults/add', { on: 'GET /v1/rooms', headers: 'no colon in it' }, 400, 'headers'],
    ['/faults/add', { on: 'GET /v1/rooms', delayMs: 'long' }, 400, 'delayMs'],
    ['/faults/limits', { perMinute: '1.5' }, 400, 'perMinute'],
    ['/faults/own-scenario', { scenario: 'steps: {' }, 400, 'scenario'],
    ['/settings', { rotation: 'sometimes' }, 400, 'rotation'],
    ['/settings', { codeLifeMs: '-1' }, 400, 'codeLifeMs'],
    ['/tokens/revoke', { id: 'none' }, 404, 'there is no grant none'],
    ['/webhooks/trigger', { resource: 'messages', event: 'created', data: '{' }, 400, 'is no JSON'],
    ['/webhooks/redeliver', { id: 'none', way: 'late' }, 400, 'no such delivery'],
    ['/spaces/add', { user: 'ada', title: '' }, 400, 'must not be empty'],
    ['/spaces/post?id=none', { user: 'ada', text: 'Hello' }, 404, 'there is no space none'],
  ])('at %s says why', async (path, form, status, words) => {
    const { send } = start()
    const answer = await send(path, form as Record<string, string>)
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)])
  })
})

describe('a fault', () => {
  it('can be made of every field of the form', async () => {
    const { emulator, send } = start()
    const plain = {
      on: 'GET /v1/rooms',
      user: 'ada',
      times: '3',
      every: '2',
      probability: '0.5',
      seed: '7',
      first: 'revoke',
    }
    const more = {
      lastsMs: '1d',
      delayMs: '50..200 ms',
      skewMs: '-1000',
      dripBytes: '10',
      dripEveryMs: '50ms',
      drop: 'after',
    }
    const answer = { status: '429', headers: 'Retry-After: 18\r\nX-Odd: a:b', body: '{"a":1}', sameAccessToken: 'yes' }
    const rest = {
      spoil: 'half',
      link: 'loop',
      kmsFailureEvery: '5',
      refuse: 'invalid_grant',
      grantType: 'refresh_token',
    }
    expect((await send('/faults/add', { ...plain, ...more, ...answer, ...rest, clientId: '' })).status).toBe(303)
    expect(emulator.faults.list()[0]?.fault).toEqual({
      ...{ on: 'GET /v1/rooms', user: 'ada', times: 3, every: 2, probability: 0.5, seed: 7, first: 'revoke' },
      ...{ lastsMs: 86_400_000, delayMs: [50, 200], skewMs: -1000, drip: { bytes: 10, everyMs: 50 }, drop: 'after' },
      ...{ status: 429, headers: { 'Retry-After': '18', 'X-Odd': 'a:b' }, body: { a: 1 }, sameAccessToken: true },
      ...{ spoil: 'half', link: 'loop', kmsFailureEvery: 5, refuse: 'invalid_grant', grantType: 'refresh_token' },
    })
  })

  it('of each preset fills in the form, and is added as it is', async () => {
    const { emulator, send } = start()
    const names = [...(await send('/faults')).text.matchAll(/\?preset=([a-z-]+)/g)].map(([, name]) => name)
    for (const name of names) {
      const { text } = await send(`/faults?preset=${name}`)
      expect((await send('/faults/add', readFields(text))).status).toBe(303)
    }
    expect(emulator.faults.list()).toHaveLength(names.length)
    expect(names.length).toBeGreaterThan(10)
  })
})

/** What a browser would send of the form that adds a fault. */
function readFields(page: string): Record<string, string> {
  const [, form = ''] = /action="\/faults\/add">(.*?)<\/form>/s.exec(page) ?? []
  const inputs = [...form.matchAll(/<input [^>]*name="(\w+)" [^>]*type="text" value="([^"]*)"/g)]
  const areas = [...form.matchAll(/<textarea [^>]*name="(\w+)"[^>]*>([^<]*)</g)]
  const selects = [...form.matchAll(/<select [^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs)]
  const chosen = selects.map(([, name, options]) => [name, /value="([^"]*)" selected/.exec(options ?? '')?.[1] ?? ''])
  const read = (text = '') => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
  return Object.fromEntries([...inputs, ...areas].map(([, name, value]) => [name, read(value)]).concat(chosen))
}

describe('lists', () => {
  it('of 100,000 spaces and 2,000 users stay small and quick', { timeout: 20_000 }, async () => {
    const users = [{ key: 'ada', displayName: 'Ada', email: 'ada@example.com', spaces: 100_000 }]
    const { send } = start({ seed: { users, generate: { users: 2000 } } })
    const pages = [
      '/',
      '/users',
      '/users?start=1950',
      '/spaces?user=ada&start=99950',
      '/spaces?user=ada&q=zzz',
      '/faults',
    ]
    for (const path of [...pages, '/tokens', '/clock', '/webhooks', '/settings', '/traffic', '/users?made-up=yes']) {
      const { status, text } = await send(path)
      expect([path, status]).toEqual([path, 200])
      expect([path, text.length < 60 * 1024]).toEqual([path, true])
    }
    expect((await send('/users?q=user1999')).text).toContain('user1999@example.com')
    expect((await send('/spaces?user=ada')).text).toContain('Next ›')
  })

  it('tell what each step of the clock will make expire', async () => {
    const { send } = start()
    await send('/tokens/issue', { user: 'ada', kind: 'personal' })
    const { text } = await send('/clock')
    expect(text).toContain('Nothing will expire')
    expect(text).toContain('Ada Lovelace’s access token will expire')
  })
})

describe('whatever is sent', () => {
  const paths = ['/users/add', '/users/change?key=ada', '/clock/move', '/clock/set', '/faults/add', '/faults/limits']
  const more = [
    '/settings',
    '/tokens/issue',
    '/webhooks/trigger',
    '/webhooks/redeliver',
    '/spaces/add',
    '/spaces/post?id=x',
  ]
  const names = [
    'key',
    'displayName',
    'email',
    'spaces',
    'by',
    'at',
    'on',
    'status',
    'delayMs',
    'headers',
    'body',
    'user',
  ]
  const field = fc.oneof(fc.constantFrom(...names, 'id', 'kind', 'title', 'perMinute', 'rotation', 'data'), fc.string())
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('ada', '1e999', '-0', '..', 'GET /', '{}', '99999999d'),
  )

  it('never ends in a 500', async () => {
    const { send } = start()
    const form = fc.dictionary(field, value)
    const query = fc.dictionary(fc.constantFrom('q', 'start', 'user', 'key', 'id', 'done', 'preset', 'status'), value)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths, ...more), form, query, async (path, form, query) => {
        expect((await send(path, form)).status).toBeLessThan(500)
        const page = path.replace(/\?.*/, '').replace(/\/\w+$/, '') || path
        expect((await send(`${page}?${new URLSearchParams(query)}`)).status).toBeLessThan(500)
      }),
      { numRuns: 200 },
    )
  })
})
