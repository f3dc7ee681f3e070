import { describe, expect, it } from 'vitest'
import { createTrip, type Trip } from '../../../test/trips/trip.ts'
import type { Visit, Visitor } from '../../../test/visitor.ts'
import type { Fault } from '../../emulator/breaking/fault.ts'
import { catalogue, type ErrorCode, GrantkeeperError } from '../../index.ts'
import { memoryStore } from '../../stores/memory.ts'
import { createApp } from '../index.ts'

/** How each code that a browser can meet comes about, through the app's own address. */
type Reach = () => Promise<Visit>

const CALLBACK = '/oauth?code=abc&state='
const HOUR_MS = 3_600_000

/** Signs Ada in; then the emulator goes wrong in this way, and she opens a page. */
function afterGrant(fault: Fault, path = '/spaces'): Reach {
  return async () => {
    const { trip, ada } = await connectAda()
    trip.emulator.faults.add(fault)
    return ada.get(path)
  }
}

async function connectAda(options?: Parameters<typeof createTrip>[0]) {
  const trip = createTrip(options)
  const ada = trip.newVisitor()
  await ada.grantAs('ada')
  return { trip, ada }
}

/** The first page of spaces is answered so. */
const rooms = (answer: Omit<Fault, 'on'>) => afterGrant({ on: 'GET /v1/rooms', ...answer })

/** Comes back from Webex with what `change` makes of the true address. */
function atCallback(change: (callback: URL, trip: Trip) => void): Reach {
  return async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = new URL(await trip.emulator.signIn(await ada.pressGrant(), 'ada'))
    change(callback, trip)
    return ada.get(callback.href)
  }
}

/** Webex sends an error in place of a code. */
function withError(error: string): Reach {
  return atCallback(({ searchParams }) => {
    searchParams.delete('code')
    searchParams.set('error', error)
  })
}

/** The access token is over, and its renewal goes wrong in this way. */
function atRefresh(fault: Omit<Fault, 'on'>, then?: (trip: Trip, ada: Visitor) => Promise<unknown>): Reach {
  return async () => {
    const { trip, ada } = await connectAda({ emulator: { accessTokenLifeMs: HOUR_MS } })
    const heal = trip.emulator.faults.add({ on: 'POST /v1/access_token', ...fault })
    trip.emulator.clock.advance(HOUR_MS)
    if (then) {
      await ada.get('/spaces')
      heal()
      await then(trip, ada)
    }
    return ada.get('/spaces')
  }
}

/** A database that refuses every read of a session in this way. */
function ofStore(code: ErrorCode): Reach {
  return async () => {
    const { trip, ada } = await connectAda()
    const grantOf = () => Promise.reject(new GrantkeeperError(code))
    const app = createApp({ keeper: { ...trip.keeper, grantOf } })
    const answer = await app.fetch(
      new Request('http://localhost:10060/spaces', { headers: { cookie: ada.cookieHeader() } }),
    )
    return {
      status: answer.status,
      url: new URL('http://localhost:10060/spaces'),
      headers: answer.headers,
      text: await answer.text(),
    }
  }
}

/** Two keepers over one database, where the second is set up otherwise. */
function underOtherSettings(keeper: NonNullable<Parameters<typeof createTrip>[0]>['keeper']): Reach {
  return async () => {
    const store = memoryStore({ now: Date.now })
    const keys = ['07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE=']
    const { trip, ada } = await connectAda({ keeper: { store, keys } })
    const { clientId, clientSecret } = trip.integration
    const other = createTrip({ on: trip.emulator, keeper: { store, keys, clientId, clientSecret, ...keeper } })
    return other.newVisitor().get('/spaces', { cookie: ada.cookieHeader() })
  }
}

const reached: Partial<Record<ErrorCode, Reach>> = {
  'WX-CLIENT-REJECTED': async () =>
    createTrip({ keeper: { clientSecret: 'f'.repeat(64) } })
      .newVisitor()
      .grantAs('ada'),
  'WX-EMULATED-TOKEN': underOtherSettings({ baseUrl: 'https://webexapis.com/v1' }),

  'WX-ACCESS-DENIED': async () => createTrip().newVisitor().grantAs('ada', { accept: false }),
  'WX-INVALID-SCOPE': withError('invalid_scope'),
  'WX-AUTHORIZE-FAILED': withError('server_error'),
  'WX-CALLBACK-MALFORMED': atCallback(({ searchParams }) => searchParams.append('code', 'another')),
  'WX-STATE-MISSING': async () => createTrip().newVisitor().get(`${CALLBACK}set_state_here`),
  'WX-STATE-FOREIGN': async () =>
    createTrip()
      .newVisitor()
      .get(`${CALLBACK}${'s'.repeat(43)}`),
  'WX-STATE-EXPIRED': atCallback((_, { emulator }) => emulator.clock.advance(601_000)),
  'WX-STATE-USED': async () => {
    const trip = createTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    await ada.get(callback)
    trip.emulator.clock.advance(61_000)
    return ada.get(callback)
  },
  'WX-CODE-REJECTED': atCallback(({ searchParams }) => searchParams.set('code', 'another')),
  'WX-ISSUER-FOREIGN': atCallback(({ searchParams }) => searchParams.set('iss', 'https://evil.example')),
  'WX-ID-TOKEN-INVALID': async () =>
    createTrip({ emulator: { metadataIssuer: 'global' }, keeper: { scopes: 'openid' } })
      .newVisitor()
      .grantAs('ada'),
  'WX-LOGIN-UNAVAILABLE': async () => {
    const trip = createTrip({ keeper: { scopes: 'openid' } })
    trip.emulator.faults.add({ on: 'GET /v1/verification', status: 503 })
    return trip.newVisitor().grantAs('ada')
  },
  'WX-OWNER-MISSING': async () =>
    createTrip({ keeper: { ownerOf: () => undefined } })
      .newVisitor()
      .post('/connect'),
  'WX-OWNER-CHANGED': async () => {
    let user = 'user-1'
    const trip = createTrip({ keeper: { ownerOf: () => user } })
    const visitor = trip.newVisitor()
    const callback = await trip.emulator.signIn(await visitor.pressGrant(), 'ada')
    user = 'user-2'
    return visitor.get(callback)
  },

  'WX-NOT-CONNECTED': async () => createTrip().newVisitor().get('/spaces'),
  'WX-GRANT-UNKNOWN': async () => (await connectAda()).ada.post('/accounts/somebody-elses'),
  'WX-RECONNECT': async () => {
    const { trip, ada } = await connectAda()
    trip.emulator.revokeOutside('ada')
    return ada.get('/spaces')
  },
  'WX-REFRESH-FAILING': atRefresh({ status: 503 }),
  'WX-ANSWER-LOST': atRefresh({ drop: 'after' }, async ({ emulator }) => {
    emulator.revokeOutside('ada')
    emulator.clock.advance(HOUR_MS)
  }),
  'WX-GRANT-LOCKED': underOtherSettings({ keys: ['nM2pVZ8cXqvJ3wQm0tT1rYhE5uK7sD9fA4bG6jL8oPs='] }),
  'WX-TOKEN-RESPONSE': async () => {
    const trip = createTrip()
    trip.emulator.faults.add({ on: 'POST /v1/access_token', body: { hello: 'world' } })
    return trip.newVisitor().grantAs('ada')
  },
  'WX-TOKEN-UNAVAILABLE': async () => {
    const trip = createTrip()
    trip.emulator.faults.add({ on: 'POST /v1/access_token', drop: 'after' })
    return trip.newVisitor().grantAs('ada')
  },

  'WX-API-UNAUTHORIZED': rooms({ status: 401 }),
  'WX-API-FORBIDDEN': rooms({ status: 403 }),
  'WX-API-NOT-FOUND': afterGrant({ on: 'GET /v1/rooms/:id', status: 404 }, '/spaces/gone'),
  'WX-API-REQUEST': rooms({ status: 400 }),
  'WX-API-CONFLICT': rooms({ status: 409 }),
  'WX-API-RATE-LIMITED': rooms({ status: 429, headers: { 'retry-after': '3600' } }),
  'WX-API-UNAVAILABLE': rooms({ status: 503 }),
  'WX-API-RESPONSE': rooms({ spoil: 'html' }),

  'WX-STORE-UNAVAILABLE': ofStore('WX-STORE-UNAVAILABLE'),
  'WX-STORE-FULL': ofStore('WX-STORE-FULL'),
  'WX-STORE-READ-ONLY': ofStore('WX-STORE-READ-ONLY'),
  'WX-STORE-CORRUPT': ofStore('WX-STORE-CORRUPT'),
  'WX-STORE-NEWER': ofStore('WX-STORE-NEWER'),

  'WX-CROSS-SITE': async () => createTrip().newVisitor().post('/connect', { 'sec-fetch-site': 'cross-site' }),
  'WX-METHOD': async () => createTrip().newVisitor().post('/spaces'),
  'WX-PAGE-NOT-FOUND': async () => createTrip().newVisitor().get('/nothing'),
  'WX-HOST': async () => visitAs(createTrip(), 'http://evil.example:10060/'),
  'WX-OPERATOR-ONLY': async () => createTrip().newVisitor().post('/connections/g1/refresh'),
  'WX-REQUEST-INVALID': async () => createTrip().newVisitor().post('/operator', { 'content-type': 'text/plain' }),
  'WX-REQUEST-LIMIT': async () => {
    const trip = createTrip()
    for (let asked = 0; asked < 121; asked++) await visitAs(trip, `http://localhost:10060${CALLBACK}x`, '192.0.2.1')
    return visitAs(trip, `http://localhost:10060${CALLBACK}x`, '192.0.2.1')
  },
  'WX-INTERNAL': async () => {
    const { trip, ada } = await connectAda()
    const keeper = { ...trip.keeper, webex: () => Promise.reject(new Error('planned')) }
    return visitAs({ app: createApp({ keeper }) }, 'http://localhost:10060/spaces', undefined, ada.cookieHeader())
  },
}

async function visitAs({ app }: Pick<Trip, 'app'>, url: string, peer?: string, cookie = ''): Promise<Visit> {
  const answer = await app.fetch(new Request(url, { headers: { cookie, accept: 'text/html' } }), peer)
  return { status: answer.status, url: new URL(url), headers: answer.headers, text: await answer.text() }
}

const AT_START = 'the app does not start; the command line shows it'
const NO_DEVICES = 'only the command line signs in by a code on another device'
const NO_WEBHOOKS = 'the app receives no deliveries'
const NO_FILES = 'the app downloads no files'

/** Codes that no page of the app can show, and why. */
const unreachable: Partial<Record<ErrorCode, string>> = {
  'WX-CONFIG-MISSING': AT_START,
  'WX-CONFIG-INVALID': AT_START,
  'WX-CONFIG-INSECURE': AT_START,
  'WX-SCOPE-UNKNOWN': AT_START,
  'WX-KEY-MISSING': AT_START,
  'WX-KEY-WEAK': AT_START,
  'WX-PORT-BUSY': AT_START,
  'WX-STORE-DRIVER': AT_START,
  'WX-USAGE': 'there is no command line in a page',
  'WX-DEVICE-REDIRECTS': NO_DEVICES,
  'WX-DEVICE-EXPIRED': NO_DEVICES,
  'WX-DEVICE-LIMIT': NO_DEVICES,
  'WX-WEBHOOK-SIGNATURE': NO_WEBHOOKS,
  'WX-WEBHOOK-TOO-LARGE': NO_WEBHOOKS,
  'WX-WEBHOOK-RAW-BODY': NO_WEBHOOKS,
  'WX-WEBHOOK-BODY': NO_WEBHOOKS,
  'WX-API-FILE-SCANNING': NO_FILES,
  'WX-API-FILE-INFECTED': NO_FILES,
  'WX-API-FILE-UNSCANNABLE': NO_FILES,
  'WX-ANSWER-MISSING': 'a page says WX-REFRESH-FAILING, with this code as its detail',
  'WX-API-LINK': 'the list shows the items up to there, and beside them why there are no more',
  'WX-REVOKE-FAILED': 'a disconnect succeeds here all the same, and its page says that Webex has not confirmed it yet',
  'WX-API-TIMEOUT': 'pages wait no longer than for a few seconds for an answer, and that is WX-API-UNAVAILABLE',
}

describe('every code', () => {
  it('is either reached below, or told why it cannot be', () => {
    expect([...Object.keys(reached), ...Object.keys(unreachable)].sort()).toEqual(Object.keys(catalogue).sort())
  })

  it.each(Object.entries(reached) as [ErrorCode, Reach][])(
    '%s is met by a browser, and is its page',
    async (code, reach) => {
      const { status, text } = await reach()
      const codes = [...new Set(text.match(/\bWX-[A-Z]+(?:-[A-Z]+)*\b/g))]
      expect([codes[0], status]).toEqual([code, catalogue[code].status])
      expect(text).toContain(`grantkeeper explain ${code}`)
    },
  )
})
