import { join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../src')
const doors = [
  'index.ts',
  'emulator/index.ts',
  'stores/memory.ts',
  'stores/sqlite.ts',
  'stores/postgres.ts',
  'stores/contract.ts',
]
const adapters = ['node', 'express', 'fastify', 'hono', 'next'].map((name) => `adapters/${name}.ts`)
const files = [...doors, ...adapters]
const program = ts.createProgram(
  files.map((file) => join(src, file)),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    jsx: ts.JsxEmit.ReactJSX,
  },
)
const checker = program.getTypeChecker()

/** What a door exports that says nothing of itself. */
function listSilent(file: string): string[] {
  const source = program.getSourceFile(join(src, file))
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} exports nothing`)
  const exported = checker.getExportsOfModule(module)
  const own = exported.map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  )
  return own
    .filter((symbol) => !isModule(symbol) && symbol.getDocumentationComment(checker).length === 0)
    .map(({ name }) => name)
}

/** `export * as Webex` has its docstrings inside. */
function isModule(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.ValueModule) !== 0
}

describe('every exported name has a docstring', () => {
  it.each(files)('%s', (file) => {
    expect(listSilent(file)).toEqual([])
  })
})
