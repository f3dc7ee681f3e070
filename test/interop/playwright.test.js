import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const project = mkdtempSync(join(tmpdir(), 'grantkeeper-playwright-'))

/** The example as a project of its own: what it imports is installed beside it. */
beforeAll(async () => {
  cpSync(join(root, 'examples/testing'), project, { recursive: true })
  mkdirSync(join(project, 'node_modules/@hono'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/grantkeeper'))
  symlinkSync(join(root, 'node_modules/@hono/node-server'), join(project, 'node_modules/@hono/node-server'))
  symlinkSync(join(import.meta.dirname, 'node_modules/@playwright'), join(project, 'node_modules/@playwright'))
  const executablePath = await chromium.executablePath()
  const use = { launchOptions: { executablePath, args: ['--disable-gpu', '--disable-background-networking'] } }
  const config = { testDir: 'playwright', workers: 1, reporter: 'json', use }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'playwright.config.js'), `export default ${JSON.stringify(config)}`)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

it('Playwright presses GRANT in an app of one’s own, with the fixture of the documentation', async () => {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli')
  const { code, text } = await run([cli, 'test'])
  const { stats, errors } = JSON.parse(text)
  expect({ code, errors, passed: stats.expected, failed: stats.unexpected }, text).toEqual({
    code: 0,
    errors: [],
    passed: 2,
    failed: 0,
  })
})

function run(argv) {
  const child = spawn(process.execPath, argv, { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })))
}
