import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { webexTypes } from '../../test/surface.ts'

const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(join(import.meta.dirname, file), 'utf8'), ts.ScriptTarget.ES2022, true)

/** The names that a file hands on. */
function handedOn(file: string): string[] {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause) return []
    return ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements.map(({ name }) => name.text) : []
  })
}

/** The names of this room that are declared without a word about them. */
function unexplained(): string[] {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[^.]+\.ts$/.test(file))
  return files.flatMap((file) =>
    parse(file).statements.flatMap((statement) => {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return []
      return ts.getJSDocCommentsAndTags(statement).length > 0 ? [] : [statement.name.text]
    }),
  )
}

describe('the types of Webex', () => {
  it('are those that were promised', () => {
    expect(handedOn('webex.ts').sort()).toEqual(webexTypes)
  })

  it('say what they are', () => {
    const silent = unexplained()
    expect(handedOn('webex.ts').filter((name) => silent.includes(name))).toEqual([])
  })
})
