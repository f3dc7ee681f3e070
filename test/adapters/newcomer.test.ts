import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { startExample } from './example.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-newcomer-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the newcomer's app imports, and the database driver that Node 20 lacks. */
const beside = ['express', '@photostructure/sqlite'] as const

async function time<T>(step: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now()
  const result = await step()
  return [(performance.now() - began) / 1000, result]
}

async function install(): Promise<void> {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: root })
  const tarball = join(folder, JSON.parse(packed.stdout)[0].filename)
  const others = beside.map((name) => `${name}@${manifest.devDependencies[name]}`)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['install', ...flags, tarball, ...others], { cwd: folder })
}

async function goFromGrantToSpaces(): Promise<number> {
  const example = await startExample(join(folder, 'server.js'))
  try {
    const ada = example.newVisitor()
    const callback = await example.emulator.signIn(await ada.pressGrant('/spaces'), 'ada')
    return JSON.parse((await ada.get(callback)).text).length
  } finally {
    await example.end()
  }
}

it('takes a newcomer from the packed package to spaces with twelve lines', { timeout: 180_000 }, async () => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  copyFileSync(join(root, 'examples/express/server.js'), join(folder, 'server.js'))
  const lines = readFileSync(join(folder, 'server.js'), 'utf8').split('\n').filter(Boolean).length
  const [installing] = await time(install)
  const [connecting, spaces] = await time(goFromGrantToSpaces)
  const [first, second] = [installing, connecting].map((seconds) => seconds.toFixed(1))
  console.log(`newcomer: ${lines} lines; ${first} s to install, ${second} s from the start to ${spaces} spaces`)
  expect(lines).toBeLessThanOrEqual(12)
  expect(spaces).toBe(200)
  expect(connecting).toBeLessThan(30)
})
