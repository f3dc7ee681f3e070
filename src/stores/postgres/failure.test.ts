import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { GrantkeeperError } from '../../errors/index.ts'
import { isConnectionLost, storeError } from './failure.ts'

/** An error as the driver makes it, with a row in one of its fields. */
function driverError(code: string | undefined): Error {
  return Object.assign(new Error('it did not work'), { code, detail: 'Failing row contains (canary).' })
}

describe('an error of PostgreSQL', () => {
  it.each([
    ['53100', 'WX-STORE-FULL'],
    ['25006', 'WX-STORE-READ-ONLY'],
    ['42501', 'WX-STORE-READ-ONLY'],
    ['42P01', 'WX-STORE-CORRUPT'],
    ['42703', 'WX-STORE-CORRUPT'],
    ['XX001', 'WX-STORE-CORRUPT'],
    ['54000', 'WX-REQUEST-INVALID'],
    ['57014', 'WX-STORE-UNAVAILABLE'],
    ['53300', 'WX-STORE-UNAVAILABLE'],
    ['ECONNRESET', 'WX-STORE-UNAVAILABLE'],
    [undefined, 'WX-STORE-UNAVAILABLE'],
  ])('%s becomes %s, without the row in it', (code, ours) => {
    const error = storeError(driverError(code))
    expect(error.code).toBe(ours)
    expect((error.cause as Error).message).toBe('it did not work')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  it('that is ours already stays as it is', () => {
    const newer = new GrantkeeperError('WX-STORE-NEWER')
    expect(storeError(newer)).toBe(newer)
    expect(isConnectionLost(newer)).toBe(false)
  })

  it.each(['ECONNRESET', 'EPIPE', '08006', '57P01', undefined])(
    '%s leaves open what became of the statement',
    (code) => {
      expect(isConnectionLost(driverError(code))).toBe(true)
    },
  )

  it.each(['57014', '53100', '23505', '40001'])('%s says that nothing was written', (code) => {
    expect(isConnectionLost(driverError(code))).toBe(false)
  })
})
