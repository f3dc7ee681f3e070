import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'

function authorizationUrl(wanted: string): string {
  const query = new URLSearchParams({
    client_id: 'C1',
    response_type: 'code',
    redirect_uri: 'http://localhost:1/oauth',
  })
  return `https://webexapis.com/v1/authorize?${query}&scope=${encodeURIComponent(wanted)}&state=set_state_here`
}

const scopes = (...argv: string[]) => runCli(['scopes', ...argv])

describe('grantkeeper scopes', () => {
  it('finds scopes by words, all without any', async () => {
    const { exitCode, stdout } = await scopes('search', 'titles', 'spaces')
    expect(stdout).toMatch(/^spark:rooms_read {2}see the titles of your spaces/)
    expect(exitCode).toBe(0)
    const all = JSON.parse((await scopes('--json')).stdout)
    expect(all.length).toBeGreaterThan(30)
  })

  it('says what a scope opens', async () => {
    const { stdout } = await scopes('why', 'spark:rooms_read')
    expect(stdout).toMatch(/^spark:rooms_read {2}lets an app see the titles of your spaces/)
    expect(stdout).toContain('\n  opens  GET /rooms\n')
    expect(JSON.parse((await scopes('why', 'spark:rooms_read', '--json')).stdout)).toMatchObject({ inSparkAll: true })
  })

  it('says what a call needs, however it is written', async () => {
    const { stdout } = await scopes('for', 'GET', '/rooms?max=1')
    expect(stdout).toBe('GET /rooms  needs spark:rooms_read; spark:all will do instead')
    expect((await scopes('for', 'https://webexapis.com/v1/rooms')).stdout).toBe(stdout)
    const several = await scopes('for', 'GET /rooms', 'POST', '/messages', 'POST /webhooks messages')
    expect(several.stdout.split('\n').map((line) => line.split('  ')[0])).toEqual([
      'GET /rooms',
      'POST /messages',
      'POST /webhooks',
    ])
    expect(JSON.parse((await scopes('for', '/rooms', '--json')).stdout)).toMatchObject({ scopes: ['spark:rooms_read'] })
  })

  it('checks scopes, and ends with 3 when one will fail', async () => {
    const { exitCode, stdout } = await scopes('check', 'spark:rooms_read spark:membership_read')
    expect(stdout).toBe('✘ spark:membership_read  Did you mean spark:memberships_read?')
    expect(exitCode).toBe(3)
    expect(await scopes('check', 'spark:rooms_read')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('✔'),
    })
    expect(JSON.parse((await scopes('check', 'spark:rooms_read', '--json')).stdout)).toEqual([])
  })

  it('tells the fewest scopes that open some calls', async () => {
    const { stdout } = await scopes('narrowest', 'GET', '/rooms', 'POST /messages', 'GET /rooms/x', 'GET /nothing/here')
    expect(stdout.split('\n')).toEqual([
      '3 calls need  spark:rooms_read spark:messages_write',
      '  not known here: GET /nothing/here',
    ])
  })

  it('reads them from a log, and says what was asked for in vain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gk-scopes-'))
    const settings = join(folder, 'settings')
    const wanted = 'openid spark:kms spark:rooms_read spark:messages_write'
    writeFileSync(
      settings,
      `WEBEX_AUTHORIZATION_URL="${authorizationUrl(wanted)}"\nWEBEX_CLIENT_SECRET=not-much-of-one`,
    )
    const log = [
      '{"type":"ready","emulator":"http://127.0.0.1:1"}',
      '{"type":"request","method":"POST","path":"/v1/access_token","status":200}',
      '{"type":"request","method":"GET","path":"/v1/rooms","status":200}',
      '{"type":"request","method":"POST","path":"/v1/messages","status":403}',
      '12:00:01  200  GET /v1/people/me?callingData=true  ada',
      'GET /sign-in/ab 200',
      '{broken',
      'nothing',
    ]
    const piped = log.join('\n')
    const { stdout } = await runCli(['scopes', 'narrowest', '-', '--settings', settings, '--json'], { piped })
    rmSync(folder, { recursive: true })
    const found = { scopes: ['spark:rooms_read', 'spark:people_read'], unknown: [], unused: ['spark:messages_write'] }
    expect(JSON.parse(stdout)).toEqual(found)
  })

  it.each([
    [['narrowest'], 'For which calls?', 2],
    [['narrowest', '-'], 'There is no call in what was piped in', 2],
    [['serch'], 'Unknown verb "serch". Did you mean "search"?', 2],
    [['why'], 'Which scope?', 2],
    [['why', 'spark:room_read'], '"spark:room_read" is not known here. Did you mean "spark:rooms_read"?', 2],
    [['for'], 'For which call?', 2],
    [['for', 'GET', '/nothing'], 'What GET /nothing needs is not known here.', 1],
  ])('says what is wrong with %j', async (argv, message, code) => {
    const { exitCode, stdout, stderr } = await scopes(...argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([code, ''])
  })
})
