import { describe, expect, it } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'
import type { Visitor } from '../visitor.ts'
import { createTrip, REDIRECT_URI, type Trip } from './trip.ts'

const optionalScopes = ['spark:messages_write', 'spark:teams_read']
const base = ['spark:rooms_read', 'spark:people_read']

/** A trip whose integration has ticked the optional scopes too. */
function createOptionalTrip() {
  const emulator = createEmulator()
  const scopes = [...base, ...optionalScopes]
  const { clientId, clientSecret } = emulator.register({ name: 'More', redirectUris: [REDIRECT_URI], scopes })
  return createTrip({ on: emulator, keeper: { clientId, clientSecret, optionalScopes } })
}

const newest = async ({ keeper }: Trip) => (await keeper.grants.list())[0]

async function press(visitor: Visitor, path: string) {
  const { url, headers, text, status } = await visitor.post(path)
  const location = headers.get('location') ?? ''
  return { url, text, status, location, asked: new URL(location || url).searchParams.get('scope')?.split(' ') }
}

describe('asking for more scopes', () => {
  it('is one press: what was granted stays, what is asked for comes on top, and the person comes back', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    expect((await newest(trip))?.scopesGranted).not.toContain('spark:messages_write')

    const path = trip.keeper.scopes.askFor(['spark:messages_write'], '/granted?more')
    const { asked, location } = await press(ada, path)
    expect(asked).toEqual([...base, 'spark:messages_write'])
    const back = await ada.get(await trip.emulator.signIn(location, 'ada'))
    expect(back.url.pathname + back.url.search).toBe('/granted?more')

    const grants = await trip.keeper.grants.list()
    expect(grants.map(({ scopesAsked }) => scopesAsked)).toEqual([[...base, 'spark:messages_write']])
    expect(grants[0]?.scopesGranted).toContain('spark:messages_write')
    expect(grants[0] && trip.keeper.scopes.drift(grants[0])).toMatchObject({ missing: [], surplus: [], refused: [] })
  })

  it('keeps what was asked for before, also when GRANT is pressed alone', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const { location } = await press(ada, trip.keeper.scopes.askFor(['spark:teams_read']))
    await ada.get(await trip.emulator.signIn(location, 'ada'))
    expect((await press(ada, '/connect')).asked).toEqual([...base, 'spark:teams_read'])
    const both = await press(ada, '/connect?scopes=spark:messages_write')
    expect(both.asked).toEqual([...base, ...optionalScopes])
  })

  it('that this app does not offer is refused before Webex is asked', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    for (const scopes of ['spark:all', 'spark:teams_read%20spark:all', '%0d%0ax', 'spark:teams_read&scopes=x']) {
      const { status, text, location } = await press(ada, `/connect?scopes=${scopes}`)
      expect([status, text.includes('WX-REQUEST-INVALID'), location]).toEqual([400, true, ''])
    }
    expect((await press(ada, '/connect?scopes=')).asked).toEqual(base)
    expect((await press(ada, '/connect?scopes=spark:rooms_read')).asked).toEqual(base)
  })

  it('tells of what the organization or the person held back', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada', { accept: true, scopes: ['spark:rooms_read'] })
    const grant = await newest(trip)
    expect(grant && trip.keeper.scopes.drift(grant)).toMatchObject({
      missing: ['spark:people_read'],
      refused: ['spark:people_read'],
      surplus: [],
    })
  })
})

describe('the scopes that an app has needed', () => {
  it('are what its calls needed, of those it asks for', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    await ada.get('/spaces')
    expect(trip.keeper.scopes.used()).toMatchObject({
      endpoints: ['GET /people/me', 'GET /rooms'],
      narrowest: ['spark:people_read', 'spark:rooms_read'],
      unused: optionalScopes,
      unknown: [],
    })
  })
})

describe('connecting another account', () => {
  it('has Webex ask which one it shall be, and asks for nothing that the first one was asked for on top', async () => {
    const trip = createOptionalTrip()
    const ada = trip.newVisitor()
    await ada.grantAs('ada')
    const { location } = await press(ada, trip.keeper.scopes.askFor(['spark:teams_read']))
    await ada.get(await trip.emulator.signIn(location, 'ada'))
    const another = await press(ada, '/connect?account=another')
    expect(new URL(another.location).searchParams.get('prompt')).toBe('select_account')
    expect(another.asked).toEqual(base)
    expect(new URL((await press(ada, '/connect')).location).searchParams.has('prompt')).toBe(false)
  })
})
