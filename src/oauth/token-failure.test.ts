import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  type Environment,
  nodeEnvironment,
  type Transport,
  TransportError,
  type TransportFailure,
  type TransportResponse,
} from '../environment.ts'
import { Secret } from '../secret.ts'
import { readIntegration } from './integration.ts'
import { refreshTokens, TokenRequestError, type TokenSet } from './tokens.ts'

const NOW = 1_800_000_000_000
const integration = readIntegration({
  clientId: 'C0123',
  clientSecret: 'canary-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
})
const GOOD = { access_token: 'canary-access', expires_in: 60, token_type: 'Bearer' }

/** A world whose clock stands still and whose waits last until they are ended. */
function worldWith(transport: Transport, overrides: Partial<Environment> = {}): Environment {
  const sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  return nodeEnvironment({ transport, now: () => NOW, sleep, ...overrides })
}

function answering(answer: Partial<TransportResponse>): Transport {
  return async () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '', ...answer })
}

function refresh(transport: Transport): Promise<TokenSet> {
  const context = { integration, environment: worldWith(transport) }
  return refreshTokens(context, { refreshToken: new Secret('canary-refresh') })
}

async function failureOf(work: Promise<unknown>): Promise<TokenRequestError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(TokenRequestError)
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('canary')
  return error
}

describe('a refused refresh', () => {
  const cases: [number, string, string, TokenRequestError['outcome']][] = [
    [400, '{"error":"invalid_grant"}', 'WX-RECONNECT', 'grant-rejected'],
    [401, '{"error":"invalid_grant"}', 'WX-RECONNECT', 'grant-rejected'],
    [400, '{"message":"invalid_grant","errors":[],"trackingId":"T"}', 'WX-RECONNECT', 'grant-rejected'],
    [400, '{"message":"x","errors":[null,{"description":"invalid_grant"}]}', 'WX-RECONNECT', 'grant-rejected'],
    [403, '{"error":"invalid_grant"}', 'WX-TOKEN-RESPONSE', 'not-processed'],
    [401, '{"error":"invalid_client"}', 'WX-CLIENT-REJECTED', 'client-rejected'],
    [400, '{"error":"unauthorized_client"}', 'WX-CLIENT-REJECTED', 'client-rejected'],
    [400, '{"errors":[{"description":"invalid_client"}]}', 'WX-CLIENT-REJECTED', 'client-rejected'],
    [400, '{"error":"invalid_request"}', 'WX-TOKEN-RESPONSE', 'not-processed'],
    [400, '{"error":"invalid_scope"}', 'WX-TOKEN-RESPONSE', 'not-processed'],
    [429, 'Too many', 'WX-TOKEN-UNAVAILABLE', 'not-processed'],
    [500, '{"error":"invalid_grant"}', 'WX-TOKEN-UNAVAILABLE', 'unknown'],
    [503, '', 'WX-TOKEN-UNAVAILABLE', 'unknown'],
    [201, JSON.stringify(GOOD), 'WX-TOKEN-RESPONSE', 'unknown'],
    [302, '{"error":"invalid_grant"}', 'WX-TOKEN-RESPONSE', 'unknown'],
    [307, '', 'WX-TOKEN-RESPONSE', 'unknown'],
    [400, '<html>invalid_grant</html>', 'WX-TOKEN-RESPONSE', 'unknown'],
    [404, '', 'WX-TOKEN-RESPONSE', 'unknown'],
  ]
  it.each(cases)('%i %s means %s, %s', async (status, body, code, outcome) => {
    const answer = answering({ status, body, headers: { location: 'http://evil.example' } })
    expect(await failureOf(refresh(answer))).toMatchObject({ code, outcome, upstreamStatus: status })
  })

  it.each([
    { error: 'Invalid_Grant' },
    { error: 'invalid_grant ' },
    { error: 'oops', message: 'invalid_grant' },
    { error_description: 'invalid_grant' },
    { message: "POST failed: 400, error = 'invalid_grant'" },
    {
      errors: [
        { description: 'The refresh token provided is expired, revoked, malformed, or invalid (invalid_grant)' },
      ],
    },
    { errors: 'invalid_grant' },
    { errors: ['invalid_grant'] },
    { errors: { description: 'invalid_grant' } },
  ])('is not one because of free text such as %j', async (body) => {
    expect((await failureOf(refresh(answering({ status: 400, body: JSON.stringify(body) })))).outcome).toBe('unknown')
  })

  it('says how long to wait and what to quote', async () => {
    const body = '{"message":"x","trackingId":"ROUTER_1"}'
    const waiting = (value: string) =>
      failureOf(refresh(answering({ status: 429, body, headers: { 'retry-after': value } })))
    expect(await waiting('18')).toMatchObject({ retryAfterMs: 18_000, trackingId: 'ROUTER_1' })
    expect((await waiting('0')).retryAfterMs).toBe(1000)
    expect((await waiting('9999999999')).retryAfterMs).toBe(3_600_000)
    expect((await waiting('1e9')).retryAfterMs).toBeUndefined()
  })

  it('does not take any text for a tracking id', async () => {
    const headers = { trackingid: 'a b\u001b[31m' }
    expect((await failureOf(refresh(answering({ status: 500, headers })))).trackingId).toBeUndefined()
  })
})

describe('a refresh that breaks', () => {
  it.each<[TransportFailure, string, TokenRequestError['outcome']]>([
    ['unreachable', 'WX-TOKEN-UNAVAILABLE', 'not-processed'],
    ['interrupted', 'WX-TOKEN-UNAVAILABLE', 'unknown'],
    ['aborted', 'WX-TOKEN-UNAVAILABLE', 'unknown'],
    ['too-large', 'WX-TOKEN-RESPONSE', 'unknown'],
    ['encoded', 'WX-TOKEN-RESPONSE', 'unknown'],
  ])('as %s means %s, %s', async (failure, code, outcome) => {
    const transport = () => Promise.reject(new TransportError(failure, failure))
    expect(await failureOf(refresh(transport))).toMatchObject({ code, outcome })
  })

  it('ends at its deadline, and nobody knows whether Webex acted', async () => {
    const silent: Transport = ({ signal }) =>
      new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const slept: number[] = []
    const environment = worldWith(silent, { sleep: async (ms) => void slept.push(ms) })
    const refreshing = refreshTokens({ integration, environment, deadlineMs: 40 }, { refreshToken: new Secret('r') })
    expect(await failureOf(refreshing)).toMatchObject({ code: 'WX-TOKEN-UNAVAILABLE', outcome: 'unknown' })
    expect(slept).toEqual([40])
  })

  it('sends nothing when it was called off before', async () => {
    const environment = worldWith(() => Promise.reject(new Error('it was sent')))
    const signal = AbortSignal.abort(new Error('called off'))
    const refreshing = refreshTokens({ integration, environment }, { refreshToken: new Secret('r'), signal })
    await expect(refreshing).rejects.toThrow('called off')
  })
})
