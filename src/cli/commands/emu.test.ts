import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import { createEmulator, type Listening } from '../../emulator/index.ts'

let listening: Listening

beforeAll(async () => {
  listening = await createEmulator().listen({ port: 0 })
})

afterAll(() => listening.close())

const runAt = (url: string, ...argv: string[]) => runCli(['emu', ...argv, '--url', url])

const emu = (...argv: string[]) => runAt(listening.url, ...argv)

describe('grantkeeper emu', () => {
  it('tells what there is to do, and how', async () => {
    const { stdout, exitCode } = await emu()
    expect(stdout).toContain('emu users change --key KEY [--display-name DISPLAYNAME]')
    expect(exitCode).toBe(0)
  })

  it('tells of one noun', async () => {
    const { stdout } = await emu('settings')
    expect(stdout).toContain('[--rotation keep|grace|strict|same-access-token]')
    expect(stdout).not.toContain('emu users')
  })

  it('does one thing and shows what came of it', async () => {
    const { stdout, exitCode } = await emu('users', 'change', '--key', 'alan', '--spaces', '3', '--blocked-by-admin')
    expect(stdout).toMatch(/^spaces: 3$/m)
    expect(stdout).toMatch(/^blockedByAdmin: true$/m)
    expect(exitCode).toBe(0)
  })

  it('prints one line of JSON when asked', async () => {
    const { stdout } = await emu('users', 'list', '--json')
    expect(JSON.parse(stdout).map(({ key }: { key: string }) => key)).toEqual(['ada', 'grace', 'alan'])
  })

  it('takes a flag several times for a list', async () => {
    const redirects = ['--redirect-uris', 'http://localhost/a', '--redirect-uris', 'http://localhost/b']
    const { stdout } = await emu('apps', 'add', '--name', 'Two', '--scopes', 'spark:rooms_read', ...redirects, '--json')
    expect(JSON.parse(stdout).redirectUris).toEqual(['http://localhost/a', 'http://localhost/b'])
  })

  it('sets what is yes or no to no', async () => {
    const { stdout } = await emu('users', 'change', '--key', 'alan', '--no-blocked-by-admin', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ blockedByAdmin: false })
  })

  it('takes a range or an object where the operation does', async () => {
    await emu('faults', 'add', '--on', 'GET /v1/rooms', '--delay-ms', '[300, 3000]', '--body', '{"a":1}')
    await emu('faults', 'add', '--on', 'GET /v1/rooms', '--delay-ms', '300', '--body', '{oops')
    const { stdout } = await emu('faults', 'list', '--json')
    expect(JSON.parse(stdout)).toMatchObject([
      { fault: { delayMs: [300, 3000], body: { a: 1 } } },
      { fault: { delayMs: 300, body: '{oops' } },
    ])
    await emu('faults', 'clear')
  })

  it('plays the scenario of a file', async () => {
    const { stdout } = await emu('scenarios', 'play', '--scenario', '@examples/testing/bad-monday.yaml', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ played: 'bad Monday', faults: [{}, {}] })
    await emu('state', 'reset')
  })

  it('reads the input from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gk-emu-'))
    writeFileSync(join(folder, 'input.json'), '{"key":"grace","displayName":"Grace H."}')
    const { stdout } = await emu('users', 'change', '--input', join(folder, 'input.json'), '--json')
    expect(JSON.parse(stdout)).toMatchObject({ displayName: 'Grace H.' })
    rmSync(folder, { recursive: true })
  })

  it.each([
    [['users', 'lisst'], /Unknown operation "users lisst"\. Did you mean "users list"\?/, 2],
    [['users', 'change', '--key', 'ada', '--spaces', 'many'], /--spaces takes a number/, 2],
    [['users', 'change'], /Missing: --key/, 2],
    [['users', 'change', '--kee', 'ada'], /Did you mean "--key"/, 2],
    [['users', 'remove', '--key', 'nobody'], /there is no user nobody/, 2],
    [['weather'], /Unknown operation "weather"\./, 2],
    [['clok'], /Unknown operation "clok"\. Did you mean "clock"?/, 2],
    [['users', 'list', '--input', '/nowhere.json'], /cannot be read/, 2],
    [['scenarios', 'play', '--scenario', '@/nowhere.yaml'], /--scenario: \/nowhere.yaml cannot be read/, 2],
    [['scenarios', 'play', '--scenario', 'slow Webex'], /takes JSON, or @ and a file/, 2],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { stdout, stderr, exitCode } = await emu(...argv)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(exitCode).toBe(code)
  })

  it('says that nothing answers, and how to start it', async () => {
    const closed = await createEmulator().listen({ port: 0 })
    await closed.close()
    const { stderr, exitCode } = await runAt(closed.url, 'users', 'list')
    expect(stderr).toMatch(/No emulator answers at http.*\n.*grantkeeper emulate/s)
    expect(exitCode).toBe(5)
  })
})
