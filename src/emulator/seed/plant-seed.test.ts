import { describe, expect, it } from 'vitest'
import { createEmulator } from '../index.ts'
import { readSeed } from './read-seed.ts'

const seed = () =>
  readSeed(`
users:
  - { key: lin, displayName: Lin Chen, email: lin@example.com }
  - { key: bee, displayName: Bee Bot, email: bee@webex.bot, kind: bot }
integrations:
  - { name: Demo, redirectUris: [http://localhost/oauth], scopes: [spark:rooms_read] }
spaces:
  - title: Launch
    members: [lin, bee]
    messages: [{ from: lin, text: Hello }]
tokens:
  - { user: lin, kind: personal }
settings: { rotation: strict }
clock: 2026-01-01T00:00:00Z
`)

const read = async (emulator: ReturnType<typeof createEmulator>, path: string) => {
  const headers = { authorization: `Bearer ${emulator.issueToken('lin')}` }
  const answer = await emulator.fetch(new Request(emulator.url + path, { headers }))
  return JSON.parse(await answer.text())
}

describe('a planted seed', () => {
  it('is there: the people, spaces with messages, integrations, tokens, settings and the time', async () => {
    const emulator = createEmulator({ seed: seed() })
    const { items } = await read(emulator, '/v1/rooms')
    expect(items).toMatchObject([{ title: 'Launch', type: 'group' }])
    const messages = await read(emulator, `/v1/messages?roomId=${items[0].id}`)
    expect(messages.items).toMatchObject([{ text: 'Hello', personEmail: 'lin@example.com' }])
    expect(emulator.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(60_000)
    expect(await emulator.control('apps list')).toMatchObject([{ name: 'Demo', clientId: expect.stringMatching(/^C/) }])
    expect(await emulator.control('settings show')).toContainEqual(
      expect.objectContaining({ name: 'rotation', value: 'strict' }),
    )
  })

  it('has the same ids and tokens in every run', async () => {
    const show = async () => {
      const emulator = createEmulator({ seed: seed() })
      const { items } = await read(emulator, '/v1/rooms')
      const tokens = (await emulator.control('tokens list')) as { accessTokens: { fingerprint: string }[] }[]
      const fingerprint = tokens[0]?.accessTokens[0]?.fingerprint
      return { roomId: items[0].id, fingerprint, apps: await emulator.control('apps list') }
    }
    const first = await show()
    expect(first).toEqual(await show())
    expect(first.fingerprint).toMatch(/^sha256:/)
  })
})
