import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualWorld, type VirtualWorld } from '../../test/virtual-world.ts'
import { memoryStore } from '../stores/memory.ts'
import type { Store } from '../stores/store.ts'
import { ABSOLUTE_MS, createSessions, IDLE_MS, listGrantIds, MOST_ACCOUNTS, type Sessions } from './sessions.ts'

const session = { owner: 'webex:ada', grantId: 'grant-1' }

let world: VirtualWorld
let store: Store
let sessions: Sessions

beforeEach(() => {
  world = createVirtualWorld(() => Promise.reject(new Error('no network here')))
  store = memoryStore({ now: world.now })
  sessions = createSessions({ store, environment: world.environment, secure: true })
})

const cookieOf = (setCookie: string) => setCookie.split(';')[0] ?? ''

describe('a session', () => {
  it('is an opaque cookie that scripts, other hosts and plain http never see', async () => {
    const setCookie = await sessions.renew(undefined, session)
    expect(setCookie).toMatch(/^__Host-gk=[\w-]{32}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookieOf(setCookie).length).toBeLessThanOrEqual(100)
    expect(await sessions.read(cookieOf(setCookie))).toMatchObject(session)
  })

  it('has a plain name only where that was asked for', async () => {
    const plain = createSessions({ store, environment: world.environment, secure: false })
    const setCookie = await plain.renew(undefined, session)
    expect(setCookie).toMatch(/^gk=[\w-]{32}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('is stored by its hash only', async () => {
    const kept: unknown[] = []
    const insert = store.insertSession
    store.insertSession = async (row) => {
      kept.push(row)
      return insert(row)
    }
    const id = cookieOf(await sessions.renew(undefined, session)).split('=')[1] ?? 'none'
    expect(JSON.stringify(kept)).not.toContain(id)
  })

  it('gives way to a new one at the next grant, on the server too', async () => {
    const first = cookieOf(await sessions.renew(undefined, session))
    const second = cookieOf(await sessions.renew(first, session))
    expect(await sessions.read(first)).toBeUndefined()
    expect(await sessions.read(second)).toMatchObject(session)
  })

  it('is dead at once when it is ended', async () => {
    const cookie = cookieOf(await sessions.renew(undefined, session))
    expect(await sessions.end(cookie)).toMatch(/^__Host-gk=; Max-Age=0;/)
    expect(await sessions.read(cookie)).toBeUndefined()
  })

  it('lives as long as it is used, to the second', async () => {
    const cookie = cookieOf(await sessions.renew(undefined, session))
    await world.advance(IDLE_MS - 1000)
    expect(await sessions.read(cookie)).toBeDefined()
    await world.advance(IDLE_MS - 1000)
    expect(await sessions.read(cookie)).toBeDefined()
    await world.advance(IDLE_MS + 1000)
    expect(await sessions.read(cookie)).toBeUndefined()
  })

  it('ends after its longest life, however much it is used', async () => {
    const cookie = cookieOf(await sessions.renew(undefined, session))
    for (let day = 1; day < ABSOLUTE_MS / 86_400_000; day++) {
      await world.advance(86_400_000)
      expect(await sessions.read(cookie)).toBeDefined()
    }
    await world.advance(86_400_000)
    expect(await sessions.read(cookie)).toBeUndefined()
  })

  it('writes nothing for most of the requests that use it', async () => {
    const cookie = cookieOf(await sessions.renew(undefined, session))
    let touches = 0
    store.touchSession = async () => void touches++
    for (let n = 0; n < 50; n++) await sessions.read(cookie)
    expect(touches).toBe(0)
  })

  it.each([
    ['no cookie', ''],
    ['another name', 'gk=abc'],
    ['a no-break space before the name', '\u00a0__Host-gk=abc'],
    ['an unknown id', '__Host-gk=abc'],
    ['an id that is not text', '__Host-gk=%00%ff'],
  ])('is not found in %s', async (_what, header) => {
    expect(await sessions.read(header)).toBeUndefined()
  })
})

describe('the accounts of a session', () => {
  const idsOf = async (cookie: string) => {
    const row = await sessions.read(cookie)
    return row && listGrantIds(row)
  }
  const signIn = async (cookie: string | undefined, name: string) =>
    cookieOf(await sessions.renew(cookie, { owner: `webex:${name}`, grantId: name }))

  it('are those that signed in to it, the newest first and chosen', async () => {
    const cookie = await signIn(await signIn(await signIn(undefined, 'ada'), 'grace'), 'ada')
    expect(await idsOf(cookie)).toEqual(['ada', 'grace'])
    expect(await sessions.read(cookie)).toMatchObject({ owner: 'webex:ada', grantId: 'ada' })
  })

  it('are eight at most; the one chosen longest ago goes', async () => {
    let cookie = await signIn(undefined, 'person-0')
    for (let n = 1; n <= MOST_ACCOUNTS; n++) cookie = await signIn(cookie, `person-${n}`)
    expect(await idsOf(cookie)).toEqual([8, 7, 6, 5, 4, 3, 2, 1].map((n) => `person-${n}`))
  })

  it('do not come along from a session that has ended', async () => {
    const ada = await signIn(undefined, 'ada')
    await sessions.end(ada)
    expect(await idsOf(await signIn(ada, 'grace'))).toEqual(['grace'])
    const late = await signIn(undefined, 'ada')
    await world.advance(IDLE_MS + 1000)
    expect(await idsOf(await signIn(late, 'grace'))).toEqual(['grace'])
  })

  it('change under a new id, which lives no longer than the one before', async () => {
    const before = await signIn(undefined, 'ada')
    await world.advance(5 * 86_400_000)
    const row = await sessions.read(before)
    if (!row) throw new Error('the session is gone')
    const setCookie = await sessions.change(row, { owner: 'webex:grace', grantId: 'grace' }, ['ada', 'grace'])
    expect(setCookie).toContain(`Max-Age=${25 * 86_400};`)
    expect([await idsOf(before), await idsOf(cookieOf(setCookie))]).toEqual([undefined, ['grace', 'ada']])
    const { createdAt, expiresAt } = row
    expect(await sessions.read(cookieOf(setCookie))).toMatchObject({ createdAt, expiresAt, owner: 'webex:grace' })
  })
})
