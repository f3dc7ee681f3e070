import { describe, expect, it } from 'vitest'
import { securityHeaders } from './headers.ts'

const authorizeUrl = 'https://webexapis.com/v1/authorize'
const integration = { clientId: 'C1', redirectUri: '', scopes: [], optionalScopes: [], apiUrl: '', authorizeUrl }

function formAction(authorizeUrl: string): string | undefined {
  const headers = securityHeaders({ origin: 'https://app.example', integration: { ...integration, authorizeUrl } })
  return /form-action (.*)$/.exec(headers['content-security-policy'] ?? '')?.[1]
}

describe('where a form may lead', () => {
  it('is the emulator alone where GRANT leads there', () => {
    expect(formAction('http://127.0.0.1:10061/v1/authorize')).toBe("'self' http://127.0.0.1:10061")
  })

  it('is any https address behind the real Webex, which sends a browser on to login pages of others', () => {
    expect(formAction('https://webexapis.com/v1/authorize')).toBe("'self' https:")
  })
})

it.each([
  ['https://app.example', 'max-age=31536000'],
  ['http://app.example', undefined],
  ['https://localhost:10060', undefined],
  ['https://127.0.0.1', undefined],
])('at %s insists on TLS: %s', (origin, insists) => {
  expect(securityHeaders({ origin, integration })['strict-transport-security']).toBe(insists)
})
