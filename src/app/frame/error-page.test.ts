import { describe, expect, it } from 'vitest'
import { createTrip } from '../../../test/trips/trip.ts'
import { catalogue, type ErrorCode, type Grantkeeper, GrantkeeperError } from '../../index.ts'
import { type AppOptions, createApp } from '../index.ts'
import { renderError } from './error-page.ts'

const ORIGIN = 'http://localhost:10060'
const codes = Object.keys(catalogue) as ErrorCode[]

/** An app whose library fails in a given way at its callback, and what a browser then gets. */
function setUp(options: Partial<AppOptions> = {}) {
  const { keeper } = createTrip()
  const faults: string[] = []
  const fail = (error: GrantkeeperError, { method = 'GET', path = '/oauth?code=canary', headers = {} } = {}) => {
    const failing: Grantkeeper = { ...keeper, handle: async (request) => renderError(error, request) }
    const onError = (_error: unknown, requestId: string) => void faults.push(requestId)
    const app = createApp({ keeper: failing, onError, ...options })
    return app.fetch(new Request(ORIGIN + path, { method, headers: { accept: 'text/html', ...headers } }))
  }
  return { fail, faults, keeper }
}

/** Text of the page as a person reads it. */
function readText(page: string): string {
  const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return page.replace(/<[^>]*>/g, '').replace(/&[#\w]+;/g, (entity) => entities[entity] ?? entity)
}

describe('the page of an error', () => {
  it.each(codes)('%s says what happened, why, and what to do next', async (code) => {
    const { title, cause, fix, status } = catalogue[code]
    const answer = await setUp().fail(new GrantkeeperError(code, { detail: 'A detail.', trackingId: 'GK_1' }))
    expect(answer.status).toBe(status)
    const page = await answer.text()
    const text = readText(page)
    for (const said of [title, cause, fix, code, 'A detail.', 'GK_1']) expect(text).toContain(said)
    expect(text).toContain(`npx grantkeeper explain ${code}`)
    expect(text).toContain(answer.headers.get('x-request-id'))
    expect(page).toContain(`href="/errors/${code}"`)
    expect(page.match(/<h1>/g)).toHaveLength(1)
    expect(/<div id="again">.*?<\/div>/s.exec(page)?.[0]).toMatch(/<button|<a class="button/)
    expect(page).not.toContain('canary')
  })

  it.each(codes)('%s is JSON to a program, in the same words', async (code) => {
    const { title, cause, fix, status } = catalogue[code]
    const answer = await setUp().fail(new GrantkeeperError(code), { headers: { accept: 'application/json' } })
    expect(answer.status).toBe(status)
    const requestId = answer.headers.get('x-request-id')
    expect(await answer.json()).toEqual({
      error: { code, title, cause, fix, docs: `docs/errors.md#${code.toLowerCase()}`, requestId },
    })
  })

  it.each(codes)('%s can be looked up by whoever was sent the code', async (code) => {
    const answer = await createApp({ keeper: createTrip().keeper }).fetch(new Request(`${ORIGIN}/errors/${code}`))
    expect(answer.status).toBe(200)
    const text = readText(await answer.text())
    const { title, cause, fix } = catalogue[code]
    for (const said of [title, cause, fix, code]) expect(text).toContain(said)
  })

  it('of a code that does not exist is not found', async () => {
    const app = createApp({ keeper: createTrip().keeper })
    for (const code of ['WX-NONE', 'toString', 'wx-internal', '__proto__']) {
      expect((await app.fetch(new Request(`${ORIGIN}/errors/${code}`))).status).toBe(404)
    }
  })

  it('has its own request id each time, and the fault of the server is reported under it', async () => {
    const { fail, faults } = setUp()
    const ids = []
    for (const code of ['WX-STORE-FULL', 'WX-STATE-USED', 'WX-INTERNAL'] as const) {
      ids.push((await fail(new GrantkeeperError(code))).headers.get('x-request-id'))
    }
    expect(new Set(ids).size).toBe(3)
    expect(faults).toEqual([ids[0], ids[2]])
  })
})

describe('help', () => {
  it.each(['/help', '/waiting', '/errors/WX-STORE-UNAVAILABLE'])(
    'is there while the database is not: %s',
    async (path) => {
      const grantOf = () => Promise.reject(new GrantkeeperError('WX-STORE-UNAVAILABLE'))
      const app = createApp({ keeper: { ...createTrip().keeper, grantOf } })
      expect((await app.fetch(new Request(ORIGIN + path))).status).toBe(200)
    },
  )
})

describe('what an error offers', () => {
  it('is the page itself where reading it failed', async () => {
    const page = await (await setUp().fail(new GrantkeeperError('WX-STORE-UNAVAILABLE'), { path: '/x?q=1' })).text()
    expect(page).toContain('<a class="button primary" href="/x?q=1">Try again</a>')
  })

  it('is the page whose form was sent, never one of another origin', async () => {
    const sent = (referer: string) => ({ method: 'POST', path: '/x', headers: { referer } })
    const offer = async (referer: string) => {
      const page = await (await setUp().fail(new GrantkeeperError('WX-STORE-UNAVAILABLE'), sent(referer))).text()
      return /<div id="again">.*?(?:href|action)="([^"]*)"/s.exec(page)?.[1]
    }
    expect(await offer(`${ORIGIN}/disconnect`)).toBe('/disconnect')
    expect(await offer('https://evil.example/disconnect')).toBe('/connect?return_to=%2Fgranted')
    expect(await offer('not a url')).toBe('/connect?return_to=%2Fgranted')
    expect(await offer(`${ORIGIN}//evil.example`)).toBe('/')
  })

  it('is held back until a wait is over, where there is script to count', async () => {
    const answer = await setUp().fail(new GrantkeeperError('WX-API-RATE-LIMITED', { retryAfterMs: 17_200 }))
    expect(answer.headers.get('retry-after')).toBe('18')
    const page = await answer.text()
    expect(page).toContain('data-seconds="18" data-say="{left} s" data-then="#again">18 s</span>')
    expect(page).toContain('Webex asked us to wait')
    expect(page).toContain('<div id="again">')
  })

  it('tells a wait that Webex asked for from one of our own, and a long one in minutes', async () => {
    const told = async (code: ErrorCode, retryAfterMs: number) =>
      readText(await (await setUp().fail(new GrantkeeperError(code, { retryAfterMs }))).text())
    expect(await told('WX-API-RATE-LIMITED', 75_000)).toContain('Webex asked us to wait 1 min 15 s.')
    expect(await told('WX-API-RATE-LIMITED', 3_600_000)).toContain('Webex asked us to wait 1 h.')
    expect(await told('WX-API-UNAVAILABLE', 900)).toContain('Please wait 1 s.')
  })

  it('is a note for the administrator where Webex may be waiting for one, and a page of its own for it', async () => {
    const { fail, keeper } = setUp()
    const waiting = await createApp({ keeper }).fetch(new Request(`${ORIGIN}/waiting`))
    for (const answer of [await fail(new GrantkeeperError('WX-ACCESS-DENIED')), waiting]) {
      const page = await answer.text()
      const { clientId, redirectUri, scopes } = keeper.integration
      const [note] = /<textarea[^>]*readonly[^>]*>(.*?)<\/textarea>/s.exec(page)?.slice(1) ?? []
      for (const said of [clientId, redirectUri, ...scopes]) expect(note).toContain(said)
      expect(page).toContain('data-copy="#note"')
      expect(page).toContain('action="/connect?return_to=%2Fgranted"')
    }
  })

  it('is a look at the status page of Webex where it may be down, and at the emulator where that is behind it', async () => {
    const down = new GrantkeeperError('WX-API-UNAVAILABLE')
    expect(await (await setUp().fail(down)).text()).toContain('href="https://status.webex.com"')
    const emulated = await setUp({ emulated: true, emulatorUrl: 'http://127.0.0.1:10061' }).fail(down)
    const page = await emulated.text()
    expect(page).not.toContain('status.webex.com')
    expect(page.match(/href="http:\/\/127\.0\.0\.1:10061"/g)).toHaveLength(2)
  })

  it('is to reconnect where the grant has ended, and says that the rest is kept', async () => {
    for (const code of ['WX-RECONNECT', 'WX-ANSWER-LOST'] as const) {
      const page = await (await setUp().fail(new GrantkeeperError(code), { path: '/x' })).text()
      expect(page).toContain('action="/connect?return_to=%2Fx"')
      expect(page).toContain('RECONNECT')
      expect(page).toContain('Nothing else is lost')
    }
  })
})
