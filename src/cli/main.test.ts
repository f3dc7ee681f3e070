import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../test/cli/run-cli.ts'

// Processes start slowly where everything runs at once.
vi.setConfig({ testTimeout: 60_000 })

const main = join(import.meta.dirname, 'main.ts')
const tsx = pathToFileURL(join(import.meta.dirname, '../../node_modules/tsx/dist/loader.mjs')).href
/** tsx looks for it where the process runs, which is a folder of the test's own here. */
const tsconfig = join(import.meta.dirname, '../../tsconfig.json')
const SECRET = 'canary-secret-51c0'
const settings = {
  WEBEX_CLIENT_ID: 'C0ffee',
  WEBEX_CLIENT_SECRET: SECRET,
  WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
  WEBEX_SCOPES: 'spark:rooms_read',
}

let cwd: string
let running: Running[]

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'gk-cli-'))
  running = []
})

afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGKILL')
    await ended
  }
  rmSync(cwd, { recursive: true })
})

interface Running {
  child: ChildProcessWithoutNullStreams
  stdout: () => string
  stderr: () => string
  ended: Promise<number | null>
  /** The first match in stdout, once it is there. */
  find(pattern: RegExp): Promise<RegExpExecArray>
}

function start(argv: string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['--import', tsx, main, ...argv], {
    cwd,
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: tsconfig, ...env },
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const find = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(stdout)
        if (found) resolve(found)
      }
      child.stdout.on('data', look)
      void ended.then(() => reject(new Error(`ended without ${pattern}: ${stdout}${stderr}`)))
      look()
    })
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  const started = { child, stdout: () => stdout, stderr: () => stderr, ended, find }
  running.push(started)
  return started
}

async function finish(argv: string[], env?: Record<string, string>) {
  const started = start(argv, env)
  const exitCode = await started.ended
  return { exitCode, stdout: started.stdout(), stderr: started.stderr() }
}

/** Opens nothing, and writes down what it was to open. */
function fakeBrowser(): Record<string, string> {
  for (const name of ['xdg-open', 'open'])
    writeFileSync(join(cwd, name), `#!/bin/sh\nprintf %s "$1" > "${join(cwd, 'opened')}"\n`, { mode: 0o755 })
  return { PATH: `${cwd}:${process.env.PATH}` }
}

const demo = (...argv: string[]) => start(['demo', '-p', '0', '--emulator-port', '0', ...argv])

async function readReady(server: Running) {
  const [line] = await server.find(/^\{"type":"ready".*\}\n/m)
  return JSON.parse(line)
}

/** Presses GRANT as a browser would and gives the status of the app's answer to the callback. */
async function signIn(app: string, user: string): Promise<Response> {
  const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
  const send = (url: string | URL, init?: RequestInit) => fetch(url, { redirect: 'manual', ...init })
  const left = await send(`${app}/connect`, { method: 'POST', headers: { ...own, origin: app } })
  const authorize = new URL(left.headers.get('location') ?? '')
  const page = await (await fetch(authorize)).text()
  const [path = ''] = /\/sign-in\/[0-9a-f]{64}/.exec(page) ?? []
  const post = (step: string, body: string) =>
    send(new URL(`${path}/${step}`, authorize), { method: 'POST', headers: { ...own, origin: authorize.origin }, body })
  await post('user', `user=${user}`)
  const decided = await post('consent', 'decision=Accept&scope=spark:rooms_read&scope=spark:people_read')
  const cookie = left.headers.getSetCookie().map((set) => set.split(';')[0])
  return send(decided.headers.get('location') ?? '', { headers: { cookie: cookie.join('; ') } })
}

/** The block of a page of the documentation that shows what a command says. */
function readShown(page: string, words: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8')
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```$/gms)].map(([, block = '']) => block)
  return blocks.find((block) => block.includes(words)) ?? `no block with "${words}"`
}

/** What the lines of such a block tell of: `App`, `Listening on`. */
function listRows(text: string): string[] {
  return [...text.matchAll(/^ {2}([A-Z][\w ]*?) {2,}\S/gm)].map(([, name = '']) => name)
}

describe('the demo', () => {
  it('says where everything is, without one escape byte, and Ctrl-C ends it at once', async () => {
    const server = start(['demo', '-p', '0', '--emulator-port', '0', '--open'], fakeBrowser())
    await server.find(/Ready in \d+\.\d s/)
    const [, app] = await server.find(/App +(http:\S+)/)
    await vi.waitFor(() => expect(readFileSync(join(cwd, 'opened'), 'utf8')).toBe(app))
    expect(server.stdout()).toMatch(/App +http:\/\/localhost:\d+ +← open this/)
    expect(server.stdout()).toMatch(/Emulator +http:\/\/127\.0\.0\.1:\d+/)
    expect(server.stdout()).toContain('Ada (312 spaces) · Grace (0 spaces) · Alan (blocked by admin)')
    expect(server.stdout()).not.toContain('\u001b')
    expect(listRows(server.stdout())).toEqual(listRows(readShown('tutorial.md', '← open this')))
    const begunAt = performance.now()
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(0)
    expect(performance.now() - begunAt).toBeLessThan(2000)
    expect(server.stderr()).toBe('')
  })

  it('shows the steps of a sign-in in their order, with nothing secret in them', async () => {
    const server = demo('--json')
    const { app, users } = await readReady(server)
    expect(users.map(({ key }: { key: string }) => key)).toEqual(['ada', 'grace', 'alan'])
    const back = await signIn(app, 'ada')
    expect([back.status, back.headers.get('location')]).toEqual([303, '/granted'])
    // Safari keeps no other on http://localhost.
    expect(back.headers.getSetCookie().filter((cookie) => /^__Host-|; Secure/.test(cookie))).toEqual([])
    await server.find(/"step":5.*\/v1\/people\/me/)
    const lines = server.stdout().trim().split('\n').slice(1)
    expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2, 3, 4, 5])
    expect(server.stdout()).not.toMatch(/_EMUL_|code=[^•]|(?<!C)[0-9a-f]{64}/)
  })

  it('ends at once although browsers keep connections open', async () => {
    const server = demo('--json')
    const { app, emulator } = await readReady(server)
    const open = [app.replace('localhost', '127.0.0.1'), emulator].map((url) =>
      connect(Number(new URL(url).port), '127.0.0.1'),
    )
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
    for (const socket of open) socket.on('error', () => undefined).write('GET / HTTP/1.1\r\n')
    const begunAt = performance.now()
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    expect(performance.now() - begunAt).toBeLessThan(2000)
  })

  it('names the process that has its port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const { exitCode, stderr } = await finish(['demo', '-p', String(port), '--emulator-port', '0'])
    taken.close()
    expect(exitCode).toBe(1)
    expect(stderr).toContain('WX-PORT-BUSY')
    expect(stderr).toContain(`Port ${port} is in use`)
    if (process.platform === 'linux') expect(stderr).toContain(`by pid ${process.pid} (`)
  })

  it('ends quietly when nobody reads it', async () => {
    const server = demo()
    await server.find(/Ready/)
    const [, app = ''] = await server.find(/App +(http:\S+)/)
    server.child.stdout.destroy()
    await signIn(app, 'ada').catch(() => undefined)
    expect(await server.ended).toBe(0)
    expect(server.stderr()).toBe('')
  })
})

describe('the emulator alone', () => {
  it('prints an integration that an app can use', async () => {
    const server = start(['emulate', '-p', '0'])
    await server.find(/Ready/)
    expect(listRows(server.stdout())).toEqual(listRows(readShown('emulator.md', 'API base')))
    const [, api = ''] = await server.find(/WEBEX_BASE_URL="(.*)"/)
    const [, clientId = ''] = await server.find(/WEBEX_CLIENT_ID="(.*)"/)
    const query = `response_type=code&client_id=${clientId}&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth&scope=spark%3Arooms_read&state=s`
    expect((await fetch(`${api}/authorize?${query}`)).status).toBe(200)
    await server.find(/200 {2}GET \/v1\/authorize/)
  })

  it('runs a command with the emulator in its environment, and ends with its exit code', async () => {
    const script = `fetch(process.env.WEBEX_BASE_URL + '/people/me').then(({ status }) => {
      console.log(status, process.env.WEBEX_CLIENT_ID.length); process.exit(7)
    })`
    const around = ['--', process.execPath, '-e', script, '--', '--help']
    const { exitCode, stdout, stderr } = await finish(['emulate', '--record', 'requests.log', ...around])
    const recorded = readFileSync(join(cwd, 'requests.log'), 'utf8').trim().split('\n')
    expect(recorded.map((line) => JSON.parse(line))).toMatchObject([
      { type: 'request', method: 'GET', path: '/v1/people/me', status: 401 },
    ])
    expect(stdout).toBe('401 65\n')
    expect(stderr).toBe('')
    expect(exitCode).toBe(7)
  })

  it('passes Ctrl-C on to the command and lets it end in its own way', async () => {
    const script = `process.on('SIGINT', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1000)`
    const server = start(['emulate', '--', process.execPath, '-e', script])
    await server.find(/up/)
    server.child.kill('SIGINT')
    expect(await server.ended).toBe(9)
  })

  it('says that a command could not be started', async () => {
    const { exitCode, stderr } = await finish(['emulate', '--', 'no-such-command-here'])
    expect(stderr).toContain('"no-such-command-here" could not be started (ENOENT)')
    expect(exitCode).toBe(1)
  })

  it('starts with trouble of its own or of a file, and with a clock that stands still', async () => {
    writeFileSync(join(cwd, 'mine.yaml'), 'name: mine\nsteps: [{ fault: { on: GET /v1/people/me, status: 503 } }]')
    const trouble = [
      '--scenario',
      'rate limited',
      '--scenario',
      'mine.yaml',
      '--clock',
      '2026-01-01T00:00Z',
      '--frozen',
    ]
    const script = `(async () => {
      const { status } = await fetch(process.env.WEBEX_BASE_URL + '/people/me')
      const clock = await fetch(process.env.GRANTKEEPER_EMULATOR_URL + '/_emulator/clock/show', {
        headers: { 'x-emulator-control': '1' },
      })
      console.log(status, JSON.stringify(await clock.json()))
    })()`
    const { stdout } = await finish([
      'emulate',
      ...trouble,
      '--latency',
      '1..2ms',
      '--',
      process.execPath,
      '-e',
      script,
    ])
    expect(stdout).toBe('401 {"now":"2026-01-01T00:00:00.000Z","frozen":true}\n')
  })

  it.each([
    [['--scenario', 'none'], /there is no scenario "none"; there are "/],
    [['--scenario', 'none.yaml'], /none\.yaml cannot be read/],
    [['--record', 'none/requests.log'], /--record: none\/requests\.log cannot be written/],
    [['--clock', 'soon'], /--clock takes an instant/],
    [['--latency', '9..1'], /--latency takes milliseconds/],
    [['--rate-limit', 'few'], /--rate-limit takes requests a minute/],
  ])('says what is wrong with %j', async (argv, message) => {
    const { exitCode, stderr } = await runCli(['emulate', '-p', '0', ...argv])
    expect(stderr).toMatch(message)
    expect(exitCode).toBe(2)
  })

  it('hands out the integration of a seed file, the same in every run', async () => {
    const seed = 'integrations: [{ name: Mine, redirectUris: [http://localhost:8080/cb], scopes: [spark:rooms_read] }]'
    writeFileSync(join(cwd, 'mine.yaml'), seed)
    const script = 'const { env } = process; console.log(env.WEBEX_CLIENT_ID, env.WEBEX_REDIRECT_URI, env.WEBEX_SCOPES)'
    const run = () => finish(['emulate', '--seed', 'mine.yaml', '--', process.execPath, '-e', script])
    const { stdout } = await run()
    expect(stdout).toMatch(/^C[0-9a-f]{64} http:\/\/localhost:8080\/cb spark:rooms_read\n$/)
    expect((await run()).stdout).toBe(stdout)
  })

  it('starts with the people of a seed file, or says what is wrong with it', async () => {
    writeFileSync(join(cwd, 'people.yaml'), 'users: [{ key: lin, displayName: Lin Chen, email: lin@example.com }]')
    const server = start(['emulate', '-p', '0', '--seed', 'people.yaml', '--users', '1', '--json'])
    const ready = await readReady(server)
    expect(ready.users.map(({ key }: { key: string }) => key)).toEqual(['lin', 'user1'])
    writeFileSync(join(cwd, 'people.yaml'), 'users: [{ key: lin }]')
    const { exitCode, stderr } = await finish(['emulate', '-p', '0', '--seed', 'people.yaml'])
    expect(stderr).toMatch(/--seed: people\.yaml: users\/0/)
    expect(exitCode).toBe(2)
  })

  it.each(['emulate', 'demo'])('%s refuses production', async (command) => {
    const { exitCode, stderr } = await finish([command, '-p', '0'], { NODE_ENV: 'production' })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Add --i-know to run it anyway.')
  })
})

describe('serve', () => {
  it('tells what is missing in one message, and makes no file', async () => {
    const { exitCode, stdout, stderr } = await finish(['serve'], { WEBEX_SCOPES: 'spark:all', CLIENT_ID: 'C1' })
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toBe(
      [
        '✘ A setting is missing.  WX-CONFIG-MISSING',
        '  Missing: WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REDIRECT_URI. Looked in the environment. ' +
          'CLIENT_ID (environment) is set: rename it to WEBEX_CLIENT_ID.',
        '  → Run "grantkeeper init", which reads what the portal shows; or set the named variable in the environment or in .env.',
        '  More: grantkeeper explain WX-CONFIG-MISSING',
        '',
      ].join('\n'),
    )
  })

  it.each([
    ['no key in production', { NODE_ENV: 'production' }, 'WX-KEY-MISSING'],
    ['a weak key', { GRANTKEEPER_KEY: 'changeme' }, 'WX-KEY-WEAK'],
    ['an http redirect URI elsewhere', { WEBEX_REDIRECT_URI: 'http://example.com/oauth' }, 'WX-CONFIG-INSECURE'],
    ['a malformed scope', { WEBEX_SCOPES: 'a,b' }, 'WX-SCOPE-UNKNOWN'],
    ['a database it does not know', { DATABASE_URL: `mysql://me:${SECRET}@db/x` }, 'WX-CONFIG-INVALID'],
  ])('refuses %s', async (_, change, code) => {
    const { exitCode, stderr, stdout } = await finish(['serve', '--json'], { ...settings, ...change })
    expect(exitCode).toBe(2)
    expect(JSON.parse(stderr).error.code).toBe(code)
    expect(stdout + stderr).not.toContain(SECRET)
  })

  it('serves two processes on one store, and tells what they stand on', async () => {
    const env = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(cwd, '.env'), env.join(''), { mode: 0o644 })
    const both = [start(['serve', '-p', '0', '--json']), start(['serve', '-p', '0', '--json'])]
    const ready = await Promise.all(both.map(readReady))
    for (const { app, api, store, redirectUri, notes, listening } of ready) {
      expect([app, api]).toEqual(['http://localhost:10060', 'https://webexapis.com/v1'])
      expect(store).toMatch(/\.grantkeeper\/grants\.db$/)
      expect(redirectUri).toBe(settings.WEBEX_REDIRECT_URI)
      expect(notes.join()).toContain('chmod 600 .env')
      const { port } = new URL(listening)
      expect((await fetch(`http://localhost:${port}/spaces`, { redirect: 'manual' })).status).not.toBe(500)
    }
    for (const { child } of both) child.kill('SIGINT')
    expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0])
    expect(both.map(({ stdout, stderr }) => stdout() + stderr()).join()).not.toContain(SECRET)
  })

  it('knows its operator by a token that was made here, and keeps an audit', async () => {
    const token = (await finish(['operator-token'])).stdout.trim()
    const server = start(['serve', '-p', '0', '--json'], { ...settings, GRANTKEEPER_AUDIT_LOG: 'audit.log' })
    const { listening, notes } = await readReady(server)
    expect(notes.join()).not.toContain('operator token')
    expect([await askMetrics(listening, token), await askMetrics(listening, `${token}x`)]).toEqual([200, 421])
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    const audit = readFileSync(join(cwd, 'audit.log'), 'utf8')
    const told = audit.trim().split('\n')
    expect(told.map((line) => JSON.parse(line).what)).toEqual(['server.started', 'server.ending'])
    for (const text of [audit, server.stdout(), server.stderr()]) expect(text).not.toContain(token.slice(4))
  })

  it('says what it stands on, and makes no operator token where it would end in a log', async () => {
    const server = start(['serve', '-p', '0'], settings)
    await server.find(/Ready/)
    await vi.waitFor(() => expect(server.stderr()).toContain('To make one: grantkeeper operator-token'))
    expect(listRows(server.stdout())).toEqual(listRows(readShown('tutorial.md', 'Listening on')))
    expect(existsSync(join(cwd, '.grantkeeper', 'operator'))).toBe(false)
    server.child.kill('SIGTERM')
    await server.ended
  })
})

/** What somebody on another computer is answered: the name is not this computer's own. */
function askMetrics(url: string, token: string): Promise<number | undefined> {
  const headers = { host: 'metrics.example', authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    request(`${url}/metrics`, { headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
      .on('error', reject)
      .end()
  })
}
