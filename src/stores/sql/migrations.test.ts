import { describe, expect, it } from 'vitest'
import { findDriver } from '../sqlite/driver.ts'
import { listMigrations, schemaVersion } from './migrations.ts'
import { grantColumns, sessionColumns } from './rows.ts'

describe('the schema', () => {
  it('has every column that the statements name, in their order', () => {
    const database = findDriver()(':memory:')
    for (const sql of listMigrations(0)) database.exec(sql)
    const columnsOf = (table: string) =>
      database
        .prepare(`SELECT name FROM pragma_table_info('${table}')`)
        .all()
        .map((row) => (row as { name: string }).name)
    expect(columnsOf('grantkeeper_grants')).toEqual(Object.values(grantColumns))
    expect(columnsOf('grantkeeper_sessions')).toEqual(Object.values(sessionColumns))
    database.close()
  })

  it('has nothing to do for a database that is up to date', () => {
    const version = Number(/VALUES \((\d+)\)/.exec(schemaVersion.write)?.[1])
    expect(version).toBeGreaterThan(0)
    expect(listMigrations(version)).toEqual([])
  })

  it('leaves a newer database alone', () => {
    expect(() => listMigrations(1000)).toThrowError(expect.objectContaining({ code: 'WX-STORE-NEWER' }))
  })
})
