import { rowOfTokens } from '../../src/grants/records.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import { Secret } from '../../src/secret.ts'
import { attend, callWebex, isDeleted, type OpenCalls } from './calls.ts'
import { integration } from './client.ts'
import { type IssuedTokens, readName } from './provider.ts'
import type { Place, World } from './world.ts'

/** Somebody who connects, disconnects and connects again. */
export interface Person {
  name: string
  /** The grant this person had last; perhaps it is gone. */
  grant: string
}

/** Chances that a person does so at an ordinary visit, and while a refresh of the grant is under way. */
const AT_VISIT = 0.1
const AT_REFRESH = 0.1
const MINUTE = 60_000

/** A person connects before the world begins: a row with the provider's first tokens. */
export async function addPerson(world: World, name: string): Promise<Person> {
  const { random, schedule, provider, store, witness, seal } = world
  const grant = Buffer.from(random.bytes(16)).toString('hex')
  const now = schedule.now()
  const tokens = readTokens(world, provider.exchange(provider.authorize(name)))
  const row: GrantRow = {
    id: grant,
    clientId: integration.clientId,
    owner: name,
    personId: name,
    personName: null,
    personEmail: null,
    orgId: null,
    login: null,
    scopesAsked: '',
    scopesGranted: '',
    connectedAt: now,
    leaseAttempt: null,
    leaseHolder: null,
    leaseUntil: null,
    askedAt: null,
    coolUntil: null,
    ...rowOfTokens(seal, grant, 1, tokens, now),
  }
  await store.insertGrant(row)
  witness.onCommit(undefined, row)
  witness.figures.grants++
  return { name, grant }
}

function readTokens({ schedule, provider }: World, { accessToken, refreshToken }: IssuedTokens) {
  const now = schedule.now()
  return {
    accessToken: new Secret(accessToken),
    refreshToken: new Secret(refreshToken),
    accessExpiresAt: now + provider.lifeMs,
    refreshExpiresAt: now + provider.refreshLifeMs,
    scopes: undefined,
    idToken: undefined,
  }
}

/** Comes by every hour or so until then: connects where there is no grant, and now and then all the same, or disconnects. */
export function planVisits(world: World, person: Person, until: number, open: OpenCalls): void {
  const { schedule } = world
  const random = world.random.fork()
  const visit = async () => {
    if (schedule.now() > until) return
    schedule.at(schedule.now() + random.between(30, 90) * MINUTE, visit)
    const isConnected = await look(world, person)
    const whim = random.next()
    if (!isConnected || whim < AT_VISIT) signIn(world, person, open)
    else if (whim > 1 - AT_VISIT) disconnect(world, person, open)
  }
  schedule.at(schedule.now() + random.between(30, 90) * MINUTE, visit)
}

/** While a grant is refreshed its person may come or go: that is when either could be undone. */
export function planRaces(world: World, people: Person[], open: OpenCalls): void {
  const { schedule } = world
  const random = world.random.fork()
  world.leaseListeners.push(({ owner }) => {
    const person = people.find(({ name }) => name === owner)
    const soon = () => schedule.now() + random.between(0, random.pick([200, 2000, 40_000]))
    if (!person || world.troubles.isHealed()) return
    if (random.chance(AT_REFRESH)) schedule.at(soon(), () => signIn(world, person, open))
    if (!random.chance(AT_REFRESH)) return
    schedule.at(soon(), () => disconnect(world, person, open))
    if (random.chance(0.5)) schedule.at(soon(), () => signIn(world, person, open))
  })
}

/** Whether the person has a grant that works, as far as the store knows; keeps its id. */
async function look({ store }: World, person: Person): Promise<boolean> {
  const row = await store.findGrant(integration.clientId, person.name, person.name)
  if (row) person.grant = row.id
  return row !== undefined && row.status !== 'reconnect'
}

/** GRANT is pressed in one process, and the callback comes to the same or to another, while the old token is refused. */
function signIn(world: World, person: Person, open: OpenCalls): void {
  const { schedule, provider, random } = world
  const [first, second] = [pickPlace(world), pickPlace(world)]
  first.process.deliver(schedule.now(), () => {
    const { location, sealed } = first.client.begin({ owner: person.name, returnTo: '/', open: new Map() })
    const state = new URL(location).searchParams.get('state') ?? ''
    schedule.at(schedule.now() + random.between(100, 10_000), () => {
      const code = provider.authorize(person.name)
      const url = new URL(integration.redirectUri)
      url.search = new URLSearchParams({ code, state }).toString()
      second.process.deliver(schedule.now(), () => complete(world, second, person, { url, code, sealed }, open))
      if (random.chance(0.5)) refuseSoon(world, person, open)
    })
  })
}

/** Webex refuses the token at about that time: it is renewed, though it is young. */
function refuseSoon(world: World, { grant }: Person, open: OpenCalls): void {
  const { process, client } = pickPlace(world)
  const call = () => callWebex(world, { process, client }, grant, open, 'refused')
  process.deliver(world.schedule.now() + world.random.between(0, 1000), call)
}

interface Callback {
  url: URL
  code: string
  sealed: string
}

function complete(world: World, { process, client }: Place, person: Person, callback: Callback, open: OpenCalls): void {
  const { url, code, sealed } = callback
  const work = async () => {
    const { grantId } = await client.complete({ url, owner: person.name, cookieOf: () => sealed })
    world.witness.figures.signIns++
    person.grant = grantId
    if (!world.witness.wasStored(readName(code).consent, 1)) world.witness.accuse(`the sign-in ${code} was not kept`)
  }
  const before = person.grant
  const mayFail = () => {
    const always = ['WX-STORE-UNAVAILABLE', 'WX-TOKEN-UNAVAILABLE', 'WX-TOKEN-RESPONSE'] as const
    return isDeleted(world, before) ? [...always, 'WX-GRANT-UNKNOWN' as const] : always
  }
  void attend(world, open, { process, what: `the sign-in ${code}`, mayFail, work })
}

function disconnect(world: World, { grant }: Person, open: OpenCalls): void {
  const { process, client } = pickPlace(world)
  const work = async () => {
    await client.disconnect(grant)
    if (!isDeleted(world, grant)) world.witness.accuse(`${grant} was disconnected and is still there`)
  }
  const mayFail = () => ['WX-STORE-UNAVAILABLE', 'WX-GRANT-UNKNOWN'] as const
  process.deliver(world.schedule.now(), () =>
    attend(world, open, { process, what: `a disconnect of ${grant}`, mayFail, work }),
  )
}

export function pickPlace({ random, places }: World): Place {
  return places[Math.floor(random.between(0, places.length))] as Place
}
