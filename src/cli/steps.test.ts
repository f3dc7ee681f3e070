import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '../emulator/index.ts'
import type { EventName, Grantkeeper } from '../index.ts'
import { readStep, type Step, watchKeeper } from './steps.ts'

const entry: JournalEntry = {
  id: 1,
  at: 7,
  tookMs: 3,
  method: 'GET',
  path: '/v1/rooms',
  query: 'max=100',
  status: 200,
  summary: '100 spaces',
  trackingId: 'EMUL_1',
}

describe('an entry of the journal', () => {
  it.each<[string, Partial<JournalEntry>, Partial<Step> | undefined]>([
    ['a call of the API', {}, { step: 5, what: 'GET /v1/rooms?max=100  200  100 spaces' }],
    [
      'consent',
      { method: 'POST', path: '/sign-in/x/consent', user: 'ada', summary: 'denied' },
      { step: 2, what: 'ada: denied' },
    ],
    ['the exchange', { path: '/v1/access_token', grantType: 'authorization_code' }, { step: 4 }],
    ['a refused address', { path: '/v1/authorize', status: 400 }, { step: 2, who: 'browser → emulator' }],
    ['a page', { path: '/apps' }, undefined],
    ['the choice of a user', { path: '/sign-in/x/user', user: 'ada', summary: '' }, undefined],
  ])('%s', (_, change, step) => {
    const read = readStep({ ...entry, ...change })
    if (step) expect(read).toMatchObject(step)
    else expect(read).toBeUndefined()
  })

  it('has no number when it is a refresh', () => {
    const read = readStep({ ...entry, path: '/v1/access_token', grantType: 'refresh_token' })
    expect(read).toMatchObject({ who: 'app → emulator' })
    expect(read?.step).toBeUndefined()
  })
})

describe('the watched keeper', () => {
  const authorizeUrl = 'http://127.0.0.1:10061/v1/authorize'
  const location = `${authorizeUrl}?scope=spark:all&state=abcdef&code_challenge=canary&code_challenge_method=S256`
  const keeper = {
    callbackPath: '/oauth',
    integration: { authorizeUrl },
    on: (_: EventName) => () => undefined,
    handle: async () => new Response(null, { status: 303, headers: { location } }),
  } as unknown as Grantkeeper

  it('tells of the way there and back, without code, state or challenge', async () => {
    const steps: Step[] = []
    const watched = watchKeeper(
      keeper,
      () => 1,
      (step) => steps.push(step),
    )
    await watched.handle(new Request('http://localhost/oauth?code=canary&state=abcdef'))
    expect(steps).toEqual([
      { at: 1, step: 3, who: 'browser → app', what: 'GET /oauth?code=••••&state=ab…' },
      { at: 1, step: 1, who: 'app → browser', what: '303 /v1/authorize  scope=spark:all  state=ab…  PKCE S256' },
    ])
  })
})
