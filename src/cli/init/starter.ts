import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'
import { suggestWord } from '../suggest.ts'

export const FRAMEWORKS = ['express', 'fastify', 'hono', 'next', 'node'] as const
export type Framework = (typeof FRAMEWORKS)[number]

/** What was written for a framework, and what is to be done then. */
export interface Starter {
  framework: Framework
  written: string[]
  /** They were there already, and were left as they were. */
  kept: string[]
  /** What the files import, and package.json does not name. */
  install: string[]
  start: string
}

interface Recipe {
  /** Of the examples, beside which nothing else is needed; each with the name it is written under. */
  files: readonly (readonly [from: string, to: string])[]
  needs: readonly string[]
  start: string
}

const server = (folder: string): Recipe['files'] => [[`${folder}/server.js`, 'server.js']]

/** The files are those of examples/, which are tested as they are. */
const recipes: Readonly<Record<Framework, Recipe>> = {
  express: { files: server('express'), needs: ['express'], start: 'node server.js' },
  fastify: { files: server('fastify'), needs: ['fastify'], start: 'node server.js' },
  hono: { files: server('hono'), needs: ['hono', '@hono/node-server'], start: 'node server.js' },
  node: { files: server('plain-node'), needs: [], start: 'node server.js' },
  next: {
    files: [
      ['next/keeper.js', 'keeper.js'],
      ['next/next.config.js', 'next.config.js'],
      ['next/app/route.js', 'app/route.js'],
      ['next/app/[step]/route.js', 'app/[step]/route.js'],
      ['next/app/spaces/route.js', 'app/spaces/route.js'],
    ],
    needs: ['next', 'react', 'react-dom'],
    start: 'npx next dev --port "$PORT"',
  },
}

/** Beside the code, in the repository and in the package. */
const EXAMPLES = join(import.meta.dirname, '../../../examples')
/** Node has a SQLite of its own from here on. */
const NODE_WITH_SQLITE = [22, 13]

interface Manifest {
  type?: unknown
  dependencies?: Readonly<Record<string, unknown>>
  devDependencies?: Readonly<Record<string, unknown>>
}

/** @throws UsageError */
export function readFramework(text: string): Framework {
  const framework = FRAMEWORKS.find((known) => known === text)
  if (framework) return framework
  const meant = suggestWord(text, FRAMEWORKS)
  const choice = meant ? `Did you mean ${meant}?` : `It takes ${FRAMEWORKS.join(', ')}.`
  throw new UsageError(`There is no --framework "${cleanText(text)}". ${choice}`)
}

/** The framework that the project in a folder uses, if it uses one of ours. */
export function detectFramework(folder: string): Framework | undefined {
  const named = listPackages(readManifest(folder))
  // Next and the adapters' hosts bring others along, but name them seldom themselves.
  return (['next', 'fastify', 'hono', 'express'] as const).find((framework) => named.includes(framework))
}

/** Writes the whole way from GRANT to the spaces for a framework, and changes no file that is there. */
export function writeStarter(framework: Framework, folder: string, port: string, dryRun: boolean): Starter {
  const { files, needs, start } = recipes[framework]
  const manifest = readManifest(folder)
  const isModule = manifest.type === 'module'
  const [written, kept]: [string[], string[]] = [[], []]
  for (const [from, to] of files) {
    const name = isModule ? to : renameModule(to)
    const path = join(folder, name)
    if (existsSync(path)) {
      kept.push(name)
      continue
    }
    written.push(name)
    if (dryRun) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, readFileSync(join(EXAMPLES, from)), { flag: 'wx' })
  }
  const install = listNeeds(needs).filter((name) => !listPackages(manifest).includes(name))
  const command = isModule ? start : start.replace('server.js', 'server.mjs')
  return { framework, written, kept, install, start: command.replace('"$PORT"', port) }
}

/** Node takes a file for a module by its ending where package.json does not say so; Next compiles what is its own. */
function renameModule(name: string): string {
  return name === 'server.js' || name === 'next.config.js' ? name.replace(/js$/, 'mjs') : name
}

function listNeeds(needs: readonly string[]): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = NODE_WITH_SQLITE
  const hasSqlite = major > oldMajor || (major === oldMajor && minor >= oldMinor)
  return ['grantkeeper', ...needs, ...(hasSqlite ? [] : ['@photostructure/sqlite'])]
}

function listPackages({ dependencies, devDependencies }: Manifest): string[] {
  return Object.keys({ ...dependencies, ...devDependencies })
}

/** An empty one where there is none that can be read. */
function readManifest(folder: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
