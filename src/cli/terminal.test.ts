import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CliWorld, createCliWorld, listSecrets } from '../../test/cli/world.ts'
import { findFreePort } from '../../test/free-port.ts'
import { COMMAND_LINE } from './connections.ts'

// Processes start slowly where everything runs at once.
vi.setConfig({ testTimeout: 60_000 })

const main = join(import.meta.dirname, 'main.ts')
const tsx = pathToFileURL(join(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs')).href
const tsconfig = join(import.meta.dirname, '../../tsconfig.json')
const SECRET = 'canary-secret-88'
const url =
  'https://webexapis.com/v1/authorize?client_id=C1&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth&scope=spark%3Arooms_read&state=set_state_here'
/** util-linux's `script` gives a command a terminal; elsewhere it takes other options. */
const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0

let world: CliWorld

beforeAll(async () => {
  world = await createCliWorld(undefined, await findFreePort())
  await world.connect('ada', COMMAND_LINE)
})

afterAll(() => world.close())

const started: ReturnType<typeof spawn>[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function start(file: string, argv: string[], env: Record<string, string> = {}) {
  const child = spawn(file, argv, {
    cwd: world.folder,
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: tsconfig, TERM: 'xterm-256color', ...env },
  })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk
    })
  const ended = new Promise<{ exitCode: number | null; text: string }>((resolve) =>
    child.once('close', (exitCode) => resolve({ exitCode, text })),
  )
  const until = async (pattern: RegExp) => {
    for (let tries = 0; !pattern.test(text) && tries < 4000; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect(text).toMatch(pattern)
  }
  return { child, ended, until, text: () => text }
}

const cli = (...argv: string[]) => start(process.execPath, ['--import', tsx, main, ...argv])

/** The same with a terminal of its own. */
function cliInTerminal(...argv: string[]) {
  const line = [process.execPath, '--import', tsx, main, ...argv].map((word) => `'${word}'`).join(' ')
  return start('script', ['-qefc', line, '/dev/null'])
}

describe('without a terminal', () => {
  it.each([
    [['--help']],
    [['status', '--settings', 'settings']],
    [['spaces', '--settings', 'settings', '--limit', '3']],
    [['config', 'list', '--settings', 'settings']],
    [['doctor', '--settings', 'settings']],
    [['scopes', 'why', 'spark:rooms_read']],
    [['api', '/nothing', '--settings', 'settings']],
    [['init', '--settings', 'settings2']],
  ])('%j prints no escape byte and asks nothing', async (argv) => {
    const { ended } = cli(...argv)
    const { text, exitCode } = await ended
    expect(text).not.toContain('\u001b')
    expect(text.length).toBeGreaterThan(10)
    expect(exitCode).not.toBe(1)
    for (const secret of listSecrets(world.settings)) expect(text).not.toContain(secret)
  })

  it('ends quietly when the reader has seen enough', async () => {
    const running = cli('api', '/rooms', '--paginate', '--settings', 'settings')
    running.child.stdout.once('data', () => running.child.stdout.destroy())
    expect(await running.ended).toMatchObject({ exitCode: 0 })
  })

  it('no new key is made where the one that sealed the connections is missing', async () => {
    const text = readFileSync(world.settings, 'utf8')
    writeFileSync(join(world.folder, 'keyless'), text.replace(/^GRANTKEEPER_KEY=.*$/m, ''))
    const { exitCode, text: told } = await cli('status', '--settings', 'keyless').ended
    expect(told).toContain('WX-KEY-MISSING')
    expect(exitCode).toBe(2)
    expect(existsSync(join(world.folder, '.grantkeeper'))).toBe(false)
  })

  it('Ctrl-C ends a call that hangs, with 130', async () => {
    let asked = false
    const { id } = world.emulator.faults.add({ on: 'GET /v1/people/me', delayMs: 30_000 })
    const running = cli('api', '/people/me', '--settings', 'settings')
    for (let tries = 0; !asked && tries < 1000; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      asked = world.emulator.faults.list().some((fault) => fault.id === id && fault.hits > 0)
    }
    running.child.kill('SIGINT')
    const begunAt = performance.now()
    expect(await running.ended).toMatchObject({ exitCode: 130 })
    expect(performance.now() - begunAt).toBeLessThan(2000)
    world.emulator.faults.remove(id)
  })

  it('Ctrl-C ends a wait at once, with 130', async () => {
    const running = cli('login', '--settings', world.settings)
    await running.until(/Open http/)
    const begunAt = performance.now()
    running.child.kill('SIGINT')
    expect(await running.ended).toMatchObject({ exitCode: 130 })
    expect(performance.now() - begunAt).toBeLessThan(2000)
  })
})

describe.runIf(hasTerminal)('in a terminal', () => {
  it('init asks, shows colours and never the secret', async () => {
    const running = cliInTerminal('init', '--settings', 'asked')
    await running.until(/OAuth Authorization URL/)
    running.child.stdin.write(`${url}\r`)
    await running.until(/Client secret \(hidden, paste allowed\):/)
    running.child.stdin.write(`${SECRET}\r`)
    const { exitCode, text } = await running.ended
    expect(exitCode).toBe(0)
    expect(text).toContain('\u001b[32m✔')
    expect(text).not.toContain(SECRET)
    expect(readFileSync(join(world.folder, 'asked'), 'utf8')).toContain(`WEBEX_CLIENT_SECRET=${SECRET}`)
  })

  it('Ctrl-C leaves a question with 130, and nothing is written', async () => {
    const running = cliInTerminal('init', '--settings', 'left')
    await running.until(/OAuth Authorization URL/)
    running.child.stdin.write('\u0003')
    expect(await running.ended).toMatchObject({ exitCode: 130 })
    expect(existsSync(join(world.folder, 'left'))).toBe(false)
  })

  it('--no-color and --no-input are kept to', async () => {
    const { ended } = cliInTerminal('init', '--settings', 'left', '--no-color', '--no-input')
    const { exitCode, text } = await ended
    expect(text).toContain('✘ Nobody is there to be asked for the OAuth Authorization URL')
    expect(text).not.toContain('\u001b')
    expect(exitCode).toBe(2)
  })
})
