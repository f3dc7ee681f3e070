import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBot } from '../../examples/calls/bot.js'
import { findSpace, showSpaces } from '../../examples/calls/errors.js'
import { findLocked, listTabs, newestSpaces, readOrganization } from '../../examples/calls/lists.js'
import { askForLunch, greet, readLunch, saveFiles, sendFile } from '../../examples/calls/messages.js'
import { connectHere } from '../../examples/device/connect.js'
import { createApp as createLogin } from '../../examples/login-with-webex/app.js'
import { createApp as createCompose } from '../../examples/more-scopes/app.js'
import { createKeeper } from '../../examples/more-scopes/keeper.js'
import { createEmulator } from '../../src/emulator/index.ts'
import type { WebexClient } from '../../src/index.ts'
import { DEVICE_URIS } from '../emulated-identity.ts'
import { createTrip, REDIRECT_URI, type Trip } from '../trips/trip.ts'
import { createVisitor } from '../visitor.ts'

// The examples and the trip share one copy of the library, as they do in an app.
vi.mock('grantkeeper', () => import('../../src/index.ts'))
vi.mock('grantkeeper/adapters/hono', () => import('../../src/adapters/hono.ts'))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-guides-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A trip whose integration has these scopes. */
function createTripWith(scopes: string[], optionalScopes: string[] = []): Trip {
  const emulator = createEmulator()
  const asked = [...scopes, ...optionalScopes]
  const { clientId, clientSecret } = emulator.register({
    name: 'Guide',
    redirectUris: [REDIRECT_URI, ...DEVICE_URIS],
    scopes: asked,
  })
  return createTrip({ on: emulator, keeper: { clientId, clientSecret, scopes, optionalScopes } })
}

const SPACES = ['spark:rooms_read', 'spark:people_read']
const MESSAGING = [...SPACES, 'spark:rooms_write', 'spark:messages_read', 'spark:messages_write']

/** The id of a space that is not there. */
const GONE = Buffer.from('ciscospark://us/ROOM/00000000-0000-4000-8000-000000000000').toString('base64url')

async function connect(trip: Trip, user = 'ada'): Promise<WebexClient> {
  await trip.newVisitor().grantAs(user)
  const [grant] = await trip.keeper.grants.list()
  return trip.keeper.webex({ grant: grant!.id })
}

describe('the guide to calls', () => {
  it('sends what it says, and gives back what was filled in and what was sent', async () => {
    const webex = await connect(createTripWith(MESSAGING))
    const { id: roomId } = await webex.rooms.create({ title: 'Lunch' })
    expect(await greet(webex, roomId)).toMatchObject({ markdown: '**Good morning**' })
    const card = await askForLunch(webex, roomId)
    const { id } = await webex.attachmentActions.create({ messageId: card.id, inputs: { dish: 'Soup' } })
    expect(await readLunch(webex, id)).toBe('Soup')
    const path = join(folder, 'menu.txt')
    writeFileSync(path, 'Soup')
    const sent = await sendFile(webex, 'grace@example.com', path)
    rmSync(path)
    await saveFiles(webex, sent.roomId, folder)
    const [saved = ''] = readdirSync(folder)
    expect([saved, readFileSync(join(folder, saved), 'utf8')]).toEqual([`${sent.id}-menu.txt`, 'Soup'])
  })

  it('reads as many as it says', async () => {
    const trip = createTripWith(SPACES)
    const webex = await connect(trip)
    expect(await newestSpaces(webex)).toHaveLength(20)
    const locked = (await webex.rooms.list({ type: 'group' }).toArray()).filter(({ isLocked }) => isLocked)
    expect(await findLocked(webex)).toEqual(locked.map(({ title }) => title))
    await expect(listTabs(webex, 'r/1')).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
    await expect(readOrganization(webex, 'o/1')).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
    expect([trip.requests('GET /v1/room/tabs'), trip.requests('GET /v1/organizations/o%2F1')]).toEqual([1, 1])
  })

  it('takes a space that is gone for none, and shows what is known where Webex is away', async () => {
    const trip = createTripWith(SPACES)
    const webex = await connect(trip)
    const [room] = await newestSpaces(webex)
    expect(await findSpace(webex, room!.id)).toMatchObject({ title: room!.title })
    expect(await findSpace(webex, GONE)).toBeUndefined()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const request = { headers: { cookie: ada.cookieHeader() } }
    expect(await showSpaces(trip.keeper, request, [])).toHaveLength(100)
    trip.emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '60' } })
    expect(await showSpaces(trip.keeper, request, [room!])).toEqual([room])
    await expect(showSpaces(trip.keeper, { headers: {} }, [])).rejects.toMatchObject({ code: 'WX-NOT-CONNECTED' })
  })

  it('makes a bot of a token alone', () => {
    expect(createBot({ WEBEX_BOT_TOKEN: 'Yjkx' }).messages.create).toBeTypeOf('function')
    expect(() => createBot({})).toThrow(expect.objectContaining({ code: 'WX-CONFIG-MISSING' }))
  })
})

describe('the guide to more scopes', () => {
  it('asks for sending only who wants to send', async () => {
    const trip = createTripWith(SPACES, ['spark:messages_write'])
    const ada = createVisitor(createCompose(trip.keeper), trip.emulator)
    expect((await ada.get('/')).text).toContain('GRANT')
    await ada.get(await trip.emulator.signIn(await ada.pressGrant('/'), 'ada'))
    const page = await ada.get('/')
    expect(page.text).toContain('Allow this app to send messages')
    const [, action = ''] = /action="([^"]+)"/.exec(page.text) ?? []
    const asked = await ada.post(action.replaceAll('&amp;', '&'))
    await ada.get(await trip.emulator.signIn(asked.headers.get('location') ?? '', 'ada'))
    expect((await ada.get('/')).text).toContain('Say hello')
    expect((await ada.post('/', {}, { to: 'grace@example.com' })).text).toContain('Say hello')
    expect(trip.requests('POST /v1/messages')).toBe(1)
  })

  it('knows the optional scopes from code', async () => {
    const keeper = createKeeper({
      WEBEX_CLIENT_ID: 'C1',
      WEBEX_CLIENT_SECRET: 's1',
      WEBEX_REDIRECT_URI: REDIRECT_URI,
      WEBEX_SCOPES: 'spark:people_read',
      GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: ':memory:',
    })
    expect(keeper.integration.optionalScopes).toEqual(['spark:messages_write'])
    await keeper.close()
  })
})

describe('the guide to signing in', () => {
  it('knows who signed in, and forgets them when they sign out', async () => {
    const trip = createTripWith(['openid', 'email', 'profile'])
    const users = new Map<string, { name: string }>()
    const app = createLogin(trip.keeper, (sub, { name, email }) => {
      users.set(sub, { name: name ?? email ?? sub })
      return users.get(sub)!
    })
    const ada = createVisitor(app, trip.emulator)
    expect((await ada.get('/')).text).toContain('Sign in with Webex')
    const asked = await ada.pressGrant('/')
    expect((await ada.get(await trip.emulator.signIn(asked, 'ada'))).text).toContain('Hello, Ada Lovelace.')
    expect([...users.keys()]).toEqual([(await trip.keeper.grants.list())[0]?.login?.sub])
    const forged = await ada.post('/sign-out', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, {})
    expect(forged.status).toBe(403)
    expect((await ada.post('/sign-out', {}, {})).text).toContain('Sign in with Webex')
    expect(await trip.keeper.grants.list()).toHaveLength(1)
  })
})

describe('the guide to devices', () => {
  it('shows where to enter which code, and stops when told', async () => {
    const trip = createTripWith(SPACES)
    const shown: string[] = []
    const stop = new AbortController()
    const show = (text: string) => {
      shown.push(text)
      stop.abort(new Error('enough'))
    }
    const waiting = connectHere(trip.keeper, show, stop.signal)
    await expect(waiting).rejects.toThrow('enough')
    expect(shown).toEqual([expect.stringMatching(/^Open http:\/\/127\.0\.0\.1:\d+\/verify and enter \S+$/)])
  })
})
