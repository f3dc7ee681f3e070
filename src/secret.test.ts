import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from './secret.ts'

describe('a secret', () => {
  const secret = new Secret('CANARY')
  const holder = { secret, list: [secret], map: new Map([['k', secret]]), error: new Error('x', { cause: secret }) }

  it.each([
    ['String()', () => String(secret)],
    ['a template', () => `${secret}`],
    ['joining', () => ['a', secret].join('')],
    ['JSON', () => JSON.stringify(holder)],
    ['inspect', () => inspect(holder, { depth: 9, showHidden: true, getters: true })],
    ['spreading', () => JSON.stringify({ ...secret })],
    ['structuredClone', () => inspect(structuredClone(secret), { showHidden: true })],
    ['property names', () => Reflect.ownKeys(secret).join()],
  ])('does not show in %s', (_way, print) => {
    expect(print()).not.toContain('CANARY')
  })

  it('is given only to who asks by name', () => {
    expect(secret.reveal()).toBe('CANARY')
  })
})
