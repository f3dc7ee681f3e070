import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnswers, createRecorder } from '../../../test/cli/run-cli.ts'
import { type CliWorld, createCliWorld, listSecrets } from '../../../test/cli/world.ts'
import { DEVICE_URIS } from '../../../test/emulated-identity.ts'
import { findFreePort } from '../../../test/free-port.ts'
import type { Grant, Grantkeeper } from '../../index.ts'
import { completeByDevice, signInByDevice } from '../login/device.ts'
import { runCommand } from '../run.ts'

let world: CliWorld

beforeEach(async () => {
  world = await createCliWorld(undefined, await findFreePort())
})

afterEach(() => world.close())

/** Runs `login` and plays the browser: what `act` does with the address it is told. */
async function login(act: (url: string) => Promise<void>, ...argv: string[]) {
  const recorder = createRecorder()
  const running = runCommand(
    ['login', '--settings', world.settings, ...argv],
    recorder.output,
    createAnswers(undefined),
  )
  const text = () => `${recorder.stdout()}\n${recorder.stderr()}`
  for (let tries = 0; !/http:\/\/localhost:\d+\/login/.test(text()) && tries < 500; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  const [url = ''] = /http:\/\/localhost:\d+\/login\/[0-9a-f]{32}/.exec(text()) ?? []
  await act(url)
  return { exitCode: await running, stdout: recorder.stdout(), stderr: recorder.stderr() }
}

/** Follows the address to Webex, decides there, comes back, and sees the last page. */
async function finishSignIn(url: string, decision?: 'deny'): Promise<string> {
  const left = await fetch(url, { redirect: 'manual' })
  const cookie = left.headers.getSetCookie().map((set) => set.split(';')[0])
  const headers = { cookie: cookie.join('; ') }
  const location = left.headers.get('location') ?? ''
  const back = await world.emulator.signIn(location, 'ada', { accept: decision !== 'deny' })
  const page = await fetch(back, { headers })
  return page.text()
}

describe('grantkeeper login', () => {
  it('connects the command line itself, and says so in both places', async () => {
    let page = ''
    const { exitCode, stdout, stderr } = await login(async (url) => {
      page = await finishSignIn(url)
    })
    expect(page).toContain('You may now close this tab and return to the terminal.')
    expect(stdout).toMatch(/^✔ Connected as ada@example.com · scopes: \S+ \S+ · good for 13 d 23 h$/)
    expect(stderr).toContain('Waiting for the sign-in, at most 5 min …')
    expect(exitCode).toBe(0)
    const status = await world.run('status', '--json')
    expect(JSON.parse(status.stdout).connections).toMatchObject([{ owner: 'grantkeeper-command-line' }])
  })

  it('tells a machine what to do, then what came of it, and no secret', async () => {
    const { stdout } = await login(async (url) => void (await finishSignIn(url)), '--json')
    const [first, second] = stdout.split('\n').map((line) => JSON.parse(line))
    expect(first).toMatchObject({ type: 'authorization_required', expires_in: 300 })
    expect(second).toMatchObject({ type: 'connected', connection: { person: { email: 'ada@example.com' } } })
    for (const secret of listSecrets(world.settings)) expect(stdout).not.toContain(secret)
  })

  it('ends with 4 when access is declined', async () => {
    const { exitCode, stderr } = await login(async (url) => void (await finishSignIn(url, 'deny')))
    expect(stderr).toContain('✘ Access was declined.  WX-ACCESS-DENIED')
    expect(exitCode).toBe(4)
  })

  it('begins for nobody who guesses, and goes on waiting after an answer that is not its own', async () => {
    const { exitCode } = await login(async (url) => {
      const { origin } = new URL(url)
      expect((await fetch(`${origin}/login/${'0'.repeat(32)}`)).status).toBe(404)
      expect((await fetch(`${origin}/connect`, { method: 'POST' })).status).toBe(404)
      expect((await fetch(`${origin}/oauth?code=x&state=y`)).status).toBe(400)
      await finishSignIn(url)
    })
    expect(exitCode).toBe(0)
  })

  it('gives up with 6 when nobody comes', async () => {
    const { exitCode, stderr } = await login(async () => undefined, '--timeout', '1s')
    expect(stderr).toContain('Nobody finished the sign-in within 1 s.')
    expect(exitCode).toBe(6)
  })

  it.each([
    [['--timeout', 'soon'], '--timeout takes a span from 1s to 60m, not "soon".', 2],
    [['--scopes', 'a,b'], 'WX-SCOPE-UNKNOWN', 2],
    [['--no-wait'], '--no-wait goes with --device.', 2],
    [['--complete', 'x', '--device', '--scopes', 'y'], '--complete goes on as it was begun, without --device and', 2],
    [['--complete', 'nonsense'], '--complete takes what "login --device --no-wait" printed', 2],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { exitCode, stdout, stderr } = await world.run('login', ...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([code, ''])
  })

  it('names what has the port', async () => {
    const taken = createServer()
    const { port } = new URL((await readRedirect()) ?? '')
    await new Promise<void>((resolve) => taken.listen(Number(port), '127.0.0.1', resolve))
    const { exitCode, stderr } = await world.run('login')
    taken.close()
    expect(stderr).toContain(`Port ${port}, where the redirect URI leads, is in use`)
    expect(exitCode).toBe(1)
  })

  async function readRedirect(): Promise<string | undefined> {
    const { stdout } = await world.run('config', 'list', '--json')
    const { settings } = JSON.parse(stdout) as { settings: { name: string; value: string }[] }
    return settings.find(({ name }) => name === 'WEBEX_REDIRECT_URI')?.value
  }
})

describe('grantkeeper login --device', () => {
  const waiting = {
    userCode: '4F2K-9QTX',
    verificationUri: 'https://login.webex.com/verify',
    verificationUriComplete: undefined,
    expiresAt: 300_000,
    intervalMs: 2000,
    ticket: '1.abc.def',
    wait: async () => ({ id: 'g1' }) as Grant,
  }
  const signal = new AbortController().signal

  interface More {
    isWatched?: boolean
    verificationUriComplete?: string
    wait?: boolean
  }

  async function signIn(json: boolean, more: More = {}) {
    const recorder = createRecorder()
    let asked: unknown
    const start: Grantkeeper['device']['start'] = async (options) => {
      asked = options
      return { ...waiting, verificationUriComplete: more.verificationUriComplete }
    }
    const resume = async () => waiting
    const keeper = { device: { start, resume } }
    const grant = await signInByDevice(
      { keeper, environment: { now: () => 0 }, signal, isWatched: more.isWatched ?? false },
      { json, wait: more.wait ?? true },
      recorder.output,
    )
    return { grant, asked, stdout: recorder.stdout(), stderr: recorder.stderr() }
  }

  it('shows where to enter which code, for the grant of the command line', async () => {
    const { grant, asked, stdout, stderr } = await signIn(false)
    expect(stderr.split('\n')).toEqual([
      '! Open https://login.webex.com/verify on any device, and enter 4F2K-9QTX',
      'Waiting, at most 5 min … Ctrl-C to cancel.',
    ])
    expect(stdout).toBe('')
    expect(asked).toEqual({ owner: 'grantkeeper-command-line', signal })
    expect(grant?.id).toBe('g1')
  })

  it('draws a square to scan where somebody watches and the code can be in the address', async () => {
    const verificationUriComplete = 'https://login.webex.com/verify?userCode=4f2k'
    const isSquare = /^[█▀▄ ]{20,}$/m
    const { stdout, stderr } = await signIn(false, { isWatched: true, verificationUriComplete })
    expect(stderr).toMatch(isSquare)
    expect(stdout).toBe('')
    expect((await signIn(false, { isWatched: true })).stderr).not.toMatch(isSquare)
    expect((await signIn(false, { verificationUriComplete })).stderr).not.toMatch(isSquare)
    expect((await signIn(true, { isWatched: true, verificationUriComplete })).stderr).toBe('')
  })

  it('tells a machine the same', async () => {
    expect(JSON.parse((await signIn(true)).stdout)).toMatchObject({
      type: 'authorization_required',
      verification_uri: 'https://login.webex.com/verify',
      user_code: '4F2K-9QTX',
      expires_in: 300,
    })
  })

  it('ends when the code is told where nobody is to wait, and names the command that goes on', async () => {
    const { grant, stdout, stderr } = await signIn(false, { wait: false })
    expect(grant).toBeUndefined()
    expect(stderr.split('\n').at(-1)).toBe('Then, within 5 min:')
    expect(stdout).toBe('grantkeeper login --complete 1.abc.def')
    const { next_step: next } = JSON.parse((await signIn(true, { wait: false })).stdout)
    expect(next).toBe('grantkeeper login --complete 1.abc.def')
  })

  it('is completed by another command, for whom it was begun', async () => {
    const recorder = createRecorder()
    const resumed: string[] = []
    const resume: Grantkeeper['device']['resume'] = async (ticket) => {
      resumed.push(ticket)
      return waiting
    }
    const keeper = { device: { start: async () => waiting, resume } }
    const soon = { keeper, environment: { now: () => 60_000 }, signal }
    const grant = await completeByDevice(soon, '1.abc.def', { json: false, wait: true }, recorder.output)
    expect([grant.id, resumed]).toEqual(['g1', ['1.abc.def']])
    expect(recorder.stderr()).toBe('Waiting, at most 4 min … Ctrl-C to cancel.')
  })

  it('gives out no ticket that anybody else could use', async () => {
    const kiosk = { name: 'Kiosk', redirectUris: [...DEVICE_URIS], scopes: ['spark:people_read'] }
    const { clientId, clientSecret } = world.emulator.register(kiosk)
    const text = readFileSync(world.settings, 'utf8')
      .replace(/^WEBEX_CLIENT_ID=.*$/m, `WEBEX_CLIENT_ID=${clientId}`)
      .replace(/^WEBEX_CLIENT_SECRET=.*$/m, `WEBEX_CLIENT_SECRET=${clientSecret}`)
      .replace(/^WEBEX_SCOPES=.*$/m, 'WEBEX_SCOPES=spark:people_read')
    writeFileSync(world.settings, text)
    const begun = await world.run('login', '--device', '--no-wait', '--json')
    const ticket = JSON.parse(begun.stdout).next_step.replace('grantkeeper login --complete ', '')
    const altered = await world.runWith({ piped: `${ticket.slice(0, -4)}AAAA\n` }, 'login', '--complete', '-')
    expect(altered.stderr).toContain('--complete takes what "login --device --no-wait" printed')
    expect([begun.exitCode, altered.exitCode, altered.stdout]).toEqual([0, 2, ''])
  })

  it('names the redirect URIs that Webex wants, and ends with 5', async () => {
    const { exitCode, stdout, stderr } = await world.run('login', '--device')
    expect(stderr).toContain('WX-DEVICE-REDIRECTS')
    expect(stderr).toContain('oauth-helper-a.wbx2.com')
    expect([exitCode, stdout]).toEqual([5, ''])
  })
})

describe('grantkeeper logout', () => {
  it('ends the connection of the command line and no other', async () => {
    await world.connect('grace')
    await login(async (url) => void (await finishSignIn(url)))
    expect((await world.run('logout')).stderr).toContain('pass --yes')
    const { exitCode, stdout } = await world.run('logout', '--yes')
    expect(stdout).toBe('ada@example.com (command line)  deleted here ✔, revoked at Webex ✔')
    expect(exitCode).toBe(0)
    expect((await world.run('status')).stdout).toContain('grace@example.com')
    expect(await world.run('logout')).toMatchObject({ exitCode: 0, stdout: '' })
  })
})
