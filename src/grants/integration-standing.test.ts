import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import { breakOff, refuse } from '../../test/token-endpoint.ts'
import type { GrantsRoom } from './index.ts'

let made: GrantsWorld
let room: GrantsRoom

beforeEach(async () => {
  made = createGrantsWorld()
  room = made.createProcess()
  await made.storeGrant()
})

/** A sign-in whose callback brings a code. */
function signIn(): Promise<unknown> {
  const { sealed, location } = room.begin({ owner: 'ada', returnTo: '/', open: new Map() })
  const url = new URL('http://localhost:10060/oauth?code=a-code')
  url.searchParams.set('state', new URL(location).searchParams.get('state') ?? '')
  return made.world.finish(room.complete({ url, owner: 'ada', cookieOf: () => sealed }))
}

/** A refresh of the grant that Webex is made to refuse the token of. */
const refresh = () => made.world.finish(room.accessToken('grant-0001', { rejected: { generation: 1 } }))
const readHealth = async () => (await room.get('grant-0001'))?.health

describe('an integration whose client id or secret Webex refuses', () => {
  it.each([
    ['at a sign-in', signIn],
    ['at a refresh', refresh],
  ])('shows as misconfigured on every grant, and raises an alarm: %s', async (_, ask) => {
    made.endpoint.answerNext(refuse('invalid_client', 401))
    await expect(ask()).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    expect(await readHealth()).toBe('misconfigured')
    expect(made.seen.filter(({ name }) => name === 'integration.rejected')).toHaveLength(1)
  })

  it.each([
    ['a sign-in', signIn],
    ['a refresh', refresh],
  ])('is well again once Webex takes it: %s', async (_, ask) => {
    made.endpoint.answerNext(refuse('invalid_client', 401))
    await expect(signIn()).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    await ask()
    expect(await readHealth()).toBe('healthy')
  })

  it('is well again also when only the code is refused, for the client was taken', async () => {
    made.endpoint.answerNext(refuse('invalid_client', 401), refuse('invalid_grant'))
    await expect(signIn()).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    await expect(signIn()).rejects.toMatchObject({ code: 'WX-CODE-REJECTED' })
    expect(await readHealth()).toBe('healthy')
  })

  it('stays refused while Webex says nothing of it', async () => {
    made.endpoint.answerNext(refuse('invalid_client', 401), breakOff('interrupted'))
    await expect(signIn()).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
    await expect(signIn()).rejects.toMatchObject({ code: 'WX-TOKEN-UNAVAILABLE' })
    expect(await readHealth()).toBe('misconfigured')
  })
})
