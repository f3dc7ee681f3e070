import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '..')
const doors = Object.keys(manifest.exports).filter((door) => door !== './package.json')

let folder: string
let tarball: string
let files: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grantkeeper-package-'))
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: root })
  const [report] = JSON.parse(packed.stdout)
  files = report.files.map(({ path }: { path: string }) => path)
  tarball = join(folder, report.filename)
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', tarball], {
    cwd: folder,
  })
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the package', () => {
  it('holds what is meant to be in it and nothing else', () => {
    const meant =
      /^(dist\/[\w/-]+\.(js|d\.ts|css|svg)|docs\/[\w/-]+\.md|docs\/schemas\/\w+\.json|examples\/[\w/[\].-]+\.(js|md|yaml|conf)|package\.json|(README|CHANGELOG|SECURITY)\.md|LICENSE|llms\.txt)$/
    expect(files.filter((file) => !meant.test(file))).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'SECURITY.md', 'dist/index.js', 'docs/tutorial.md', 'llms.txt']),
    )
    expect(files.filter((file) => file.startsWith('dist/') && file.includes('.test.'))).toEqual([])
  })

  it.each(doors)('opens the door %s', async (door) => {
    const name = door.replace('.', 'grantkeeper')
    const script = `const door = await import('${name}'); if (Object.keys(door).length === 0) process.exit(3)`
    await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  })

  it('opens every door to CommonJS too, without a word', async () => {
    const names = doors.map((door) => door.replace('.', 'grantkeeper'))
    const script = `for (const name of ${JSON.stringify(names)}) if (Object.keys(require(name)).length === 0) process.exit(3)`
    const { stderr } = await run(process.execPath, ['--input-type=commonjs', '-e', script], { cwd: folder })
    expect(stderr).toBe('')
  })

  it('opens no other door', async () => {
    const script = "await import('grantkeeper/dist/secret.js')"
    const opened = run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
    await expect(opened).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it('has a short front door', async () => {
    const { values } = await import('./surface.ts')
    expect(Object.keys(await import('../src/index.ts')).sort()).toEqual(values)
  })

  it('brings the command', async () => {
    const { stdout } = await run(join(folder, 'node_modules/.bin/grantkeeper'), ['--version'], { cwd: folder })
    expect(stdout.trim()).toBe(manifest.version)
  })

  it('needs few packages and runs no script at install', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(10)
    const scripts = Object.keys(manifest.scripts)
    expect(scripts.filter((name) => ['preinstall', 'install', 'postinstall'].includes(name))).toEqual([])
  })

  it('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, level: 'warning', strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  it('has types that resolve', async () => {
    const attw = join(root, 'node_modules/.bin/attw')
    const checked = await run(attw, [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color']).catch(
      (e) => e,
    )
    expect(checked.code ?? 0, checked.stdout).toBe(0)
  }, 90_000)
})
