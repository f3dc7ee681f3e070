import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answers, runCli } from '../../../test/cli/run-cli.ts'
import { type CliWorld, createCliWorld } from '../../../test/cli/world.ts'

let world: CliWorld
let old: string

beforeEach(async () => {
  world = await createCliWorld()
  old = readSetting('WEBEX_CLIENT_SECRET')
})

afterEach(() => world.close())

const readSetting = (name: string) =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(readFileSync(world.settings, 'utf8'))?.[1] ?? ''

/** What the portal does when somebody presses "Regenerate". */
async function renewAtPortal(): Promise<string> {
  const input = { clientId: readSetting('WEBEX_CLIENT_ID') }
  const headers = { 'x-emulator-control': '1', 'content-type': 'application/json' }
  const url = `${world.emulator.url}/_emulator/apps/renew-secret`
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
  return ((await answer.json()) as { clientSecret: string }).clientSecret
}

const run = (argv: readonly string[], answers?: Answers) =>
  runCli(['keys', 'rotate-secret', '--settings', world.settings, ...argv], answers)
const rotate = (piped: string, ...argv: string[]) => run(['--client-secret-file', '-', ...argv], { piped })

describe('keys rotate-secret', () => {
  it('asks Webex, writes the new secret where the old one was, and loses no connection', async () => {
    await world.connect('ada')
    const secret = await renewAtPortal()
    const { exitCode, stdout, stderr } = await rotate(`${secret}\n`)
    expect(stdout.split('\n')).toEqual(['✔ Webex accepts the new secret', `✔ Wrote ${world.settings} (mode 600)`])
    expect(stderr).toMatch(/^Next: restart every process\. Connections stay/)
    expect(exitCode).toBe(0)
    expect(readSetting('WEBEX_CLIENT_SECRET')).toBe(secret)
    expect(statSync(world.settings).mode & 0o777).toBe(0o600)
    expect((await world.run('refresh', '--all')).stdout).toMatch(/^✔ ada@example\.com {2}renewed/)
    for (const hush of [secret, old]) expect(stdout + stderr).not.toContain(hush)
  })

  it('asks for it at a hidden prompt, where somebody is there', async () => {
    const secret = await renewAtPortal()
    const { exitCode, stderr } = await run([], { answers: [secret] })
    expect(stderr).toContain('regenerate its client secret')
    expect([exitCode, readSetting('WEBEX_CLIENT_SECRET')]).toEqual([0, secret])
  })

  it('changes nothing in a dry run, nor when Webex refuses the secret or is away', async () => {
    const secret = await renewAtPortal()
    const dry = await rotate(secret, '--dry-run', '--json')
    expect(JSON.parse(dry.stdout)).toEqual({ file: world.settings, written: false, checked: true })
    const wrong = await rotate('not-the-secret')
    expect(wrong.stderr).toContain('✘ Webex does not accept this secret; nothing was changed.  WX-CLIENT-REJECTED')
    world.emulator.faults.add({ on: 'POST /v1/access_token', status: 503 })
    const away = await rotate(secret)
    expect(away.stderr).toContain('✘ Webex could not be asked; nothing was changed.')
    expect([wrong.exitCode, away.exitCode]).toEqual([5, 5])
    expect(readSetting('WEBEX_CLIENT_SECRET')).toBe(old)
    expect(wrong.stdout + wrong.stderr).not.toContain('not-the-secret')
  })

  it('writes the file that holds the secret alone, where one does', async () => {
    const file = join(world.folder, 'secret')
    writeFileSync(file, old)
    const text = readFileSync(world.settings, 'utf8')
    writeFileSync(world.settings, text.replace(/^WEBEX_CLIENT_SECRET=.*$/m, `WEBEX_CLIENT_SECRET_FILE=${file}`))
    const secret = await renewAtPortal()
    expect((await rotate(secret)).exitCode).toBe(0)
    expect([readFileSync(file, 'utf8'), readSetting('WEBEX_CLIENT_SECRET')]).toEqual([`${secret}\n`, ''])
  })

  it.each([
    [[], 'Nobody is there to be asked for the new client secret: pass --client-secret-file F'],
    [['--client-secret-file', '/nowhere'], '--client-secret-file: /nowhere cannot be read.'],
    [['--client-secret-file', '-'], 'No client secret was given'],
    [['--client-secret', 'hush-5'], 'Secrets are never options'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await run(argv)
    expect(stderr).toContain(message)
    expect([exitCode, stdout]).toEqual([2, ''])
  })

  it('refuses the secret that is set already', async () => {
    const { exitCode, stderr } = await rotate(old)
    expect(stderr).toContain('This is the secret that is set already.')
    expect([exitCode, stderr.includes(old)]).toEqual([2, false])
  })
})
