import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import { GrantkeeperError } from '../errors/index.ts'
import type { GrantsRoom } from './index.ts'

let made: GrantsWorld

beforeEach(() => {
  made = createGrantsWorld()
})

/** A sign-in whose callback brings a code. */
function signIn(room: GrantsRoom): Promise<{ grantId: string }> {
  const { sealed, location } = room.begin({ owner: 'ada', returnTo: '/', open: new Map() })
  const url = new URL('http://localhost:10060/oauth?code=a-code')
  url.searchParams.set('state', new URL(location).searchParams.get('state') ?? '')
  return made.world.finish(room.complete({ url, owner: 'ada', cookieOf: () => sealed }) as Promise<{ grantId: string }>)
}

/** The store, where the first write of this kind works and its acknowledgement is lost; then `meanwhile` happens. */
function losingFirst(
  kind: 'insertGrant' | 'updateGrant',
  meanwhile: (id: string, generation: number) => Promise<unknown>,
) {
  let isLost = false
  const lose = async (id: string) => {
    if (isLost) return
    isLost = true
    const row = await made.store.getGrant(id)
    await meanwhile(id, row?.generation ?? 0)
    throw new GrantkeeperError('WX-STORE-UNAVAILABLE')
  }
  return {
    ...made.store,
    async insertGrant(...[row]: Parameters<GrantsWorld['store']['insertGrant']>) {
      const written = await made.store.insertGrant(row)
      if (kind === 'insertGrant') await lose(row.id)
      return written
    },
    async updateGrant(...write: Parameters<GrantsWorld['store']['updateGrant']>) {
      const written = await made.store.updateGrant(...write)
      if (kind === 'updateGrant') await lose(write[0])
      return written
    },
  }
}

describe.each(['insertGrant', 'updateGrant'] as const)(
  'a sign-in whose write (%s) lost its acknowledgement',
  (kind) => {
    const generation = kind === 'insertGrant' ? 1 : 2

    beforeEach(async () => {
      if (kind === 'updateGrant') await signIn(made.createProcess())
      await made.world.advance(1000)
    })

    it('is not written twice', async () => {
      const process = made.createProcess({ store: losingFirst(kind, async () => undefined) })
      const { grantId } = await signIn(process)
      expect(await made.store.getGrant(grantId)).toMatchObject({ generation, owner: 'ada' })
    })

    it('leaves alone what another process has renewed since', async () => {
      const other = made.createProcess({ holder: 'process-2' })
      const renew = (id: string, known: number) => other.refresh(id, known)
      const { grantId } = await signIn(made.createProcess({ store: losingFirst(kind, renew) }))
      const row = await made.store.getGrant(grantId)
      expect(row?.generation).toBe(generation + 1)
      const sent = made.endpoint.requests.map((request) => request.get('grant_type'))
      expect(sent.at(-1)).toBe('refresh_token')
      expect((await made.world.finish(other.accessToken(grantId))).generation).toBe(generation + 1)
    })
  },
)

describe('a sign-in whose grant is disconnected before its write is known', () => {
  it('does not bring it back, and ends the tokens it got', async () => {
    const { grantId } = await signIn(made.createProcess())
    await made.world.advance(1000)
    const other = made.createProcess({ holder: 'process-2' })
    const process = made.createProcess({ store: losingFirst('updateGrant', () => other.disconnect(grantId)) })
    await expect(signIn(process)).rejects.toMatchObject({ code: 'WX-GRANT-UNKNOWN' })
    await made.world.finish(process.settle())
    expect(await made.store.listGrants({ limit: 10 })).toEqual([])
    expect(made.endpoint.requests.filter((request) => request.has('token'))).toHaveLength(2)
  })
})
