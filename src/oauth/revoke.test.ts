import { describe, expect, it } from 'vitest'
import { nodeEnvironment, type Transport, TransportError, type TransportRequest } from '../environment.ts'
import { Secret } from '../secret.ts'
import { readIntegration } from './integration.ts'
import { revokeToken } from './revoke.ts'

const options = {
  clientId: 'C0123',
  clientSecret: 'canary-secret',
  redirectUri: 'http://localhost:10060/oauth',
  scopes: 'spark:rooms_read',
}

function contextWith(transport: Transport, baseUrl?: string) {
  return { integration: readIntegration({ ...options, baseUrl }), environment: nodeEnvironment({ transport }) }
}

const target = { token: new Secret('canary-token'), hint: 'refresh_token' } as const

describe('a revocation', () => {
  it('names the token in the body and the client by Basic', async () => {
    const sent: TransportRequest[] = []
    const context = contextWith(async (request) => {
      sent.push(request)
      return { status: 200, headers: {}, body: '' }
    })
    await revokeToken(context, target)
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://idbroker.webex.com/idb/oauth2/v1/revoke' })
    expect(sent[0]?.headers.authorization).toBe(`Basic ${btoa('C0123:canary%2Dsecret')}`)
    expect(new URLSearchParams(sent[0]?.body).get('token')).toBe('canary-token')
    expect(new URLSearchParams(sent[0]?.body).get('token_type_hint')).toBe('refresh_token')
  })

  it.each([202, 302, 400, 401, 500, 503])('is not confirmed by a %i', async (status) => {
    const context = contextWith(async () => ({ status, headers: { 'retry-after': '7', location: 'x' }, body: '' }))
    await expect(revokeToken(context, target)).rejects.toMatchObject({
      code: 'WX-REVOKE-FAILED',
      upstreamStatus: status,
      retryAfterMs: 7000,
    })
  })

  it('is not confirmed by silence', async () => {
    const context = contextWith(async () => {
      throw new TransportError('unreachable', 'no connection')
    })
    await expect(revokeToken(context, target)).rejects.toMatchObject({ code: 'WX-REVOKE-FAILED' })
  })

  it('does not send an emulated token to the real Webex', async () => {
    const context = contextWith(async () => ({ status: 200, headers: {}, body: '' }))
    const token = new Secret('abc_EMUL_org')
    await expect(revokeToken(context, { ...target, token })).rejects.toMatchObject({ code: 'WX-EMULATED-TOKEN' })
  })
})
