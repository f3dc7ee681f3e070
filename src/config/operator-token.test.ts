import { describe, expect, it } from 'vitest'
import { findOperatorToken } from './operator-token.ts'

const find = (token?: string) =>
  findOperatorToken([{ origin: 'env', variables: { GRANTKEEPER_OPERATOR_TOKEN: token } }], '/')

describe("the operator's token", () => {
  it('may be absent, and is hidden', () => {
    expect(find()).toBeUndefined()
    expect(find('0123456789abcdef')?.reveal()).toBe('0123456789abcdef')
    expect(JSON.stringify(find('0123456789abcdef'))).not.toContain('0123')
  })

  it.each(['too-few-letters', 'with spaces that no header', 'überlang-genug-aber-nein'])(
    'is refused as %j, unrepeated',
    (token) => {
      expect(() => find(token)).toThrow(expect.objectContaining({ code: 'WX-CONFIG-INVALID' }))
      expect(() => find(token)).not.toThrow(token)
    },
  )
})
