import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { renderErrorDocs } from '../../scripts/error-docs.ts'
import { catalogue, errorCodes, GrantkeeperError, isErrorCode, isGrantkeeperError } from './index.ts'

describe('the catalogue', () => {
  it.each(errorCodes)('%s says what happened and what to do, in whole sentences', (code) => {
    const { title, cause, fix, status } = catalogue[code]
    expect(code).toMatch(/^WX(-[A-Z]+)+$/)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(cause).toMatch(/^[A-Z].*\.$/)
    expect(fix).toMatch(/^[A-Z].*\.$/)
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('holds no character that a page would have to escape', () => {
    const texts = errorCodes.flatMap((code) => [catalogue[code].title, catalogue[code].fix])
    expect(texts.filter((text) => /[<>&]/.test(text))).toEqual([])
  })

  it('is what docs/errors.md says', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/errors.md'), 'utf8')
    expect(written, 'run "npm run docs:errors"').toBe(renderErrorDocs())
  })

  it('knows its own codes only', () => {
    expect(errorCodes.every(isErrorCode)).toBe(true)
    expect(['toString', '__proto__', 'WX-NONE', ''].some(isErrorCode)).toBe(false)
  })
})

describe('an error', () => {
  it('carries the words of its code', () => {
    const error = new GrantkeeperError('WX-STATE-EXPIRED', { detail: 'More.', trackingId: 'T1' })
    expect(error).toMatchObject({ code: 'WX-STATE-EXPIRED', status: 400, action: 'connect', trackingId: 'T1' })
    expect(error.message).toBe('This sign-in took too long. More.')
    expect(error.docs).toBe('docs/errors.md#wx-state-expired')
    expect(inspect(error)).toContain('WX-STATE-EXPIRED')
  })

  it('is told from others, and by code', () => {
    const error = new GrantkeeperError('WX-RECONNECT')
    expect(isGrantkeeperError(error)).toBe(true)
    expect(isGrantkeeperError(error, 'WX-STATE-USED')).toBe(false)
    expect(isGrantkeeperError(new Error('WX-RECONNECT'))).toBe(false)
    const fromAnotherCopy = Object.assign(new Error(), { name: 'GrantkeeperError', code: 'WX-RECONNECT' })
    expect(isGrantkeeperError(fromAnotherCopy, 'WX-RECONNECT')).toBe(true)
    expect(isGrantkeeperError(fromAnotherCopy, 'WX-STATE-USED')).toBe(false)
  })
})
