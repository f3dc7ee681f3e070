import { beforeEach, describe, expect, it } from 'vitest'
import { createGrantsWorld, type GrantsWorld } from '../../test/grants-world.ts'
import { answerJson, breakOff, refuse, staySilent } from '../../test/token-endpoint.ts'
import type { TransportRequest } from '../environment.ts'
import { createEvents, type GrantkeeperEvents } from '../events.ts'
import type { DeviceWait } from './device.ts'
import type { GrantsRoom } from './index.ts'

let w: GrantsWorld
let room: GrantsRoom
let sent: { at: number; request: TransportRequest }[]
let refused: GrantkeeperEvents['attempt.refused'][]

const CODES = {
  device_code: 'device-1',
  expires_in: 300,
  user_code: '729703',
  verification_uri: 'https://oauth-helper-r.wbx2.com/verify',
  verification_uri_complete: 'https://oauth-helper-r.wbx2.com/verify?userCode=ab',
  interval: 2,
}
const pending = () => answerJson(428, { message: 'authorization_pending', errors: [{ description: 'x' }] })
const saying = (message: string) => () => answerJson(400, { message, errors: [{ description: message }] })

beforeEach(() => {
  w = createGrantsWorld()
  const events = createEvents()
  refused = []
  events.on('attempt.refused', (event) => refused.push(event))
  room = w.createProcess({ events })
  sent = []
  const { transport } = w.endpoint
  w.endpoint.transport = (request) => {
    sent.push({ at: w.world.now(), request })
    return transport(request)
  }
})

async function start(changes: Record<string, unknown> = {}, options: Parameters<GrantsRoom['startDevice']>[0] = {}) {
  w.endpoint.answerNext(() => answerJson(200, { ...CODES, ...changes }))
  return w.world.finish(room.startDevice(options))
}

/** The pauses between the polls, by the times they were sent at; each answer takes 100 ms. */
const pauses = () => sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0) - 100)

describe('a sign-in on another device', () => {
  it('shows what Webex gave, and leaves a grant once the person has answered', async () => {
    const signIn = await start({}, { owner: 'ada' })
    expect(signIn).toMatchObject({
      userCode: '729703',
      verificationUri: CODES.verification_uri,
      verificationUriComplete: CODES.verification_uri_complete,
      expiresAt: w.world.now() - 100 + 300_000,
      intervalMs: 2000,
    })
    w.endpoint.answerNext(pending, pending)
    const { grantId } = await w.world.finish(signIn.wait())
    expect(await room.get(grantId)).toMatchObject({
      owner: 'ada',
      status: 'healthy',
      scopesAsked: ['spark:rooms_read'],
    })
    expect(pauses()).toEqual([2000, 2000, 2000])
    const [begin, poll] = sent.map(({ request }) => request)
    expect(begin?.url).toBe('http://127.0.0.1:10061/v1/device/authorize')
    expect(Object.fromEntries(new URLSearchParams(begin?.body))).toEqual({
      client_id: 'Cabc',
      scope: 'spark:rooms_read',
    })
    expect(begin?.headers.authorization).toBeUndefined()
    expect(poll?.url).toBe('http://127.0.0.1:10061/v1/device/token')
    expect(poll?.headers.authorization).toBe(`Basic ${btoa('Cabc:client%2Dsecret')}`)
    expect(Object.fromEntries(new URLSearchParams(poll?.body))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'device-1',
      client_id: 'Cabc',
    })
  })

  it('can be gone on with in another process, by a ticket that tells nothing', async () => {
    const signIn = await start({}, { owner: 'ada' })
    expect(signIn.ticket).not.toContain('device-1')
    expect(Buffer.from(signIn.ticket, 'base64url').toString('latin1')).not.toContain('device-1')
    const { ticket: _, wait: __, ...shown } = signIn
    const other = w.createProcess().resumeDevice(signIn.ticket)
    expect(other).toMatchObject(shown)
    w.endpoint.answerNext(pending)
    const { grantId } = await w.world.finish(other.wait())
    expect(await room.get(grantId)).toMatchObject({ owner: 'ada', scopesAsked: ['spark:rooms_read'] })
    expect(pauses()).toEqual([2000, 2000])
  })

  it('cannot be gone on with when the code has ended, nor by what is no ticket of ours', async () => {
    const { ticket } = await start({ expires_in: 3 })
    const other = w.createProcess().resumeDevice(ticket)
    await w.world.advance(1500)
    w.endpoint.answerNext(pending)
    await expect(w.world.finish(other.wait())).rejects.toMatchObject({ code: 'WX-DEVICE-EXPIRED' })
    expect(() => room.resumeDevice(ticket)).toThrow(expect.objectContaining({ code: 'WX-DEVICE-EXPIRED' }))
    for (const foreign of ['', 'x', `${ticket.slice(0, -4)}AAAA`, ticket.replace(/^1/, '2')]) {
      expect(() => room.resumeDevice(foreign)).toThrow(expect.objectContaining({ code: 'WX-REQUEST-INVALID' }))
    }
  })

  it('is slower by five seconds for good each time Webex says so, and tells of each pause', async () => {
    const signIn = await start()
    w.endpoint.answerNext(saying('slow_down'), pending, saying('slow_down'), saying('authorization_pending'))
    const told: DeviceWait[] = []
    await w.world.finish(signIn.wait({ onWait: (wait) => told.push(wait) }))
    expect(pauses()).toEqual([2000, 7000, 7000, 12_000, 12_000])
    expect(told.map(({ reason }) => reason)).toEqual(['pending', 'slow-down', 'pending', 'slow-down', 'pending'])
    expect(told.map(({ ms }) => ms)).toEqual(pauses())
  })

  it('asks every five seconds where Webex does not say how often', async () => {
    const signIn = await start({ interval: undefined })
    await w.world.finish(signIn.wait())
    expect(pauses()).toEqual([5000])
  })

  it('asks again after missing answers, slower until there is one', async () => {
    const signIn = await start()
    const html = () => ({ status: 502, headers: {}, body: '<html>' })
    const busy = () => answerJson(429, {}, { 'retry-after': '20' })
    w.endpoint.answerNext(html, breakOff('interrupted'), breakOff('unreachable'), busy, pending)
    await w.world.finish(signIn.wait())
    expect(pauses()).toEqual([2000, 4000, 8000, 16_000, 32_000, 2000])
  })

  it('does not wait for a silent answer longer than a deadline', async () => {
    const signIn = await start()
    w.endpoint.answerNext(staySilent)
    await w.world.finish(signIn.wait())
    expect(sent).toHaveLength(3)
  })

  it.each([
    ['access_denied', 'WX-ACCESS-DENIED'],
    ['expired_token', 'WX-DEVICE-EXPIRED'],
    ['invalid_grant', 'WX-DEVICE-EXPIRED'],
    ['tokenlimit_reached', 'WX-DEVICE-LIMIT'],
    ['invalid_client', 'WX-CLIENT-REJECTED'],
    ['unsupported_grant_type', 'WX-TOKEN-RESPONSE'],
  ])('ends with %s as %s, also for whoever waits again', async (error, code) => {
    const signIn = await start()
    w.endpoint.answerNext(pending, saying(error))
    await expect(w.world.finish(signIn.wait())).rejects.toMatchObject({ code })
    await expect(w.world.finish(signIn.wait())).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(3)
    expect(refused).toEqual([{ attemptId: expect.any(String), code }])
  })

  it('ends when its code does, without one more question', async () => {
    const signIn = await start({ expires_in: 5 })
    w.endpoint.answerNext(pending, pending, pending)
    const begun = w.world.now()
    await expect(w.world.finish(signIn.wait())).rejects.toMatchObject({ code: 'WX-DEVICE-EXPIRED' })
    expect(sent).toHaveLength(3)
    expect(w.world.now() - begun).toBe(4900)
  })

  it('is one wait, however many call', async () => {
    const signIn = await start()
    w.endpoint.answerNext(pending)
    const results = await w.world.finish(Promise.all([signIn.wait(), signIn.wait(), signIn.wait()]))
    expect(new Set(results.map(({ grantId }) => grantId)).size).toBe(1)
    expect([sent.length, w.endpoint.overlap()]).toEqual([3, 1])
  })

  it('ends at once with the caller’s reason, between questions and in the middle of one, and can go on', async () => {
    const signIn = await start()
    for (const after of [500, 2050]) {
      const stop = new AbortController()
      const waiting = signIn.wait({ signal: stop.signal })
      const ended = expect(waiting).rejects.toThrow('enough')
      await w.world.advance(after)
      stop.abort(new Error('enough'))
      await ended
    }
    expect(refused).toEqual([])
    expect(sent).toHaveLength(2)
    expect((await w.world.finish(signIn.wait())).grantId).toBeTruthy()
  })
})

describe('the start of a sign-in on another device', () => {
  it.each([
    [400, { message: 'malformed', errors: [{ description: 'Client Id is invalid' }] }, 'WX-CLIENT-REJECTED'],
    [400, { message: 'malformed', errors: [{ description: 'Scope is invalid' }] }, 'WX-INVALID-SCOPE'],
    [400, { message: 'malformed' }, 'WX-DEVICE-REDIRECTS'],
    [429, {}, 'WX-TOKEN-UNAVAILABLE'],
    [503, {}, 'WX-TOKEN-UNAVAILABLE'],
    [302, {}, 'WX-TOKEN-RESPONSE'],
    [200, { ...CODES, verification_uri: 'http://evil.example/' }, 'WX-TOKEN-RESPONSE'],
    [200, { ...CODES, verification_uri: 'javascript:alert(1)' }, 'WX-TOKEN-RESPONSE'],
    [200, { ...CODES, user_code: 'a\u001b[31m' }, 'WX-TOKEN-RESPONSE'],
    [200, { ...CODES, expires_in: -1 }, 'WX-TOKEN-RESPONSE'],
    [200, [], 'WX-TOKEN-RESPONSE'],
  ])('that is answered %i %j fails with %s', async (status, body, code) => {
    w.endpoint.answerNext(() => answerJson(status, body))
    await expect(w.world.finish(room.startDevice({}))).rejects.toMatchObject({ code })
  })

  it('leaves out an address with the code in it that is none', async () => {
    expect((await start({ verification_uri_complete: 'ftp://x' })).verificationUriComplete).toBeUndefined()
  })

  it('can ask for other scopes, but not for those of Login with Webex', async () => {
    const signIn = await start({}, { scopes: 'spark:all' })
    expect(new URLSearchParams(sent[0]?.request.body).get('scope')).toBe('spark:all')
    const { grantId } = await w.world.finish(signIn.wait())
    expect((await room.get(grantId))?.scopesAsked).toEqual(['spark:all'])
    await expect(room.startDevice({ scopes: 'openid spark:all' })).rejects.toMatchObject({ code: 'WX-INVALID-SCOPE' })
    await expect(room.startDevice({ scopes: [] })).rejects.toMatchObject({ code: 'WX-INVALID-SCOPE' })
  })

  it('raises an alarm when Webex refuses the integration', async () => {
    const signIn = await start()
    w.endpoint.answerNext(refuse('invalid_client', 401))
    await expect(w.world.finish(signIn.wait())).rejects.toMatchObject({ code: 'WX-CLIENT-REJECTED' })
  })
})
