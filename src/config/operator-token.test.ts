import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findOperatorToken, makeOperatorToken, readOperatorDigest } from './operator-token.ts'

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

describe('a token that is made here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gk-operator-'))
  const file = join(folder, '.grantkeeper', 'operator')
  afterAll(() => rmSync(folder, { recursive: true }))

  it('has 256 bits, and leaves its digest only, for its owner alone to read', () => {
    expect(readOperatorDigest(file)).toBeUndefined()
    const token = makeOperatorToken(file, randomBytes)
    expect(token).toMatch(/^gko_[\w-]{43}$/)
    expect(readOperatorDigest(file)).toBe(createHash('sha256').update(token).digest('hex'))
    expect(readFileSync(file, 'utf8')).not.toContain(token.slice(4))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, '.grantkeeper'))).toEqual(['operator'])
  })

  it('takes the place of the one before', () => {
    const before = readOperatorDigest(file)
    makeOperatorToken(file, randomBytes)
    expect(readOperatorDigest(file)).not.toBe(before)
  })

  it('is refused where the file holds something else', () => {
    writeFileSync(file, 'spoiled')
    expect(() => readOperatorDigest(file)).toThrow(expect.objectContaining({ code: 'WX-CONFIG-INVALID' }))
  })

  it('says why it cannot be made', () => {
    const detail = expect.stringContaining('cannot be made (E')
    expect(() => makeOperatorToken(join(file, 'below'), randomBytes)).toThrow(expect.objectContaining({ detail }))
  })
})
