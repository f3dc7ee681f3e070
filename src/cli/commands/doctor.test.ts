import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import { addGrant, createKey, integration, keyIdOfKey } from '../../../test/keys/sealed-grants.ts'
import { createEmulator } from '../../emulator/index.ts'
import { sqliteStore } from '../../stores/sqlite.ts'
import { checkRuntime } from '../doctor/runtime.ts'

const [key, lost] = [createKey(), createKey()]

let folder: string
let file: string
let settings: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-doctor-'))
  file = join(folder, 'grants.db')
  settings = join(folder, 'settings')
  write()
})

afterEach(() => rmSync(folder, { recursive: true }))

function write(changes: Record<string, string> = {}): void {
  const variables = {
    WEBEX_CLIENT_ID: integration.clientId,
    WEBEX_CLIENT_SECRET: integration.clientSecret,
    WEBEX_REDIRECT_URI: integration.redirectUri,
    WEBEX_SCOPES: integration.scopes,
    GRANTKEEPER_KEY: key,
    DATABASE_URL: `sqlite:${file}`,
    ...changes,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  writeFileSync(settings, lines.join('\n'), { mode: 0o600 })
}

const doctor = (...argv: string[]) => runCli(['doctor', '--settings', settings, ...argv])

describe('grantkeeper doctor', () => {
  it('finds a scope that was mistyped', async () => {
    write({ WEBEX_SCOPES: 'spark:rooms_read spark:membership_read' })
    const { stdout, exitCode } = await doctor()
    expect(stdout).toContain('✘ there is no scope spark:membership_read  WX-SCOPE-UNKNOWN')
    expect(stdout).toContain('→ Did you mean spark:memberships_read?')
    expect(exitCode).toBe(3)
  })

  it('puts right what it can when asked to, says so, and looks again', async () => {
    spawnSync('git', ['init', '-q'], { cwd: folder })
    write({ WEBEX_SCOPES: "'spark:room_read spark:membership_read'" })
    chmodSync(settings, 0o644)
    const before = await doctor()
    expect(before.stdout).toContain('→ Did you mean spark:rooms_read?\n            → grantkeeper doctor --fix')
    expect(before.stdout).toContain(`! git does not ignore ${settings} and .grantkeeper/`)
    const { stdout, exitCode } = await doctor('--fix')
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      `Fixed     ✔ wrote spark:rooms_read in place of spark:room_read in ${settings}`,
      `          ✔ wrote spark:memberships_read in place of spark:membership_read in ${settings}`,
      `          ✔ ${settings} is its owner's alone now (mode 600)`,
      `          ✔ git ignores ${settings} now`,
      expect.stringMatching(/^Runtime/),
    ])
    expect(stdout).toContain('Errors: 0, warnings: 0')
    expect(exitCode).toBe(0)
    expect(readFileSync(settings, 'utf8')).toContain("WEBEX_SCOPES='spark:rooms_read spark:memberships_read'")
    expect(statSync(settings).mode & 0o777).toBe(0o600)
    const again = await doctor('--fix', '--json')
    expect(JSON.parse(again.stdout)).toMatchObject({ errors: 0, warnings: 0, fixed: [] })
  })

  it('sets our names where a file sets those of another sample', async () => {
    writeFileSync(
      settings,
      `CLIENT_ID=C1\nCLIENT_SECRET=hush-5\nREDIRECT_URI=http://localhost:1/cb\nSCOPES=spark:all\n`,
    )
    chmodSync(settings, 0o600)
    const { stdout } = await doctor('--fix')
    expect(stdout).toContain(
      `✔ set WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REDIRECT_URI, WEBEX_SCOPES in ${settings}`,
    )
    expect(stdout).toContain(`✔ WEBEX_CLIENT_SECRET (${settings})`)
    expect(stdout).not.toContain('hush-5')
  })

  it('fixes nothing that is set elsewhere, and warns of secrets that git has', async () => {
    spawnSync('git', ['init', '-q'], { cwd: folder })
    write({ WEBEX_AUTHORIZATION_URL: '', WEBEX_SCOPES: 'spark:rooms_read' })
    spawnSync('git', ['add', '-f', 'settings'], { cwd: folder })
    const { stdout, stderr, exitCode } = await doctor('--fix')
    expect(stderr).toBe('There is nothing that could be fixed from here.')
    expect(stdout).toContain(`✘ git tracks ${settings}, with the secrets in it`)
    expect(exitCode).toBe(3)
  })

  it('looks whether the integration could be submitted to the App Hub', async () => {
    const here = await doctor('--app-hub')
    expect(here.stdout).toContain('✘ the redirect URI leads to localhost, which nobody else can reach')
    write({
      WEBEX_REDIRECT_URI: 'https://spaces.example.com/oauth',
      WEBEX_SCOPES: 'spark:all spark-admin:people_read',
    })
    const { stdout } = await doctor('--app-hub')
    expect(stdout).toContain('App Hub   ✔ people come back to https://spaces.example.com')
    expect(stdout).toContain('✔ the API is webexapis.com')
    expect(stdout).toContain('! spark:all asks for everything')
    expect(stdout).toContain('! only administrators can grant spark-admin:people_read')
    expect(stdout).toContain('not seen from here: a privacy policy')
  })

  it('finds nothing wrong where nothing is, and makes no database', async () => {
    const { stdout, exitCode } = await doctor()
    expect(stdout).toMatch(/^Runtime {3}✔ Node \d+/)
    expect(stdout).toContain(`✔ WEBEX_CLIENT_SECRET (${settings})`)
    expect(stdout).toContain('✔ callback path /oauth')
    expect(stdout).toContain('i no database yet')
    expect(stdout).toContain('Errors: 0, warnings: 0')
    expect(stdout).not.toContain(integration.clientSecret)
    expect(exitCode).toBe(0)
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toEqual(['settings'])
  })

  it('names the key that is missing, and counts what it locks', async () => {
    const store = sqliteStore({ file })
    for (const [sealedWith, id] of [
      [key, 'a'],
      [lost, 'b'],
      [lost, 'c'],
    ] as const)
      await addGrant(store, sealedWith, id)
    await store.close()
    const { stdout, exitCode } = await doctor()
    expect(stdout).toContain(`✘ the key ${keyIdOfKey(lost)} is missing: 2 rows are locked  WX-GRANT-LOCKED`)
    expect(stdout).toContain('3 connections, 3 healthy')
    expect(exitCode).toBe(3)
  })

  it('tells of grants that fail or have ended', async () => {
    const store = sqliteStore({ file })
    await addGrant(store, key, 'a', { status: 'failing' })
    await addGrant(store, key, 'b', { status: 'reconnect' })
    await store.close()
    const { stdout, exitCode } = await doctor()
    expect(stdout).toContain('! 1 failing: tried again by themselves  WX-REFRESH-FAILING')
    expect(stdout).toContain('! 1 ended at Webex: only the person can renew them  WX-RECONNECT')
    expect(stdout).toContain('Errors: 0, warnings: 2')
    expect(exitCode).toBe(0)
  })

  it('says what is wrong with the settings, and looks at nothing that needs them', async () => {
    write({ WEBEX_CLIENT_ID: '', WEBEX_SCOPES: '' })
    const { stdout, exitCode } = await doctor('--json')
    const { findings, errors } = JSON.parse(stdout)
    expect(findings.at(-1)).toMatchObject({ section: 'Config', level: 'error', code: 'WX-CONFIG-MISSING' })
    expect(findings.at(-1).text).toMatch(/WEBEX_CLIENT_ID.*WEBEX_SCOPES/)
    expect(errors).toBe(1)
    expect(exitCode).toBe(3)
  })

  it('says that a database is damaged, and leaves it as it is', async () => {
    writeFileSync(file, 'no database'.repeat(1000))
    const { stdout, exitCode } = await doctor()
    expect(stdout).toMatch(/Store {5}✘ .*WX-STORE-/)
    expect(exitCode).toBe(3)
  })

  it('looks whether the audit can be kept and operators can come in, and says that it knows of no backup', async () => {
    const { stdout, exitCode } = await doctor()
    expect(stdout).toContain('Operation i no operator token')
    expect(stdout).toContain('i no audit is kept')
    expect(stdout).toContain('i when the last backup was made is not known here')
    expect(exitCode).toBe(0)
    write({ GRANTKEEPER_OPERATOR_TOKEN: 'canary-operator-token', GRANTKEEPER_AUDIT_LOG: join(folder, 'audit.log') })
    expect((await doctor()).stdout).toMatch(/✔ the operator token is set.*\n.*✔ the audit goes to .*audit\.log/)
    expect(existsSync(join(folder, 'audit.log'))).toBe(false)
    write({ GRANTKEEPER_AUDIT_LOG: join(folder, 'nowhere', 'audit.log') })
    const unwritable = await doctor()
    expect(unwritable.stdout).toContain('audit.log cannot be written (ENOENT)')
    expect(unwritable.exitCode).toBe(3)
  })

  it('asks Webex whether it answers, and compares the clocks', async () => {
    const emulator = createEmulator()
    const { url, close } = await emulator.listen({ port: 0 })
    write({ WEBEX_BASE_URL: `${url}/v1` })
    const stranger = await doctor('--online')
    expect(stranger.stdout).toContain(`✔ ${url}/v1 answers`)
    expect(stranger.stdout).toContain('✘ it does not accept the client id and the secret  WX-CLIENT-REJECTED')
    const { clientId, clientSecret } = emulator.register({
      name: 'Mine',
      redirectUris: [integration.redirectUri],
      scopes: ['spark:people_read'],
    })
    write({ WEBEX_BASE_URL: `${url}/v1`, WEBEX_CLIENT_ID: clientId, WEBEX_CLIENT_SECRET: clientSecret })
    const { stdout, exitCode: good } = await doctor('--online')
    expect(stdout).toContain('✔ it accepts the client id and the secret')
    expect([good, existsSync(file)]).toEqual([0, false])
    emulator.faults.add({ on: 'POST /v1/access_token', status: 500 })
    expect((await doctor('--online')).stdout).toContain('its answer does not tell (WX-TOKEN-UNAVAILABLE)')
    write({ WEBEX_BASE_URL: `${url}/v2` })
    expect((await doctor('--online')).stdout).toContain('answers 404 where Webex would ask for a token (401)')
    await close()
    const { stdout: closed, exitCode } = await doctor('--online')
    expect(closed).toContain('does not answer  WX-API-UNAVAILABLE')
    expect(exitCode).toBe(3)
  })

  it('knows which Node is too old', () => {
    expect(checkRuntime('20.18.9')).toMatchObject([{ level: 'error' }])
    expect(checkRuntime('18.20.0')).toMatchObject([{ level: 'error' }])
    expect(checkRuntime('20.19.0')).toMatchObject([{ level: 'ok' }])
    expect(checkRuntime('24.0.0')).toMatchObject([{ level: 'ok' }])
  })
})
