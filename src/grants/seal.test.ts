import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../secret.ts'
import { createSeal } from './seal.ts'

const newKey = () => randomBytes(32).toString('base64')
const locked = expect.objectContaining({ code: 'WX-GRANT-LOCKED' })
const weak = expect.objectContaining({ code: 'WX-KEY-WEAK' })

describe('a seal', () => {
  const key = newKey()
  const seal = createSeal([key], randomBytes)

  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        return seal.open(seal.seal(text, place), place) === text
      }),
      { numRuns: 2000 },
    )
  })

  it('never gives the same envelope twice, nor the text in it', () => {
    const envelopes = Array.from({ length: 100 }, () => seal.seal('CANARY', 'here'))
    expect(new Set(envelopes).size).toBe(100)
    expect(envelopes.join()).not.toContain('CANARY')
  })

  it('tells of each key once for each purpose', () => {
    const uses: string[] = []
    const telling = createSeal([key, newKey()], randomBytes, (keyId, purpose) => uses.push(`${purpose} ${keyId}`))
    for (const text of ['a', 'b']) telling.open(telling.seal(text, 'here'), 'here')
    expect(uses).toEqual([`seal ${telling.first}`, `open ${telling.first}`])
  })

  it('opens in no other place', () => {
    expect(() => seal.open(seal.seal('x', 'grants:1:tokens:1'), 'grants:1:tokens:2')).toThrow(locked)
    expect(() => seal.open(seal.seal('x', 'grants:1:tokens:1'), 'grants:2:tokens:1')).toThrow(locked)
  })

  it('notices every flipped bit', () => {
    const envelope = seal.seal('token', 'here')
    const [version, id, body = ''] = envelope.split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => seal.open(`${version}.${id}.${flipped.toString('base64url')}`, 'here')).toThrow(locked)
    }
  })

  it('refuses short tags, other versions and everything malformed', () => {
    const [version, id, body = ''] = seal.seal('token', 'here').split('.')
    const cut = Buffer.from(body, 'base64url').subarray(0, -12).toString('base64url')
    for (const envelope of [
      '',
      '.',
      '1..',
      `${version}.${id}.${cut}`,
      `2.${id}.${body}`,
      `1.${id}.${body}.x`,
      `1.zz.${body}`,
    ]) {
      expect(() => seal.open(envelope, 'here')).toThrow(locked)
    }
  })
})

describe('a ring of keys', () => {
  it('seals with the first and opens with every one', () => {
    const [old, young] = [newKey(), newKey()]
    const before = createSeal([old], randomBytes).seal('token', 'here')
    const both = createSeal([young, old], randomBytes)
    expect(both.open(before, 'here')).toBe('token')
    expect(() => createSeal([old], randomBytes).open(both.seal('token', 'here'), 'here')).toThrow(locked)
  })

  it('names the missing key, so that it can be found', () => {
    const envelope = createSeal([newKey()], randomBytes).seal('token', 'here')
    expect(() => createSeal([newKey()], randomBytes).open(envelope, 'here')).toThrow(envelope.split('.')[1])
  })

  it('takes base64, base64url, hex and secrets', () => {
    const bytes = randomBytes(32)
    const forms = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]
    const seals = [...forms, new Secret(forms[0] ?? '')].map((form) => createSeal([form], randomBytes))
    const envelope = seals[0]?.seal('token', 'here') ?? ''
    expect(seals.map((seal) => seal.open(envelope, 'here'))).toEqual(Array(4).fill('token'))
  })

  it.each([
    ['nothing', ''],
    ['a word', 'changeme'],
    ['16 bytes', randomBytes(16).toString('base64')],
    ['zeros', Buffer.alloc(32).toString('base64')],
    ['a repeated byte', Buffer.alloc(32, 7).toString('hex')],
    ['a pass phrase', Buffer.from('correct horse battery staple 123').toString('base64')],
  ])('refuses %s as a key', (_what, key) => {
    expect(() => createSeal([key], randomBytes)).toThrow(weak)
  })

  it('needs a key', () => {
    expect(() => createSeal([], randomBytes)).toThrow(expect.objectContaining({ code: 'WX-KEY-MISSING' }))
  })

  it('says nothing of a key it refuses', () => {
    let refusal: unknown
    try {
      createSeal(['CANARYCANARY'], randomBytes)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toEqual(weak)
    expect(inspect(refusal, { depth: 9, showHidden: true })).not.toContain('CANARY')
  })
})
