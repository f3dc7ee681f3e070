import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fingerprintOf,
  maskAddress,
  maskBody,
  maskFields,
  maskHeaders,
  maskMethod,
  maskPath,
  readTrackingId,
} from './masking.ts'

/** Codes, tokens, verifiers, states and session ids are all at least so long, and of these characters. */
const secret = fc
  .stringMatching(/^[A-Za-z0-9+/_.~-]{22,90}$/)
  .filter((text) => /[0-9]/.test(text) && /[A-Za-z]{2}/.test(text))
const name = fc.oneof(
  fc.constantFrom(
    'state',
    'code',
    'scope',
    'client_id',
    'redirect_uri',
    'error',
    'return_to',
    'message',
    'max',
    'token',
  ),
  fc.constantFrom('__proto__', 'constructor', 'grant_type', 'iss', 'prompt', 'error_description', 'roomId'),
  fc.string({ maxLength: 12 }),
)

describe('masking', () => {
  it('lets no secret through in a field, whatever its name', () => {
    fc.assert(
      fc.property(name, secret, (field, value) => {
        expect(JSON.stringify(maskFields([[field, value]]))).not.toContain(value)
      }),
    )
  })

  it('lets no secret through as a name', () => {
    fc.assert(
      fc.property(secret, (value) => {
        expect(JSON.stringify([maskFields([[value, 'x']]), maskMethod(value)])).not.toContain(value)
      }),
    )
  })

  it('lets no secret through in an address, where it has become a part of the path or the query', () => {
    const plain = fc.stringMatching(/^[A-Za-z0-9_-]{25,90}$/).filter((text) => /[0-9]/.test(text))
    fc.assert(
      fc.property(plain, name, (value, field) => {
        const address = new URL(`https://webexapis.com/v1/rooms/${value}/x?${new URLSearchParams([[field, value]])}`)
        expect(JSON.stringify([maskAddress(address), maskPath(address.pathname)])).not.toContain(value)
      }),
    )
  })

  it('lets no secret through in a header', () => {
    const header = fc.constantFrom(
      'authorization',
      'cookie',
      'set-cookie',
      'location',
      'link',
      'trackingid',
      'origin',
      'retry-after',
      'content-type',
      'x-own',
    )
    const form = fc.constantFrom(
      (v: string) => v,
      (v: string) => `Bearer ${v}`,
      (v: string) => `a=${v}; b=${v}`,
      (v: string) => `/x?code=${v}`,
      (v: string) => `<https://x/${v}>; rel="next"`,
      (v: string) => `https://a.b/c?state=${v}#${v}`,
      (v: string) => `${v}=1; Path=/${v}`,
    )
    fc.assert(
      fc.property(header, form, secret, (of, write, value) => {
        expect(JSON.stringify(maskHeaders([[of, write(value)]]))).not.toContain(value)
      }),
      { numRuns: 500, endOnFailure: true },
    )
  })

  it('lets no secret through in a body, of the identity service or in an error', () => {
    fc.assert(
      fc.property(name, secret, fc.boolean(), fc.boolean(), (field, value, isIdentity, isError) => {
        const bodies = [
          JSON.stringify({ [field]: value }),
          JSON.stringify({ [field]: [value], [value]: { a: value } }),
          value,
          `{"a":"${value}`,
        ]
        for (const body of bodies) expect(JSON.stringify(maskBody(body, { isIdentity, isError }))).not.toContain(value)
      }),
    )
  })

  it('shows what is harmless and has the form it should have', () => {
    const shown = maskFields([
      ['scope', 'spark:rooms_read spark:people_read'],
      ['redirect_uri', 'http://localhost:10060/oauth'],
      ['code_challenge_method', 'S256'],
      ['error_description', 'The requested scope is invalid.'],
    ])
    expect(shown.every((field) => !field.secret)).toBe(true)
    expect(maskFields([['redirect_uri', 'http://localhost:10060/oauth?secret=1']])[0]?.secret).toBe(true)
  })

  it('never shows what people wrote: of an answer of the API only the names of fields, or how many items', () => {
    const options = { isIdentity: false, isError: false }
    expect(maskBody('{"title":"Launch"}', options).fields).toEqual([{ name: 'title', value: '…', secret: false }])
    expect(maskBody('{"items":[{"title":"Launch"}]}', options)).toMatchObject({ fields: [], items: 1 })
  })

  it('gives no fingerprint of what is so short that it can be guessed', () => {
    expect(maskFields([['q', 'launch']])).toEqual([{ name: 'q', value: '…', secret: true }])
  })

  it('keeps the beginning of a state out of the name of its cookie', () => {
    const [field] = maskHeaders([['set-cookie', '__Host-gk-flow-AbCd1234=sealed-value-0123456789; Path=/; HttpOnly']])
    expect(field?.value).toBe(`__Host-gk-flow-…=${fingerprintOf('sealed-value-0123456789')}; Path=/; HttpOnly`)
  })

  it('is the same fingerprint everywhere', () => {
    expect(fingerprintOf('abc')).toBe('sha256:ba7816bf')
  })

  it('takes for a tracking id what Webex or we draw, and nothing else', () => {
    const read = (text: string) => readTrackingId({ get: () => text })
    expect(read('ROUTER_829EE300-E768-466E-9911-465B77EC4FA1')).toBeDefined()
    expect(read('grantkeeper_93f8d1aa37d5d6745e3f8e720f666c65')).toBeDefined()
    expect(read('ROUTER_a-secret')).toBeUndefined()
  })
})
