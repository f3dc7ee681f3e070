import { describe, expect, it } from 'vitest'
import { createTrip } from '../../../test/trips/trip.ts'

const ownPage = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:10060', accept: 'text/html' }

function setUp() {
  const trip = createTrip()
  const ask = (peer: string | undefined, path = '/connect', headers: Record<string, string> = {}) => {
    const method = path === '/connect' ? 'POST' : 'GET'
    const url = `http://localhost:10060${path}`
    return trip.app.fetch(new Request(url, { method, headers: { ...ownPage, ...headers } }), peer)
  }
  const askMany = async (peer: string | undefined, count: number) => {
    for (let asked = 0; asked < count; asked++) await ask(peer)
  }
  return { trip, ask, askMany }
}

describe('sign-ins of one address', () => {
  it('are started often, then refused with the time to wait, and go on after it', async () => {
    const { trip, ask, askMany } = setUp()
    trip.emulator.clock.freeze()
    await askMany('192.0.2.1', 119)
    expect((await ask('192.0.2.1')).status).toBe(303)
    const refused = await ask('192.0.2.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.text()).toMatch(/WX-REQUEST-LIMIT.*Please wait/s)
    trip.emulator.clock.advance(1_000)
    expect((await ask('192.0.2.1')).status).toBe(303)
  })

  it('are refused at the callback too, while other pages and other addresses are answered', async () => {
    const { ask, askMany } = setUp()
    await askMany('192.0.2.1', 130)
    expect((await ask('192.0.2.1', '/oauth?code=a&state=b')).status).toBe(429)
    expect((await ask('192.0.2.1', '/')).status).toBe(200)
    expect((await ask('192.0.2.2')).status).toBe(303)
  })

  it('are counted by the socket, whatever the request says of where it comes from', async () => {
    const { ask, askMany } = setUp()
    await askMany('192.0.2.1', 130)
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
      expect((await ask('192.0.2.1', '/connect', { [name]: '198.51.100.7' })).status).toBe(429)
    }
  })
})
