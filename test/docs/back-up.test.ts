import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { sqliteStore } from '../../src/stores/sqlite.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
const page = readFileSync(join(root, 'docs/how-to/back-up.md'), 'utf8')
const commands = [...page.matchAll(/^ *```sh\n *npx grantkeeper (.*)\n/gm)].map(([, command = '']) => command)

it('the commands of the page on backups do what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gk-page-'))
  await sqliteStore({ file: join(folder, 'grants.db') }).close()
  const env = {
    PATH: process.env.PATH,
    TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
    WEBEX_CLIENT_ID: 'C1',
    WEBEX_CLIENT_SECRET: 's1',
    WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
    WEBEX_SCOPES: 'spark:people_read',
    GRANTKEEPER_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: 'grants.db',
  }
  const said = []
  for (const command of commands) {
    const argv = ['--import', tsx, join(root, 'src/cli/main.ts'), ...command.split(' ')]
    said.push((await run(process.execPath, argv, { cwd: folder, env })).stdout)
  }
  rmSync(folder, { recursive: true })
  expect(said).toEqual([
    expect.stringMatching(/✔ .*monday\.db {2}0 connections/),
    expect.stringMatching(/✔ .*monday\.db is restored.*grants\.db\.before-restore-/s),
    expect.any(String),
  ])
}, 60_000)
