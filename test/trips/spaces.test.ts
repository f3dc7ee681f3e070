import { type RequestOptions, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import type { Visit, Visitor } from '../visitor.ts'
import { createTrip, REDIRECT_URI, type Trip } from './trip.ts'

/** Spaces as a person has them, with the library and Webex behind the pages, and with everything that may go wrong there. */

const optionalScopes = ['spark:teams_read', 'spark:memberships_read', 'spark:messages_read', 'spark:messages_write']
const base = ['spark:rooms_read', 'spark:people_read']
const WAIT = { status: 429, headers: { 'retry-after': '18' } }

/** Everything is ticked on the integration; what is not in `scopes` is asked for when somebody wants it. */
function createSpacesTrip({ scopes = base, spaces = 312, optional = optionalScopes } = {}): Trip {
  const emulator = createEmulator({
    seed: { users: [{ key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces }] },
  })
  const ticked = [...base, ...optionalScopes]
  const { clientId, clientSecret } = emulator.register({ name: 'S', redirectUris: [REDIRECT_URI], scopes: ticked })
  const optionals = optional.filter((scope) => !scopes.includes(scope))
  return createTrip({ on: emulator, keeper: { clientId, clientSecret, scopes, optionalScopes: optionals } })
}

async function signIn(options?: Parameters<typeof createSpacesTrip>[0]) {
  const trip = createSpacesTrip(options)
  const ada = trip.newVisitor()
  await ada.grantAs('ada')
  return { trip, ada }
}

const signInWithAll = (spaces?: number) =>
  signIn({ scopes: [...base, ...optionalScopes], ...(spaces !== undefined && { spaces }) })

async function firstSpace(ada: Visitor, query = ''): Promise<string> {
  const { text } = await ada.get(`/spaces${query}`)
  return /<th scope="row"><a href="([^"]+)"/.exec(text)?.[1] ?? ''
}

/** A file as a browser reads it: what came, and whether it came to its end. */
async function download({ app }: Trip, ada: Visitor, path: string) {
  const response = await app.fetch(
    new Request(`http://localhost:10060${path}`, { headers: { cookie: ada.cookieHeader() } }),
  )
  const pieces: Uint8Array[] = []
  let isComplete = true
  try {
    for await (const piece of response.body ?? []) pieces.push(piece)
  } catch {
    isComplete = false
  }
  return { response, isComplete, text: Buffer.concat(pieces).toString('utf8') }
}

/** The same over a socket; `onBegun` is called with its first piece. */
function readOverSocket(options: RequestOptions, onBegun = () => {}): Promise<{ isComplete: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.once('data', onBegun)
      response.on('data', (piece) => {
        text += piece
      })
      response.on('error', () => undefined)
      response.on('close', () => resolve({ isComplete: response.complete, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** What stands in a page's main part, without its markup. */
function wordsOf({ text }: Visit): string {
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(text) ?? []
  return main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('the list of spaces', () => {
  it('costs one call to Webex a minute, and one for the teams in ten, however often it is looked at', async () => {
    const { trip, ada } = await signInWithAll()
    for (const query of ['', '?q=lisbon', '?type=direct', '?sort=title&page=2', '?team=any&size=25'])
      expect((await ada.get(`/spaces${query}`)).status).toBe(200)
    expect([trip.requests('GET /v1/rooms'), trip.requests('GET /v1/teams')]).toEqual([1, 1])
    trip.emulator.clock.advance(61_000)
    await ada.get('/spaces')
    expect([trip.requests('GET /v1/rooms'), trip.requests('GET /v1/teams')]).toEqual([2, 1])
  })

  it('names the teams, and shows those of one', async () => {
    const { ada } = await signInWithAll()
    const { text } = await ada.get('/spaces')
    const [, id = '', name = ''] = /<option value="(Y2lz[^"]+)">([^<]+)</.exec(text) ?? []
    const ofTeam = await ada.get(`/spaces?team=${id}`)
    const cells = [...ofTeam.text.matchAll(/<td class="wrap">(.*?)<\/td><td class="wrap">/g)].map(([, cell]) => cell)
    expect(cells.length).toBeGreaterThan(1)
    expect(new Set(cells)).toEqual(new Set([`<bdi>${name}</bdi>`]))
    expect(ofTeam.text).toContain(`<option value="${id}" selected>`)
  })

  it('says "in a team" where the names are not its to see, and never asks for them', async () => {
    const { trip, ada } = await signIn()
    expect((await ada.get('/spaces?team=any')).text).toContain('<td class="wrap">in a team</td>')
    expect((await ada.get('/spaces?team=none')).text).not.toContain('<td class="wrap">in a team</td>')
    expect(trip.requests('GET /v1/teams')).toBe(0)
  })

  it('offers to see the names of teams where that is one press away', async () => {
    const { ada } = await signIn()
    const path = '/spaces?type=group&page=2'
    const { text } = await ada.get(path)
    expect(text).toContain(`/connect?scopes=spark%3Ateams_read&amp;return_to=${encodeURIComponent(path)}`)
    expect((await (await signInWithAll()).ada.get(path)).text).not.toContain('/connect?scopes=')
    expect((await (await signIn({ optional: [] })).ada.get(path)).text).not.toContain('teams_read')
  })

  it('goes on without the names of teams when Webex does not tell them', async () => {
    const { trip, ada } = await signInWithAll()
    trip.emulator.faults.add({ on: 'GET /v1/teams', status: 403 })
    for (let visits = 0; visits < 3; visits++) expect((await ada.get('/spaces')).text).toContain('in a team')
    expect(trip.requests('GET /v1/teams')).toBe(1)
  })

  it('keeps its choice in its addresses, from page to page', async () => {
    const { ada } = await signIn()
    const { text } = await ada.get('/spaces?sort=created&size=25&type=group&page=2')
    expect(text).toContain('Showing 26–50 of')
    expect(text).toContain('href="/spaces?type=group&amp;sort=created&amp;size=25&amp;page=3"')
    expect(text).toContain('href="/spaces?type=group&amp;sort=created&amp;size=25"')
    expect(text).toContain('href="/spaces.csv?type=group&amp;sort=created"')
  })

  it('marks what Webex could not decrypt and shows the rest', async () => {
    const { trip, ada } = await signIn()
    trip.emulator.faults.add({ on: 'GET /v1/rooms', kmsFailureEvery: 100 })
    const visit = await ada.get('/spaces')
    expect(wordsOf(visit)).toContain('Webex could not tell everything about 3 of them; they are marked.')
    expect(wordsOf(visit)).toContain('Title cannot be decrypted right now ! incomplete')
    expect(visit.text).not.toContain('eyJ')
  })

  it('keeps what came before a 429 in the middle, and counts down', async () => {
    const { trip, ada } = await signIn({ spaces: 1_500 })
    trip.emulator.faults.add({ on: 'GET /v1/rooms', every: 2, ...WAIT })
    const visit = await ada.get('/spaces')
    expect(visit.status).toBe(200)
    expect(wordsOf(visit)).toContain('Webex asked us to wait 18 s . The 1,000 spaces known so far stay visible.')
    expect(visit.text).toContain('data-seconds="18"')
  })

  it('keeps the old list when a newer one breaks off on its way', async () => {
    const { trip, ada } = await signIn()
    await ada.get('/spaces')
    trip.emulator.clock.advance(61_000)
    trip.emulator.faults.add({ on: 'GET /v1/rooms', drop: 'mid-body' })
    const visit = await ada.get('/spaces')
    expect(wordsOf(visit)).toContain('The 312 spaces known so far stay visible. WX-API-UNAVAILABLE')
  })
})

describe('a permission that is missing', () => {
  it('is offered where it is needed; once granted, the person is back and sees what it opens', async () => {
    const { trip, ada } = await signIn()
    const path = await firstSpace(ada)
    const before = await ada.get(path)
    expect(wordsOf(before)).toContain('Reading messages needs the permission spark:messages_read')
    expect(trip.requests('GET /v1/messages')).toBe(0)
    const [, action = ''] = /action="(\/connect\?scopes=spark%3Amessages_read[^"]*)"/.exec(before.text) ?? []
    const asked = await ada.post(action.replaceAll('&amp;', '&'))
    const back = await ada.get(await trip.emulator.signIn(asked.headers.get('location') ?? '', 'ada'))
    expect(back.url.pathname).toBe(path)
    expect(back.text).toContain('<ol class="messages">')
    expect(wordsOf(back)).toContain('Allow sending messages')
    expect(wordsOf(back)).not.toContain('Allow reading messages')
  })

  it('that this app does not offer is the operator’s to allow', async () => {
    const { ada } = await signIn({ optional: [] })
    const visit = await ada.get(await firstSpace(ada))
    expect(wordsOf(visit)).toContain('Its operator can: tick spark:messages_read on the integration')
    expect(visit.text).not.toContain('/connect?scopes=')
  })

  it('that was held back is asked for again', async () => {
    const trip = createSpacesTrip({ scopes: [...base, 'spark:messages_read'] })
    const ada = trip.newVisitor()
    await ada.grantAs('ada', { accept: true, scopes: base })
    const visit = await ada.get(await firstSpace(ada))
    expect(wordsOf(visit)).toContain('It was asked for and not granted')
    expect(wordsOf(visit)).toContain('Ask again')
  })

  it('is asked for again where it is the one that all needs, before Webex can refuse', async () => {
    const trip = createSpacesTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada', { accept: true, scopes: ['spark:people_read'] })
    for (const path of ['/spaces', '/spaces/one']) {
      const visit = await ada.get(path)
      expect(visit.status).toBe(403)
      expect(wordsOf(visit)).toContain('Seeing your spaces needs the permission spark:rooms_read')
      expect(visit.text).toContain(`action="/connect?return_to=${encodeURIComponent(path)}"`)
    }
    expect(trip.requests('GET /v1/rooms')).toBe(0)
  })
})

describe('the page of a space', () => {
  it('shows who is in it and what was said last, by name, in three calls to Webex', async () => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    const calls = trip.emulator.journal.entries().length
    const visit = await ada.get(path)
    expect(visit.text).toMatch(/<strong><bdi>[^@<]+<\/bdi><\/strong>/)
    expect(visit.text).toMatch(/<th scope="row"><bdi>[^<]+<\/bdi><\/th><td class="wrap"[^>]*><bdi>[^<@]+@/)
    expect(visit.text).not.toContain('Bearer e')
    expect(trip.emulator.journal.entries().length - calls).toBe(3)
  })

  it.each([
    [{ status: 403 }, 'WX-API-FORBIDDEN'],
    [{ status: 404 }, 'WX-API-NOT-FOUND'],
    [WAIT, 'WX-API-RATE-LIMITED'],
    [{ status: 503 }, 'WX-API-UNAVAILABLE'],
    [{ drop: 'mid-body' as const }, 'WX-API-UNAVAILABLE'],
    [{ spoil: 'garbage' as const }, 'WX-API-RESPONSE'],
  ])('stands when its messages meet %j', async (fault, code) => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    trip.emulator.faults.add({ on: 'GET /v1/messages', ...fault })
    const visit = await ada.get(path)
    expect(visit.status).toBe(200)
    expect(visit.text).toContain(`<code>${code}</code>`)
    expect(visit.text).toContain('id="members"')
    expect(visit.text).toContain('Ada Lovelace')
  })

  it.each([
    [{ status: 503 }, 'Webex is not available right now'],
    [WAIT, 'Webex asked us to wait 18 s'],
  ])(
    'keeps what the list knows of it on screen through %j, and nothing where no list was read',
    async (fault, words) => {
      const { trip, ada } = await signInWithAll()
      const path = await firstSpace(ada)
      trip.emulator.faults.add({ on: 'GET /v1/rooms/:id', status: 404, times: 1 })
      expect((await ada.get(path)).status).toBe(404)
      trip.emulator.faults.add({ on: 'GET /v1/rooms/:id', ...fault })
      const visit = await ada.get(path)
      expect(visit.status).toBe(200)
      expect(wordsOf(visit)).toMatch(/What the list of [\d:]+ UTC says of it stays visible/)
      expect(wordsOf(visit)).toContain(words)
      expect(wordsOf(visit)).toContain('Last activity')
      const elsewhere = trip.newVisitor()
      await elsewhere.grantAs('ada')
      expect((await elsewhere.get(path)).status).toBeGreaterThanOrEqual(400)
    },
  )

  it('looks up how to meet only when asked, and stands when Webex has ended that call', async () => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    expect((await ada.get(path)).text).toContain(`${path}?meeting=1#meeting`)
    trip.emulator.faults.add({ on: 'GET /v1/rooms/:id/meetingInfo', status: 404 })
    const visit = await ada.get(`${path}?meeting=1`)
    expect([visit.status, visit.text.includes('WX-API-NOT-FOUND')]).toEqual([200, true])
  })

  it('goes back to older messages and to further members by addresses', async () => {
    const { trip, ada } = await signInWithAll()
    const members = Array.from({ length: 60 }, (_, index) => `m${index}`)
    for (const key of members) trip.emulator.addUser({ key, displayName: key, email: `${key}@example.com`, spaces: 0 })
    const made = (await trip.emulator.control('spaces add', { user: 'ada', title: 'Big', members })) as { id: string }
    const path = `/spaces/${made.id}`
    for (let count = 0; count < 25; count++) await ada.post(`${path}/messages`, {}, { text: `message ${count}.` })
    const first = await ada.get(path)
    expect(first.text).toContain('message 24.')
    expect(first.text).not.toContain('message 4.')
    const [, older = ''] = /rel="next" href="([^"#]+before=[^"#]+)#messages"/.exec(first.text) ?? []
    const last = await ada.get(older.replaceAll('&amp;', '&'))
    expect(last.text).toContain('message 4.')
    expect(last.text).not.toContain('message 5.')
    expect(wordsOf(first)).toContain('Showing 1–50')
    expect(wordsOf(await ada.get(`${path}?members=2`))).toContain('Showing 51–61')
  })

  it('of somebody else is not found, and tells nothing of it', async () => {
    const { trip, ada } = await signInWithAll()
    trip.emulator.addUser({ key: 'eve', displayName: 'Eve', email: 'eve@example.com', spaces: 3 })
    const eve = trip.newVisitor()
    await eve.grantAs('eve')
    const path = await firstSpace(eve)
    expect((await ada.get(path)).status).toBe(404)
    expect((await ada.post(`${path}/messages`, {}, { text: 'hello' })).status).toBe(404)
  })
})

describe('sending a message', () => {
  it('leads back to the space, where it stands as it was typed', async () => {
    const { ada } = await signInWithAll()
    const path = await firstSpace(ada)
    const sent = await ada.post(`${path}/messages`, {}, { text: 'a <b>bold</b> claim\r\nin two lines' })
    expect([sent.status, sent.url.pathname]).toEqual([200, path])
    expect(wordsOf(sent)).toContain('Sent.')
    expect(sent.text).toContain('<div class="said" dir="auto">a &lt;b&gt;bold&lt;/b&gt; claim\nin two lines</div>')
  })

  it.each([
    ['a 429', WAIT, 429, 'Webex asked us to wait'],
    ['a refusal', { status: 403 }, 403, 'WX-API-FORBIDDEN'],
    ['a space that is gone', { status: 404 }, 404, 'WX-API-NOT-FOUND'],
    ['a Webex that fails', { status: 503 }, 503, 'Look into the space before you send it again'],
    ['an answer that is lost', { drop: 'after' as const }, 503, 'Look into the space before you send it again'],
  ])('keeps what was typed through %s', async (_name, fault, status, words) => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    trip.emulator.faults.add({ on: 'POST /v1/messages', ...fault })
    const visit = await ada.post(`${path}/messages`, {}, { text: 'my <precious> words' })
    expect(visit.status).toBe(status)
    expect(wordsOf(visit)).toContain(words)
    expect(visit.text).toContain('my &lt;precious&gt; words</textarea>')
  })

  it('keeps what was typed when the connection has ended, or the permission is missing', async () => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    const stranger = await trip.newVisitor().post(`${path}/messages`, {}, { text: 'not lost' })
    expect([stranger.status, stranger.text.includes('not lost</textarea>')]).toEqual([401, true])
    expect(stranger.text).toContain(`action="/connect?return_to=${encodeURIComponent(path)}"`)
    trip.emulator.revokeOutside('ada')
    const ended = await ada.post(`${path}/messages`, {}, { text: 'nor this' })
    expect([ended.status, ended.text.includes('nor this</textarea>')]).toEqual([401, true])
    const { ada: reader } = await signIn()
    const refused = await reader.post(`${path}/messages`, {}, { text: 'nor that' })
    expect([refused.status, refused.text.includes('nor that</textarea>')]).toEqual([403, true])
    expect(refused.text).toContain('/connect?scopes=spark%3Amessages_write')
  })

  it('is done in nobody else’s name when another account was chosen meanwhile', async () => {
    const { trip, ada } = await signInWithAll()
    const path = await firstSpace(ada)
    const [, as = ''] = /name="as" value="([^"]+)"/.exec((await ada.get(path)).text) ?? []
    trip.emulator.addUser({ key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' })
    await ada.grantAs('grace')
    const visit = await ada.post(`${path}/messages`, {}, { as, text: 'only mine' })
    expect(visit.status).toBe(409)
    expect(wordsOf(visit)).toMatch(/Grace Hopper.*Nothing was sent/)
    expect(visit.text).toContain('only mine</textarea>')
    expect(visit.text).not.toContain(`value="${as}"`)
    expect(trip.requests('POST /v1/messages')).toBe(0)
  })

  it('refuses what is no message before Webex is asked', async () => {
    const { trip, ada } = await signInWithAll()
    const path = `${await firstSpace(ada)}/messages`
    expect((await ada.post(path, {}, { text: ' \u200b\n' })).status).toBe(400)
    expect((await ada.post(path, {}, { text: 'é'.repeat(3_720) })).status).toBe(400)
    expect((await ada.post(path, {}, { text: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await ada.post(path, { 'content-type': 'text/plain' }, { text: 'x' })).status).toBe(415)
    expect((await ada.post(path, {}, { words: 'x' })).status).toBe(400)
    expect((await ada.post(path, { 'sec-fetch-site': 'cross-site' }, { text: 'x' })).status).toBe(403)
    expect(trip.requests('POST /v1/messages')).toBe(0)
    expect((await ada.post(path, {}, { text: 'é'.repeat(3_719) })).status).toBe(200)
  })
})

describe('a file of spaces', () => {
  it('has every space, as a table and as JSON, page by page from Webex', async () => {
    const { trip, ada } = await signInWithAll(2_300)
    const csv = await download(trip, ada, '/spaces.csv')
    expect(csv.response.headers.get('content-disposition')).toMatch(/^attachment; filename="spaces-[\d-]{10}\.csv"$/)
    expect(csv.text.startsWith('\ufeff"title","type",')).toBe(true)
    expect([csv.isComplete, csv.text.split('\r\n').length]).toEqual([true, 2_302])
    expect(trip.requests('GET /v1/rooms')).toBe(3)
    const json = JSON.parse((await download(trip, ada, '/spaces.json')).text)
    expect([json.complete, json.count, json.spaces.length]).toEqual([true, 2_300, 2_300])
  })

  it('has the choice of the list that it was pressed on', async () => {
    const { trip, ada } = await signIn()
    const [, total] = /of (\d+)</.exec((await ada.get('/spaces?type=direct&q=a')).text) ?? []
    const { count, spaces } = JSON.parse((await download(trip, ada, '/spaces.json?type=direct&q=a')).text)
    expect(count).toBe(Number(total))
    expect(new Set(spaces.map(({ type }: { type: string }) => type))).toEqual(new Set(['direct']))
  })

  it('waits as Webex asks in the middle, and is complete all the same', async () => {
    const { trip, ada } = await signIn({ spaces: 1_500 })
    const wait = { status: 429, headers: { 'retry-after': '1' } }
    trip.emulator.faults.add({ on: 'GET /v1/rooms', every: 2, times: 1, ...wait })
    const { isComplete, text } = await download(trip, ada, '/spaces.json')
    expect([isComplete, JSON.parse(text).count]).toEqual([true, 1_500])
  })

  it('that Webex cuts says so in its last line, and its connection breaks off', async () => {
    const { trip, ada } = await signIn({ spaces: 1_500 })
    trip.emulator.faults.add({ on: 'GET /v1/rooms', every: 2, status: 403 })
    const json = await download(trip, ada, '/spaces.json')
    expect([json.response.status, json.isComplete]).toEqual([200, false])
    expect(JSON.parse(json.text)).toMatchObject({ complete: false, count: 1_000, error: { code: 'WX-API-FORBIDDEN' } })
    const csv = await download(trip, ada, '/spaces.csv')
    expect(csv.isComplete).toBe(false)
    expect(csv.text.split('\r\n').at(-1)).toMatch(/^"NOT COMPLETE: .*\(WX-API-FORBIDDEN\)/)
  })

  it('breaks off over a socket too, with its last line delivered, and ends with the app', async () => {
    const { trip, ada } = await signIn({ spaces: 3_000 })
    const { port, close } = await trip.app.listen({ port: 0 })
    const headers = { host: 'localhost:10060', cookie: ada.cookieHeader() }
    trip.emulator.faults.add({ on: 'GET /v1/rooms', every: 2, times: 1, status: 403 })
    const cut = await readOverSocket({ port, path: '/spaces.json', headers })
    expect([cut.isComplete, JSON.parse(cut.text).error.code]).toEqual([false, 'WX-API-FORBIDDEN'])
    trip.emulator.faults.add({ on: 'GET /v1/rooms', every: 2, ...WAIT })
    const waiting = readOverSocket({ port, path: '/spaces.csv', headers }, () => void close())
    expect((await waiting).isComplete).toBe(false)
  })

  it('that cannot begin is an error page', async () => {
    const { trip, ada } = await signIn()
    trip.emulator.faults.add({ on: 'GET /v1/rooms', status: 403 })
    const { response, text } = await download(trip, ada, '/spaces.csv')
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    expect(text).toContain('WX-API-FORBIDDEN')
    expect((await download(trip, trip.newVisitor(), '/spaces.csv')).response.status).toBe(401)
  })

  it('is not loaded on when its reader leaves', async () => {
    const { trip, ada } = await signIn({ spaces: 9_000 })
    const { body } = await trip.app.fetch(
      new Request('http://localhost:10060/spaces.json', { headers: { cookie: ada.cookieHeader() } }),
    )
    const reader = body?.getReader()
    for (let pieces = 0; pieces < 2; pieces++) await reader?.read()
    await reader?.cancel()
    for (let visits = 0; visits < 5; visits++) await ada.get('/')
    expect(trip.requests('GET /v1/rooms')).toBeLessThanOrEqual(3)
  })
})
