import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

/**
 * Who may import whom; `type:` means `import type` only. The table of docs/architecture.md in a form a machine holds.
 * A room is a folder of src/ or a file directly in it.
 */
const table: Record<string, string[]> = {
  environment: [],
  secret: [],
  errors: ['secret'],
  events: [],
  'webex-host': ['errors', 'type:secret'],
  oauth: ['environment', 'secret', 'errors', 'webex-host'],
  grants: ['oauth', 'environment', 'secret', 'errors', 'events'],
  stores: ['type:grants', 'type:sessions', 'errors'],
  sessions: ['environment', 'secret', 'errors'],
  api: ['environment', 'type:secret', 'errors', 'webex-host'],
  webhooks: ['oauth', 'environment', 'secret', 'errors', 'type:api'],
  edits: [],
  scopes: ['edits', 'type:environment'],
  'front-door': [
    'type:api',
    'type:environment',
    'type:errors',
    'type:events',
    'type:grants',
    'type:oauth',
    'type:scopes',
    'type:secret',
    'type:stores',
    'type:webhooks',
  ],
  telemetry: ['type:events', 'type:front-door'],
  audit: ['type:events', 'type:front-door'],
  place: ['errors', 'type:front-door'],
  routes: ['errors', 'type:front-door'],
  grantkeeper: [
    'oauth',
    'grants',
    'sessions',
    'api',
    'routes',
    'environment',
    'events',
    'errors',
    'place',
    'scopes',
    'telemetry',
    'webhooks',
    'secret',
    'type:front-door',
  ],
  adapters: ['routes', 'type:front-door'],
  emulator: ['environment'],
  config: ['errors', 'stores', 'environment', 'type:front-door', 'type:secret', 'oauth'],
  index: ['*'],
  app: ['index', 'routes'],
  cli: ['index', 'edits', 'config', 'stores', 'app', 'emulator'],
}

const drawers = ['utils', 'helpers', 'common', 'shared', 'misc', 'lib', 'core', 'types', 'manager']

interface Import {
  from: string
  to: string
  typeOnly: boolean
}

interface Source {
  path: string
  text: string
  tree: ts.SourceFile
}

const all = listFiles(src).map(readSource)
const sources = all.filter(({ path }) => !/\.test\.tsx?$/.test(path))
const imports = sources.flatMap(readImports)

describe('the import table', () => {
  it('names every room there is', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)))
    expect([...rooms].filter((room) => !(room in table))).toEqual([])
  })

  it('is kept by every import', () => {
    const broken = imports.filter(({ from, to, typeOnly }) => !mayImport(roomOf(from), roomOf(to), typeOnly))
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('lets nobody in a room import its own index', () => {
    const broken = imports.filter(({ from, to }) => roomOf(from) === roomOf(to) && /^[^/]+\/index\.tsx?$/.test(to))
    expect(broken.map(({ from }) => from)).toEqual([])
  })

  it('has no circles among values', () => {
    expect(findCircle(imports.filter(({ typeOnly }) => !typeOnly))).toBeUndefined()
  })

  it('would find a circle', () => {
    const planted = [
      { from: 'a.ts', to: 'b.ts', typeOnly: false },
      { from: 'b.ts', to: 'a.ts', typeOnly: false },
    ]
    expect(findCircle(planted)).toEqual(['a.ts', 'b.ts', 'a.ts'])
  })
})

describe('the shape of the code', () => {
  it('has no drawers', () => {
    const names = all.flatMap(({ path }) => path.split('/')).map((name) => name.replace(/(\.test)?\.tsx?$/, ''))
    expect(names.filter((name) => drawers.includes(name))).toEqual([])
  })

  it('keeps files to 250 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path)).toEqual([])
  })

  it('keeps adapters to 40 lines of code: they translate and decide nothing', () => {
    const adapters = sources.filter(({ path }) => path.startsWith('adapters/'))
    expect(adapters.length).toBeGreaterThan(5)
    expect(adapters.filter(({ tree }) => linesOfCode(tree) > 40).map(({ path }) => path)).toEqual([])
  })

  it('keeps functions to 50 lines', () => {
    expect(sources.flatMap(findLongFunctions)).toEqual([])
  })

  it('has no any and no default export', () => {
    const broken = sources.flatMap(({ path, tree }) =>
      findNodes(tree, (node) => node.kind === ts.SyntaxKind.AnyKeyword || isDefaultExport(node)).map(() => path),
    )
    expect(broken).toEqual([])
  })
})

describe('the world', () => {
  const reading = (pattern: RegExp, ...allowed: string[]) =>
    sources.filter(({ path, tree }) => !allowed.includes(path) && pattern.test(codeOf(tree))).map(({ path }) => path)

  it('has one clock and one source of timers', () => {
    const clock = /\b(Date\.now|performance\.now|setTimeout|setInterval)\b|new Date\(\)|AbortSignal\.timeout/
    expect(reading(clock, 'environment.ts')).toEqual([])
  })

  it('has one place beside the timers where the turns of the event loop count', () => {
    const turns = /\b(setImmediate|process\.nextTick)\b/
    expect(reading(turns, 'environment.ts')).toEqual(['stores/sqlite/group-commit.ts'])
  })

  it('has one source of randomness', () => {
    expect(reading(/\b(Math\.random|randomUUID|getRandomValues|randomInt)\b/)).toEqual([])
    expect(importers('randomBytes')).toEqual(['environment.ts'])
  })

  it('has one way to the network', () => {
    expect(reading(/(?<![.\w])fetch\(/, 'environment.ts')).toEqual([])
    expect(imports3rd('undici')).toEqual(['environment.ts'])
  })

  it('has one reader of process.env', () => {
    expect(reading(/\bprocess\.env\b/, 'config.ts')).toEqual([])
  })
})

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8')
  return {
    path: relative(src, file),
    text,
    tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true),
  }
}

function roomOf(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.tsx?$/, '')
}

function mayImport(from: string, to: string, typeOnly: boolean): boolean {
  const allowed = table[from] ?? []
  return from === to || allowed.includes('*') || allowed.includes(to) || (typeOnly && allowed.includes(`type:${to}`))
}

function readImports({ path, tree }: Source): Import[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const target = statement.moduleSpecifier
    if (!target || !ts.isStringLiteral(target) || !target.text.startsWith('.')) return []
    return [
      { from: path, to: relative(src, resolve(src, dirname(path), target.text)), typeOnly: isTypeOnly(statement) },
    ]
  })
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) {
    const named = statement.exportClause
    return statement.isTypeOnly || (!!named && ts.isNamedExports(named) && named.elements.every((e) => e.isTypeOnly))
  }
  const clause = statement.importClause
  if (!clause) return false
  const named = clause.namedBindings
  const onlyTypes = !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly)
  return clause.isTypeOnly || (!clause.name && onlyTypes)
}

function findCircle(edges: Import[]): string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const visit = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return undefined
    for (const target of next.get(path) ?? []) {
      const circle = visit(target, [...trail, path])
      if (circle) return circle
    }
    done.add(path)
    return undefined
  }
  for (const start of next.keys()) {
    const circle = visit(start, [])
    if (circle) return circle
  }
  return undefined
}

function findNodes(node: ts.Node, matches: (node: ts.Node) => boolean): ts.Node[] {
  const found = matches(node) ? [node] : []
  node.forEachChild((child) => void found.push(...findNodes(child, matches)))
  return found
}

function findLongFunctions({ path, tree }: Source): string[] {
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line
  return findNodes(tree, ts.isFunctionLike)
    .filter((node) => lineOf(node.getEnd()) - lineOf(node.getStart()) >= 50)
    .map((node) => `${path}:${lineOf(node.getStart()) + 1}`)
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  return ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword)
}

/** The text without comments and strings. */
function codeOf(tree: ts.SourceFile): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, false, tree.languageVariant, tree.text)
  let code = ''
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) continue
    code += token === ts.SyntaxKind.StringLiteral ? "''" : scanner.getTokenText()
  }
  return code
}

/** Lines on which something begins or ends; comments and imports are none. */
function linesOfCode(tree: ts.SourceFile): number {
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line
  const nodes = tree.statements
    .filter((one) => !ts.isImportDeclaration(one))
    .flatMap((one) => findNodes(one, () => true))
  return new Set(nodes.flatMap((node) => [lineOf(node.getStart()), lineOf(node.getEnd())])).size
}

function importers(name: string): string[] {
  return sources
    .filter(({ tree }) => findNodes(tree, (node) => ts.isImportSpecifier(node) && node.name.text === name).length > 0)
    .map(({ path }) => path)
}

function imports3rd(module: string): string[] {
  const imports = (tree: ts.SourceFile) =>
    findNodes(tree, (n) => ts.isImportDeclaration(n) && (n.moduleSpecifier as ts.StringLiteral).text === module)
  return sources.filter(({ tree }) => imports(tree).length > 0).map(({ path }) => path)
}
