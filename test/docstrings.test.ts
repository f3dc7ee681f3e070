import { join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { frameExample } from './docstring-examples.ts'
import { others, types, values } from './surface.ts'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')
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

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  allowImportingTsExtensions: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  jsx: ts.JsxEmit.ReactJSX,
}
const paths = files.map((file) => join(src, file))
const program = ts.createProgram(paths, options)
const checker = program.getTypeChecker()

interface Exported {
  name: string
  symbol: ts.Symbol
}

/** What a door exports, and what is in the namespaces among it. */
function listExports(file: string): Exported[] {
  const source = program.getSourceFile(join(src, file))
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${file} exports nothing`)
  return listOwn(module)
}

function listOwn(module: ts.Symbol): Exported[] {
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    return symbol.flags & ts.SymbolFlags.ValueModule ? listOwn(symbol) : [{ name: exported.name, symbol }]
  })
}

/** The properties and methods of a class or an interface, but those that are private. */
function listMembers({ name, symbol }: Exported): Exported[] {
  const members = [...(symbol.members?.values() ?? [])]
  return members
    .filter((member) => !/^(__|#)/.test(member.name) && !(member.flags & ts.SymbolFlags.TypeParameter))
    .map((member) => ({ name: `${name}.${member.name}`, symbol: member }))
}

const isSilent = ({ symbol }: Exported) =>
  symbol.getDocumentationComment(checker).length === 0 && symbol.getJsDocTags(checker).length === 0

const isValue = ({ symbol }: Exported) => (symbol.flags & ts.SymbolFlags.Value) !== 0

function listExamples({ symbol }: Exported): string[] {
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example')
  return tags.map(({ text }) => ts.displayPartsToString(text))
}

describe('what a door exports is what is listed, and nothing else', () => {
  /** The names as they are written at the door: a namespace is one of them. */
  const listNames = (file: string) => {
    const source = program.getSourceFile(join(src, file))
    const module = source && checker.getSymbolAtLocation(source)
    return (module ? checker.getExportsOfModule(module) : []).map(({ name }) => name).sort()
  }

  it('the front door', () => {
    expect(listNames('index.ts')).toEqual([...values, ...types].sort())
  })

  it.each(files.filter((file) => file !== 'index.ts'))('%s', (file) => {
    expect(listNames(file)).toEqual([...(others[file] ?? [])].sort())
  })
})

describe('every exported name has a docstring', () => {
  it.each(files)('%s', (file) => {
    expect(listExports(file).filter(isSilent)).toEqual([])
  })
})

describe('the docstrings of the front door', () => {
  // The types of `Webex` name their fields as Webex does, and say of those only what a name cannot.
  const ours = ({ symbol }: Exported) => !symbol.declarations?.[0]?.getSourceFile().fileName.includes('/src/api/')

  it('tell what each field and method is', () => {
    const types = listExports('index.ts').filter(ours)
    expect(types.length).toBeGreaterThan(40)
    expect(
      types
        .flatMap(listMembers)
        .filter(isSilent)
        .map(({ name }) => name),
    ).toEqual([])
  })
})

describe('every exported function has an example', () => {
  it.each(files)('%s', (file) => {
    const functions = listExports(file).filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Function)
    expect(functions.filter((one) => listExamples(one).length === 0).map(({ name }) => name)).toEqual([])
  })
})

/** Where an example would lie; it is never written. */
const pathOf = (index: number) => join(root, 'test', `docstring-example-${index}.ts`)

describe('the examples of docstrings', () => {
  const found = files.flatMap((file) =>
    listExports(file)
      .flatMap((one) => [one, ...listMembers(one)])
      .flatMap((one) => listExamples(one).map((example) => ({ file, name: one.name, example }))),
  )
  const exported = new Map(
    files.map((file) => [
      file,
      listExports(file)
        .filter(isValue)
        .map(({ name }) => name),
    ]),
  )
  const texts = new Map(found.map(({ file, example }, index) => [pathOf(index), frameExample(example, file, exported)]))
  const host = ts.createCompilerHost(options)
  const withExamples = ts.createProgram(
    [...texts.keys()],
    options,
    {
      ...host,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      getSourceFile(path, ...rest) {
        const text = texts.get(path)
        return text === undefined
          ? host.getSourceFile(path, ...rest)
          : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023)
      },
    },
    program,
  )

  it.each(found.map((one, index) => ({ ...one, index })))('compile: $name', ({ index, example }) => {
    const file = withExamples.getSourceFile(pathOf(index))
    const wrong = [...withExamples.getSyntacticDiagnostics(file), ...withExamples.getSemanticDiagnostics(file)]
    expect(
      wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
      example,
    ).toEqual([])
  })
})
