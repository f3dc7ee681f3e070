import { describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../environment.ts'
import { createEmulator } from '../index.ts'
import { createRateLimits } from './rate-limits.ts'

const START = Date.UTC(2026, 0, 10)

async function connectTo(emulator: ReturnType<typeof createEmulator>, url: string) {
  const redirectUris = ['http://localhost/cb']
  const app = emulator.register({ name: 'Test', redirectUris, scopes: ['spark:rooms_read'] })
  return async (user: string) => {
    const code = new URL(await emulator.signIn(app.authorizationUrl, user)).searchParams.get('code') ?? ''
    const { clientId: client_id, clientSecret: client_secret } = app
    const fields = { grant_type: 'authorization_code', code, redirect_uri: 'http://localhost/cb' }
    const body = new URLSearchParams({ ...fields, client_id, client_secret })
    const answer = await fetch(`${url}/v1/access_token`, { method: 'POST', body })
    const { access_token } = (await answer.json()) as { access_token: string }
    return () => fetch(`${url}/v1/rooms?max=1`, { headers: { authorization: `Bearer ${access_token}` } })
  }
}

describe('rate limits', () => {
  it('are counted by user over all apps, and told in seconds of the emulator’s clock', async () => {
    const emulator = createEmulator({ environment: nodeEnvironment({ now: () => START }) })
    const { url, close } = await emulator.listen({ port: 0 })
    try {
      const connect = await connectTo(emulator, url)
      const [ada, adaToo, grace] = [await connect('ada'), await connect('ada'), await connect('grace')]
      emulator.rateLimits.set(2)
      expect([(await ada()).status, (await adaToo()).status]).toEqual([200, 200])
      emulator.clock.advance(18_000)
      const refused = await ada()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '42'])
      expect(await refused.text()).toContain('Too Many Requests')
      expect((await grace()).status).toBe(200)
      expect((await fetch(`${url}/v1/rooms`)).status).toBe(401)
      emulator.clock.advance(42_000)
      expect((await ada()).status).toBe(200)
    } finally {
      await close()
    }
  })

  it('may differ for one user, be lifted, and be none at first', () => {
    const limits = createRateLimits({ now: () => START })
    expect(limits.take('ada')).toBeUndefined()
    limits.set(5)
    limits.set(0, 'ada')
    expect([limits.take('ada'), limits.take('grace')]).toEqual([60, undefined])
    expect(limits.list()).toEqual([
      { user: null, perMinute: 5 },
      { user: 'ada', perMinute: 0 },
    ])
    limits.set(undefined, 'ada')
    expect(limits.take('ada')).toBeUndefined()
    expect(() => limits.set(1.5)).toThrow('perMinute')
    expect(() => limits.set(-1)).toThrow(RangeError)
  })

  it('begin a new minute when the clock is set back, and come back with a snapshot', () => {
    const clock = { at: START, now: () => clock.at }
    const limits = createRateLimits(clock)
    limits.set(1)
    limits.take('ada')
    const saved = JSON.parse(JSON.stringify(limits.save()))
    clock.at = START - 1000
    expect(limits.take('ada')).toBeUndefined()
    clock.at = START + 1000
    limits.set(undefined)
    limits.restore(saved)
    expect(limits.take('ada')).toBe(59)
  })
})
