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

  it.each([
    ['an unknown operation', '/clock/smash', {}, 404, 'EMU-UNKNOWN'],
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
