import { describe, expect, it } from 'vitest'
import { createEmulator } from '../index.ts'

function start() {
  const emulator = createEmulator()
  const call = async (method: string, path: string, input?: unknown, headers: Record<string, string> = {}) => {
    const body = typeof input === 'string' ? input : JSON.stringify(input)
    const answer = await emulator.fetch(
      new Request(`${emulator.url}/_emulator${path}`, {
        method,
        headers: { 'x-emulator-control': '1', ...headers },
        ...(input !== undefined && { body }),
      }),
    )
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  return { emulator, call }
}

describe('the control API', () => {
  it('lists what it can do, with the shape of each input', async () => {
    const { call } = start()
    const { body } = await call('GET', '')
    const add = body.operations.find(({ name }: { name: string }) => name === 'users add')
    expect(add).toMatchObject({ path: '/_emulator/users/add', input: { required: ['key', 'displayName', 'email'] } })
  })

  it('does what a page does', async () => {
    const { emulator, call } = start()
    const user = { key: 'lin', displayName: 'Lin Chen', email: 'lin@example.com', spaces: 2 }
    expect(await call('POST', '/users/add', user)).toMatchObject({ status: 200, body: { key: 'lin', kind: 'person' } })
    expect(await call('POST', '/users/change', { key: 'lin', blockedByAdmin: true })).toMatchObject({ status: 200 })
    const { body } = await call('GET', '/users/list')
    expect(body.at(-1)).toMatchObject({ key: 'lin', spaces: 2, blockedByAdmin: true })
    await call('POST', '/users/remove', { key: 'lin' })
    expect((await call('GET', '/users/list')).body).toHaveLength(3)
    expect(emulator.journal.entries()).toEqual([])
  })

  it('registers integrations and renews their secrets', async () => {
    const { call } = start()
    const details = { name: 'Demo', redirectUris: ['http://localhost/oauth'], scopes: ['spark:rooms_read'] }
    const { body: app } = await call('POST', '/apps/add', details)
    const { body: renewed } = await call('POST', '/apps/renew-secret', { clientId: app.clientId })
    expect(renewed.clientSecret).not.toBe(app.clientSecret)
    expect((await call('GET', '/apps/list')).body).toEqual([renewed])
  })

  it('changes settings by their names', async () => {
    const { call } = start()
    expect((await call('POST', '/settings/set', { rotation: 'strict' })).body).toMatchObject({ rotation: 'strict' })
    const { body } = await call('GET', '/settings/show')
    expect(body.find(({ name }: { name: string }) => name === 'rotation')).toMatchObject({ value: 'strict' })
  })

  it('moves, freezes and sets the time', async () => {
    const { emulator, call } = start()
    await call('POST', '/clock/freeze')
    const before = emulator.clock.now()
    const { body } = await call('POST', '/clock/move', { by: '14d' })
    expect(Date.parse(body.now) - before).toBe(14 * 86_400_000)
    expect((await call('POST', '/clock/set', { at: '2026-01-01T00:00:00Z' })).body).toEqual({
      now: '2026-01-01T00:00:00.000Z',
      frozen: true,
    })
    expect((await call('POST', '/clock/run')).body.frozen).toBe(false)
  })

  it('adds and removes faults and rate limits', async () => {
    const { emulator, call } = start()
    const { body: added } = await call('POST', '/faults/add', { on: 'GET /v1/rooms', status: 503, times: 2 })
    const { status } = await emulator.fetch(new Request(`${emulator.url}/v1/rooms`))
    expect(status).toBe(503)
    expect((await call('GET', '/faults/list')).body).toMatchObject([{ id: added.id, remaining: 1, hits: 1 }])
    expect((await call('POST', '/faults/remove', { id: added.id })).body).toEqual([])
    expect((await call('POST', '/faults/remove', { id: added.id })).status).toBe(404)
    expect((await call('POST', '/limits/set', { perMinute: 3, user: 'ada' })).body).toEqual([
      { user: 'ada', perMinute: 3 },
    ])
    expect((await call('POST', '/limits/lift', { user: 'ada' })).body).toEqual([])
  })

  it('issues, shows, expires and revokes tokens, and shows one only when it is issued', async () => {
    const { emulator, call } = start()
    emulator.clock.freeze()
    const { body: issued } = await call('POST', '/tokens/issue', { user: 'ada', kind: 'personal' })
    const me = async () => {
      const headers = { authorization: `Bearer ${issued.token}` }
      return (await emulator.fetch(new Request(`${emulator.url}/v1/people/me`, { headers }))).status
    }
    expect(await me()).toBe(200)
    const { body: tokens } = await call('GET', '/tokens/list?user=ada')
    expect(tokens).toMatchObject([{ kind: 'personal', user: 'ada', accessTokens: [{ leftMs: 12 * 3_600_000 }] }])
    expect(JSON.stringify(tokens)).not.toContain(issued.token)
    expect((await call('POST', '/tokens/expire', { user: 'ada' })).body).toEqual({ expired: 1 })
    expect(await me()).toBe(401)
    expect((await call('POST', '/tokens/revoke', {})).body).toEqual({ revoked: 1 })
  })

  it('tells of requests after the one that was seen last', async () => {
    const { emulator, call } = start()
    for (const path of ['/v1/rooms', '/v1/none']) await emulator.fetch(new Request(emulator.url + path))
    const { body } = await call('GET', '/traffic/list')
    expect(body).toMatchObject([
      { path: '/v1/rooms', status: 401 },
      { path: '/v1/none', status: 404, unknown: true },
    ])
    expect((await call('GET', `/traffic/list?after=${body[0].id}`)).body).toEqual([body[1]])
    expect((await call('GET', '/traffic/list?status=401')).body).toEqual([body[0]])
    await call('POST', '/traffic/clear')
    expect((await call('GET', '/traffic/list')).body).toEqual([])
  })

  it('makes up events, and lists webhooks and deliveries', async () => {
    const { call } = start()
    expect((await call('GET', '/webhooks/list')).body).toEqual([])
    expect((await call('GET', '/webhooks/deliveries')).body).toEqual([])
    expect((await call('POST', '/webhooks/trigger', { resource: 'messages', event: 'created' })).body).toEqual({
      told: 0,
    })
    expect(await call('POST', '/webhooks/redeliver', { id: 'none' })).toMatchObject({ status: 400 })
  })

  it('keeps a state under a name, goes back to it, and to the start', async () => {
    const { emulator, call } = start()
    const token = emulator.issueToken('ada')
    await call('POST', '/snapshots/save', { name: 'before' })
    await call('POST', '/users/remove', { key: 'ada' })
    await call('POST', '/settings/set', { rotation: 'strict' })
    await call('POST', '/clock/move', { by: '90d' })
    await call('POST', '/snapshots/restore', { name: 'before' })
    const headers = { authorization: `Bearer ${token}` }
    expect((await emulator.fetch(new Request(`${emulator.url}/v1/people/me`, { headers }))).status).toBe(200)
    expect((await call('GET', '/settings/show')).body).toContainEqual(
      expect.objectContaining({ name: 'rotation', value: 'keep' }),
    )
    expect((await call('GET', '/snapshots/list')).body).toMatchObject([{ name: 'before' }])
    await call('POST', '/state/reset')
    expect((await call('GET', '/tokens/list')).body).toEqual([])
    await call('POST', '/snapshots/remove', { name: 'before' })
    expect((await call('POST', '/snapshots/restore', { name: 'before' })).status).toBe(404)
  })

  it('goes back to what was set up first, where that is counted as the start', async () => {
    const { emulator, call } = start()
    emulator.register({ name: 'Mine', redirectUris: ['http://localhost/oauth'], scopes: ['spark:rooms_read'] })
    emulator.snapshots.begin()
    await call('POST', '/users/remove', { key: 'ada' })
    await call('POST', '/state/reset')
    expect((await call('GET', '/apps/list')).body).toContainEqual(expect.objectContaining({ name: 'Mine' }))
    expect((await call('GET', '/users/list')).body).toContainEqual(expect.objectContaining({ key: 'ada' }))
  })

  it('says what a fault is on, not which pattern it must match', async () => {
    const { call } = start()
    const { body } = await call('POST', '/faults/add', { on: 'rooms' })
    expect(body.error.message).toBe('on: a method and a path, like "GET /v1/rooms" or "* /v1/*"')
  })

  it('lists, searches, makes, breaks and removes spaces, and posts to them', async () => {
    const { emulator, call } = start()
    const { body: page } = await call('GET', '/spaces/list?user=ada&max=3')
    expect(page.items).toHaveLength(3)
    expect(page.next).toBe(3)
    const { body: found } = await call('GET', '/spaces/list?user=ada&search=LISBON&max=2')
    expect(found.items.map(({ title }: { title: string }) => /lisbon/i.test(title))).toEqual([true, true])
    const space = { user: 'ada', title: 'Launch', members: ['grace'] }
    const { body: made } = await call('POST', '/spaces/add', space)
    expect(made).toMatchObject({ title: 'Launch', members: [{ personEmail: 'ada@example.com' }, {}] })
    await call('POST', '/spaces/post', { id: made.id, user: 'grace', text: 'Hello' })
    expect(await call('POST', '/spaces/post', { id: made.id, user: 'alan', text: 'Hello' })).toMatchObject({
      status: 400,
    })
    await call('POST', '/spaces/break', { id: made.id, broken: true })
    expect((await call('GET', `/spaces/show?id=${made.id}`)).body).toMatchObject({
      broken: true,
      messages: [{ text: 'Hello', personEmail: 'grace@example.com' }],
    })
    const headers = { authorization: `Bearer ${emulator.issueToken('grace')}` }
    const rooms = await emulator.fetch(new Request(`${emulator.url}/v1/rooms`, { headers }))
    expect(await rooms.json()).toMatchObject({ items: [{ errors: { title: { code: 'kms_failure' } } }] })
    await call('POST', '/spaces/remove', { id: made.id })
    expect((await call('GET', `/spaces/show?id=${made.id}`)).status).toBe(404)
  })

  it('plays scenarios, its own and others', async () => {
    const { call } = start()
    const { body: known } = await call('GET', '/scenarios/list')
    for (const { name } of known) {
      expect(await call('POST', '/scenarios/play', { name })).toMatchObject({ status: 200, body: { played: name } })
      await call('POST', '/state/reset')
    }
    const scenario = { name: 'mine', steps: [{ fault: { on: 'GET /v1/rooms', status: 500 } }] }
    expect((await call('POST', '/scenarios/play', { scenario })).body.faults).toHaveLength(1)
    expect((await call('POST', '/scenarios/play', { scenario: { name: 'mine' } })).status).toBe(400)
    expect((await call('POST', '/scenarios/play', {})).status).toBe(400)
    expect((await call('POST', '/scenarios/play', { name: 'none' })).body.error.message).toMatch(/there are "/)
  })

  it('shows what runs here', async () => {
    const { emulator, call } = start()
    expect((await call('GET', '/state/show')).body).toMatchObject({ url: emulator.url, users: 3, apps: 0, grants: 0 })
  })

  it('tells how many refreshes of one grant ran at once, until it is reset', async () => {
    const { emulator, call } = start()
    const redirectUri = 'http://localhost/oauth'
    const { clientId, clientSecret, authorizationUrl } = emulator.register({
      name: 'Overlap',
      redirectUris: [redirectUri],
      scopes: ['spark:rooms_read'],
    })
    const code = new URL(await emulator.signIn(authorizationUrl, 'ada')).searchParams.get('code') ?? ''
    const client = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri }
    const post = (more: Record<string, string>) =>
      emulator
        .fetch(
          new Request(`${emulator.url}/v1/access_token`, {
            method: 'POST',
            body: new URLSearchParams({ ...client, ...more }),
          }),
        )
        .then((answer) => answer.json())
    const { refresh_token } = (await post({ grant_type: 'authorization_code', code })) as { refresh_token: string }
    const refresh = () => post({ grant_type: 'refresh_token', refresh_token })
    emulator.faults.add({ on: 'POST /v1/access_token', delayMs: 5 })
    await Promise.all([refresh(), refresh(), refresh()])
    expect((await call('GET', '/state/show')).body).toMatchObject({ overlap: 3 })
    await call('POST', '/state/reset')
    expect((await call('GET', '/state/show')).body).toMatchObject({ overlap: 0 })
  })

  it.each([
    ['an unknown operation', '/clock/smash', {}, 404, 'EMU-UNKNOWN'],
    ['a span nobody understands', '/clock/move', { by: 'soon' }, 400, 'EMU-INPUT'],
    ['a clock beyond the calendar', '/clock/move', { by: '9999999d' }, 400, 'EMU-INPUT'],
    ['a fault of a wrong shape', '/faults/add', { on: 'rooms' }, 400, 'EMU-INPUT'],
    ['input of a wrong shape', '/users/add', { key: 'lin' }, 400, 'EMU-INPUT'],
    ['input that is too much', '/users/remove', { key: 'ada', really: true }, 400, 'EMU-INPUT'],
    [
      'a value that no schema could refuse',
      '/users/add',
      { key: 'ada', displayName: 'A', email: 'a@b' },
      400,
      'EMU-INPUT',
    ],
    ['somebody who is not there', '/users/remove', { key: 'nobody' }, 404, 'EMU-NOT-FOUND'],
    ['a setting out of its range', '/settings/set', { codeLifeMs: -1 }, 400, 'EMU-INPUT'],
    ['no JSON', '/users/add', '{', 400, 'EMU-INPUT'],
  ])('refuses %s', async (_, path, input, status, code) => {
    const { call } = start()
    const answer = await call('POST', path, input)
    expect(answer).toMatchObject({ status, body: { error: { code, fix: expect.any(String) } } })
  })

  it('changes nothing by GET', async () => {
    const { call } = start()
    expect(await call('GET', '/users/remove?key=ada')).toMatchObject({ status: 405 })
    expect((await call('GET', '/users/list')).body).toHaveLength(3)
  })

  it('wants a header that other sites cannot send', async () => {
    const { emulator } = start()
    const answer = await emulator.fetch(new Request(`${emulator.url}/_emulator/users/list`))
    expect(answer.status).toBe(403)
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })
})
