import { describe, expect, it } from 'vitest'
import { findCopyingDriver, findDriver, type SqliteDatabase } from './driver.ts'

function createModule(name: string) {
  class DatabaseSync {
    name = name
    exec() {}
    prepare(): never {
      throw new Error('not asked for')
    }
    close() {}
  }
  return { DatabaseSync }
}

const nameOf = (database: SqliteDatabase) => (database as unknown as { name: string }).name
const missing = () => {
  throw new Error('not installed')
}

describe('the SQLite driver', () => {
  it('is the one inside Node where there is one', () => {
    const open = findDriver(
      () => createModule('built in'),
      () => createModule('installed'),
    )
    expect(nameOf(open('x'))).toBe('built in')
  })

  it('is the installed package where Node has none, or one too old to open a database', () => {
    for (const builtIn of [() => undefined, () => ({}), missing]) {
      expect(nameOf(findDriver(builtIn, () => createModule('installed'))('x'))).toBe('installed')
    }
  })

  it('copies with the first of them that can', () => {
    const installed = { ...createModule('installed'), backup: async () => undefined }
    const found = findCopyingDriver(
      () => createModule('built in'),
      () => installed,
    )
    expect(found).toBe(installed)
    expect(() => findCopyingDriver(() => createModule('built in'), missing)).toThrowError(
      expect.objectContaining({ code: 'WX-STORE-DRIVER' }),
    )
  })

  it('says what to do where there is neither', () => {
    expect(() => findDriver(() => undefined, missing)).toThrowError(
      expect.objectContaining({ code: 'WX-STORE-DRIVER', fix: expect.stringContaining('npm install') }),
    )
  })
})
