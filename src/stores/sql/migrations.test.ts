import { describe, expect, it } from 'vitest'
import { createGrantRow } from '../contract/check.ts'
import { findDriver } from '../sqlite/driver.ts'
import { listMigrations, schemaVersion } from './migrations.ts'
import { grantColumns, happeningColumns, sessionColumns, valuesOf } from './rows.ts'

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
    expect(columnsOf('grantkeeper_history')).toEqual(Object.values(happeningColumns))
    database.close()
  })

  it('keeps the rows of a database of the first version', () => {
    const database = findDriver()(':memory:')
    const added = listMigrations(1)
    for (const sql of listMigrations(0).slice(0, -added.length)) database.exec(sql)
    const { askedAt: _, login: __, coolUntil: ___, ...first } = grantColumns
    const row: Record<keyof typeof first, string | number | null> = createGrantRow()
    const columns = Object.values(first)
    database
      .prepare(`INSERT INTO grantkeeper_grants (${columns}) VALUES (${columns.map(() => '?')})`)
      .run(...valuesOf(first, row))
    for (const sql of added) database.exec(sql)
    const kept = database.prepare('SELECT id, asked_at, login FROM grantkeeper_grants').all()
    expect(kept).toMatchObject([{ id: 'grant-1', asked_at: null, login: null }])
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
