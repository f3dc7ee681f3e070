import { describe, expect, it } from 'vitest'
import { type GrantkeeperError, isGrantkeeperError } from '../errors/index.ts'
import { checkIntegration, findIntegration, isComplete, listMissing } from './integration-settings.ts'

const complete = {
  WEBEX_CLIENT_ID: 'C0ffee',
  WEBEX_CLIENT_SECRET: 'a secret of nobody'.replaceAll(' ', '-'),
  WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
  WEBEX_SCOPES: 'spark:people_read',
}
const pasted = {
  WEBEX_CLIENT_SECRET: complete.WEBEX_CLIENT_SECRET,
  WEBEX_AUTHORIZATION_URL:
    'https://webexapis.com/v1/authorize?client_id=C0ffee&response_type=code' +
    '&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth&scope=spark%3Apeople_read%20spark%3Arooms_read',
}

function read(variables: Record<string, string>) {
  const found = findIntegration([{ origin: 'env', variables }], '.')
  if (!isComplete(found)) throw new Error(`missing: ${listMissing(found)}`)
  checkIntegration(found)
  return found
}

function refusal(variables: Record<string, string>): GrantkeeperError {
  try {
    read(variables)
  } catch (error) {
    if (isGrantkeeperError(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('scopes that are asked for later, and issuers', () => {
  it('need not be set', () => {
    expect(read(complete)).toMatchObject({ optionalScopes: undefined, issuers: undefined })
    expect(listMissing(findIntegration([], '.'))).not.toContain('WEBEX_ISSUERS')
  })

  it('come with their origin', () => {
    const more = { WEBEX_OPTIONAL_SCOPES: 'spark:rooms_read', WEBEX_ISSUERS: 'https://a.example http://127.0.0.1:1/v1' }
    const found = read({ ...complete, ...more })
    expect(found.optionalScopes).toMatchObject({ value: 'spark:rooms_read', origin: 'env' })
    expect(found.issuers).toMatchObject({ name: 'WEBEX_ISSUERS', value: more.WEBEX_ISSUERS, origin: 'env' })
  })

  it.each([
    ['WEBEX_ISSUERS', 'a.example', 'WX-CONFIG-INVALID'],
    ['WEBEX_ISSUERS', 'https://a.example,https://b.example#', 'WX-CONFIG-INVALID'],
    ['WEBEX_ISSUERS', 'https://a.example http://b.example', 'WX-CONFIG-INSECURE'],
    ['WEBEX_OPTIONAL_SCOPES', 'spark:rooms_read,spark:rooms_write', 'WX-SCOPE-UNKNOWN'],
    ['WEBEX_OPTIONAL_SCOPES', Array.from({ length: 33 }, (_, n) => `scope${n}`).join(' '), 'WX-CONFIG-INVALID'],
  ])('are refused by the name of %s, unrepeated: %s', (name, value, code) => {
    const error = refusal({ ...complete, [name]: value })
    expect(error.code).toBe(code)
    expect(error.detail).toMatch(new RegExp(`^${name} \\(environment\\)`))
    expect(error.detail).not.toContain(value)
  })
})

describe("with the portal's address", () => {
  it('scopes that are asked for later are not asked for at first', () => {
    const { scopes, optionalScopes } = read({ ...pasted, WEBEX_OPTIONAL_SCOPES: 'spark:rooms_read' })
    expect([scopes.value, optionalScopes?.value]).toEqual(['spark:people_read', 'spark:rooms_read'])
  })

  it('they must be ticked too', () => {
    const error = refusal({ ...pasted, WEBEX_OPTIONAL_SCOPES: 'spark:rooms_write' })
    expect(error.detail).toMatch(/^WEBEX_OPTIONAL_SCOPES .*does not hold: spark:rooms_write/)
  })

  it('one at least is asked for at first', () => {
    const error = refusal({ ...pasted, WEBEX_OPTIONAL_SCOPES: 'spark:rooms_read spark:people_read' })
    expect(error.code).toBe('WX-CONFIG-INVALID')
    expect(error.detail).toMatch(/^WEBEX_OPTIONAL_SCOPES .*leaves no scope of WEBEX_AUTHORIZATION_URL/)
  })
})
