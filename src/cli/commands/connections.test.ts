import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliWorld, createCliWorld, listSecrets } from '../../../test/cli/world.ts'
import { SETTING_NAMES } from '../../config/project-file.ts'
import { COMMAND_LINE } from '../connections.ts'

let world: CliWorld

beforeEach(async () => {
  world = await createCliWorld()
})

afterEach(() => world.close())

describe('grantkeeper status', () => {
  it('says where to begin when nobody is connected, and makes no database', async () => {
    const { exitCode, stdout, stderr } = await world.run('status')
    expect(stdout).toBe('No connections yet. Start the app with "grantkeeper serve" and press GRANT.')
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(existsSync(join(world.folder, 'grants.db'))).toBe(false)
  })

  it('says which scopes the app asks for today that a person has not granted', async () => {
    await world.connect('ada')
    await world.connect('grace', COMMAND_LINE)
    const text = readFileSync(world.settings, 'utf8')
    writeFileSync(world.settings, text.replace(/^WEBEX_SCOPES=.*$/m, '$& spark:messages_write'))
    const { stdout, exitCode } = await world.run('status')
    expect(stdout.match(/! lacks spark:messages_write, which the app asks for now\n {4}→ \S+ opens/g)).toEqual([
      expect.stringContaining('→ ada@example.com opens'),
    ])
    expect(exitCode).toBe(0)
  })

  it('says when Webex could not be asked, and ends with 5', async () => {
    const id = await world.connect('ada')
    world.emulator.faults.add({ on: 'GET /v1/people/me', status: 404 })
    const { exitCode, stdout } = await world.run('status', '--check')
    expect(stdout).toMatch(/^✔ ada@example\.com .*\n {4}! Not asked: .*\. {2}WX-API-NOT-FOUND$/m)
    const json = await world.run('status', '--check', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ connections: [{ id, notAsked: 'WX-API-NOT-FOUND' }] })
    expect([exitCode, json.exitCode]).toEqual([5, 5])
  })

  it('takes a missing scope for no fault of the connection', async () => {
    await world.connect('ada')
    world.emulator.faults.add({ on: 'GET /v1/people/me', status: 403 })
    expect(await world.run('status', '--check')).toMatchObject({
      exitCode: 0,
      stdout: expect.not.stringContaining('Not'),
    })
  })

  it('says that nobody has the name that was asked for', async () => {
    const { exitCode, stdout } = await world.run('status', '--user', 'lin\u001b@example.com')
    expect(stdout).toBe('No connection is called "lin\uFFFD@example.com". All there are: grantkeeper status')
    expect(exitCode).toBe(0)
  })

  it('shows each connection, and ends with 4 when one has ended at Webex', async () => {
    const ada = await world.connect('ada')
    const grace = await world.connect('grace')
    world.emulator.revokeOutside('grace')
    world.emulator.expireAll()
    const { exitCode, stdout, stderr } = await world.run('status', '--check')
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(/asking Webex as \S+ \(1 of 2\) …\n/)
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^ {2}USER +STATE +ACCESS +REFRESH +LAST OK +ID$/)
    expect(lines.find((line) => line.endsWith(ada))).toMatch(
      /^✔ ada@example.com +healthy +13 d 23 h +89 d 23 h +0 s ago/,
    )
    expect(lines.find((line) => line.endsWith(grace))).toMatch(/^✘ grace@example.com +reconnect +– +ended/)
    expect(stdout).toContain('The connection has ended and must be renewed.  WX-RECONNECT')
    expect(stdout).toContain('→ grace@example.com opens http://localhost:1 and presses GRANT')
  })

  it('tells as JSON all but secrets, of one person where that was asked', async () => {
    const ada = await world.connect('ada')
    await world.connect('grace')
    const { stdout } = await world.run('status', '--json', '--user', 'ADA@example.com')
    const { connections } = JSON.parse(stdout)
    expect(connections).toMatchObject([{ id: ada, status: 'healthy', person: { email: 'ada@example.com' } }])
    for (const secret of listSecrets(world.settings)) expect(stdout).not.toContain(secret)
  })

  it('cannot do without settings', async () => {
    const { exitCode, stderr } = await world.run('status', '--settings', join(world.folder, 'none'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('cannot be read (ENOENT)')
  })
})

describe('grantkeeper refresh', () => {
  it('renews the one that is named, by address or id', async () => {
    const id = await world.connect('ada')
    expect(await world.run('refresh', 'ada@example.com')).toEqual({
      exitCode: 0,
      stdout: '✔ ada@example.com  renewed, good for 13 d 23 h',
      stderr: '',
    })
    const { stdout } = await world.run('refresh', id, '--json')
    expect(JSON.parse(stdout)).toEqual({ id, refreshed: true, accessExpiresAt: expect.any(Number) })
  })

  it('renews all, says which could not be, and ends with 4 when a person is needed', async () => {
    await world.connect('ada')
    await world.connect('grace')
    world.emulator.revokeOutside('grace')
    const { exitCode, stdout } = await world.run('refresh', '--all')
    expect(stdout).toContain('✔ ada@example.com  renewed')
    expect(stdout).toContain('✘ grace@example.com  The connection has ended and must be renewed.  WX-RECONNECT')
    expect(exitCode).toBe(4)
  })

  it.each([
    [[], 'Which connection? An id, an e-mail address, or --all.', 2],
    [['ada', '--all'], 'Name one connection, or --all, not both.', 2],
    [['nobody\u001b'], 'There is no connection "nobody\uFFFD".', 1],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { exitCode, stdout, stderr } = await world.run('refresh', ...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([code, ''])
  })

  it('asks for the id where an address has several connections', async () => {
    await world.connect('ada')
    await world.connect('ada', 'another')
    const { exitCode, stderr } = await world.run('refresh', 'ada@example.com')
    expect(stderr).toContain('"ada@example.com" has 2 connections; name one by its id: ')
    expect(exitCode).toBe(2)
  })
})

describe('grantkeeper revoke', () => {
  it('says that it was deleted here and revoked at Webex', async () => {
    await world.connect('ada')
    expect(await world.run('revoke', 'ada@example.com', '--yes')).toEqual({
      exitCode: 0,
      stdout: 'ada@example.com  deleted here ✔, revoked at Webex ✔',
      stderr: '',
    })
    expect((await world.run('status', '--json')).stdout).toBe('{"connections":[]}')
  })

  it('says that Webex has not confirmed, and ends with 5', async () => {
    const grantId = await world.connect('ada')
    world.emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', status: 503 })
    const { exitCode, stdout } = await world.run('revoke', '--all', '--yes', '--json')
    expect(JSON.parse(stdout)).toEqual({ grantId, revokedAtWebex: false, code: 'WX-REVOKE-FAILED' })
    expect(exitCode).toBe(5)
  })

  it('asks first; any word but yes keeps everything', async () => {
    await world.connect('ada')
    const kept = await world.runWith({ answers: ['y'] }, 'revoke', 'ada@example.com')
    expect(kept).toEqual({ exitCode: 1, stdout: '', stderr: 'Kept: nothing was changed.' })
    const gone = await world.runWith({ answers: ['yes'] }, 'revoke', 'ada@example.com')
    expect(gone.stdout).toContain('deleted here ✔')
  })

  it('fails at once where nobody can be asked, and names the flag', async () => {
    await world.connect('ada')
    const { exitCode, stderr } = await world.run('revoke', 'ada@example.com')
    expect(stderr).toContain('Nobody is there to be asked for a confirmation: pass --yes.')
    expect(exitCode).toBe(2)
  })
})

describe('grantkeeper config list', () => {
  it('lists every setting with its origin and no secret', async () => {
    const { exitCode, stdout } = await world.run('config', 'list', '--show-origin')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/settings +WEBEX_REDIRECT_URI=http:\/\/localhost:1\/oauth$/m)
    expect(stdout).toMatch(/settings +WEBEX_CLIENT_SECRET=\(set, not shown\)$/m)
    for (const secret of listSecrets(world.settings)) expect(stdout).not.toContain(secret)
  })

  it('is what is meant without a verb too', async () => {
    const listed = await world.run('config', 'list', '--show-origin')
    expect(await world.run('config', '--show-origin')).toEqual(listed)
  })

  it('lists what a project file may set, and nothing that it may not', async () => {
    const { settings } = JSON.parse((await world.run('config', '--json')).stdout)
    for (const { name } of settings) expect(SETTING_NAMES).toContain(name)
  })

  it('lists what may be asked for later and who may issue ID tokens, each with its origin', async () => {
    const file = join(world.folder, 'more.env')
    writeFileSync(file, 'WEBEX_OPTIONAL_SCOPES="spark:rooms_write"\nWEBEX_ISSUERS="https://idbroker.example/idb"\n')
    const { stdout } = await world.run('config', 'list', '--show-origin', '--settings', file)
    expect(stdout).toMatch(/more\.env +WEBEX_OPTIONAL_SCOPES=spark:rooms_write$/m)
    expect(stdout).toMatch(/more\.env +WEBEX_ISSUERS=https:\/\/idbroker\.example\/idb$/m)
  })

  it('tells the same as JSON', async () => {
    const { stdout } = await world.run('config', 'list', '--json')
    const { settings, missing } = JSON.parse(stdout)
    expect(missing).toEqual([])
    expect(settings).toContainEqual({
      name: 'GRANTKEEPER_KEY',
      value: null,
      secret: true,
      origin: world.settings,
    })
    for (const secret of listSecrets(world.settings)) expect(stdout).not.toContain(secret)
  })

  it.each([
    [['list', 'all'], 'Unexpected word "all".'],
    [['lst'], 'Unknown verb "lst". Did you mean "list"?'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { exitCode, stderr } = await world.run('config', ...argv)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(2)
  })
})
