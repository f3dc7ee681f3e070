import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runCli } from '../../test/cli/run-cli.ts'
import { type CliWorld, createCliWorld, listSecrets } from '../../test/cli/world.ts'
import { COMMAND_LINE } from './connections.ts'
import { commandHelp } from './help-texts/index.ts'

type Name = keyof typeof commandHelp

const names = Object.keys(commandHelp) as Name[]

/** What goes on until it is stopped, or waits for a browser, is tested in main, listen and login. */
const WAITING = ['demo', 'serve', 'emulate', 'listen', 'login'] as const
type Ending = Exclude<Name, (typeof WAITING)[number]>
const ending = names.filter((name): name is Ending => !WAITING.some((other) => other === name))

interface Golden {
  argv: readonly string[]
  /** All that people see, or its beginning or end where the rest changes. */
  human: RegExp
  /** The names in each line of JSON; none where it never prints JSON. */
  json?: readonly string[]
}

const url =
  'https://webexapis.com/v1/authorize?client_id=C1&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Foauth&scope=spark%3Aall'

let world: CliWorld

const golden: Record<Ending, Golden> = {
  status: { argv: ['S'], human: /^ {2}USER +STATE +ACCESS +REFRESH +LAST OK +ID\n✔ /, json: ['connections'] },
  refresh: {
    argv: ['--all', 'S'],
    human: /^✔ \S+.* {2}renewed, good for /,
    json: ['id', 'refreshed', 'accessExpiresAt'],
  },
  spaces: { argv: ['--limit', '1', 'S'], human: /^TITLE +TYPE +LAST ACTIVITY +FLAGS\n/, json: ['0'] },
  api: { argv: ['/rooms?max=1', 'S'], human: /^\{\n {2}"items": /, json: ['items'] },
  config: { argv: ['S'], human: /^WEBEX_CLIENT_ID=C/, json: ['settings', 'missing', 'hints'] },
  completion: { argv: ['bash'], human: /^# grantkeeper completion for bash/ },
  init: {
    argv: ['--from-url', url, '-n', 'S', '--force', '--client-secret-file', 'F'],
    human: /^✔ Client ID {5}C1\n/,
    json: ['file', 'written', 'integration', 'ignored', 'hints'],
  },
  trigger: { argv: ['rooms.created', 'U'], human: /^Deliveries: 1 told\. See: grantkeeper emu /, json: ['told'] },
  doctor: { argv: ['S'], human: /^Runtime {3}✔ Node \d/, json: ['findings', 'errors', 'warnings'] },
  keys: {
    argv: ['list', 'S'],
    human: /^ {2}\S{6} +2 rows {2}seals and opens$/,
    json: ['first', 'known', 'rows', 'missing'],
  },
  backup: {
    argv: ['F.db', '--force', 'S'],
    human: /^✔ \S+\.db {2}2 connections/,
    json: ['file', 'bytes', 'version', 'grants', 'revocations', 'sessions'],
  },
  restore: {
    argv: ['F.db', '--yes', 'S'],
    human: /^✔ \S+\.db is restored: 2 connections,/,
    json: ['file', 'safetyCopy', 'before', 'after', 'renewed', 'missing'],
  },
  'operator-token': { argv: ['--new', 'S'], human: /^gko_[\w-]{43}$/, json: ['token', 'file'] },
  emu: { argv: ['clock', 'show', 'U'], human: /^now: \S+\nfrozen: false$/, json: ['now', 'frozen'] },
  scopes: {
    argv: ['why', 'spark:all'],
    human: /^spark:all {2}lets an app /,
    json: ['scope', 'allows', 'area', 'opens', 'inSparkAll'],
  },
  explain: { argv: ['429'], human: /^Status +429\n\nWX-API-RATE-LIMITED {2}/, json: ['kind', 'seen', 'entries'] },
  help: { argv: ['exit-codes'], human: /^Exit codes\n {2}0 / },
  logout: {
    argv: ['--yes', 'S'],
    human: /^ada@example\.com \(command line\) {2}deleted here ✔, revoked at Webex ✔$/,
    json: ['grantId', 'revokedAtWebex'],
  },
  revoke: {
    argv: ['--all', '--yes', 'S'],
    human: /^(\S+.* {2}deleted here ✔, revoked at Webex ✔\n?){2}$/,
    json: ['grantId', 'revokedAtWebex'],
  },
}

beforeAll(async () => {
  world = await createCliWorld(['spark:rooms_read', 'spark:people_read'])
  vi.spyOn(process, 'cwd').mockReturnValue(world.folder)
  await connectMissing()
  writeFileSync(join(world.folder, 'file'), 'not-much-of-a-secret')
  const webhook = ['-f', 'name=n', '-f', 'targetUrl=http://127.0.0.1:9/', '-f', 'resource=rooms', '-f', 'event=created']
  await world.run('api', 'POST', '/webhooks', ...webhook)
})

afterAll(async () => {
  vi.restoreAllMocks()
  await world.close()
})

/** The command line itself as Ada, and Grace in the app. */
async function connectMissing(): Promise<void> {
  const { connections } = JSON.parse((await world.run('status', '--json')).stdout)
  const owners = connections.map(({ owner }: { owner: string }) => owner)
  if (!owners.includes(COMMAND_LINE)) await world.connect('ada', COMMAND_LINE)
  if (owners.every((owner: string) => owner === COMMAND_LINE)) await world.connect('grace')
}

function fill(argv: readonly string[]): string[] {
  return argv.flatMap((word) => {
    if (word === 'S') return ['--settings', world.settings]
    if (word === 'U') return ['--url', world.emulator.url]
    return word.startsWith('F') ? [join(world.folder, `file${word.slice(1)}`)] : [word]
  })
}

describe('what is printed', () => {
  beforeEach(connectMissing)

  it.each(ending)('by %s for people is what it is meant to be, without a secret', async (name) => {
    const { argv, human } = golden[name]
    const { exitCode, stdout, stderr } = await runCli([name, ...fill(argv)])
    expect([stdout, stderr, exitCode]).toEqual([expect.stringMatching(human), expect.any(String), 0])
    for (const secret of listSecrets(world.settings)) expect(stdout + stderr).not.toContain(secret)
  })

  it.each(ending.filter((name) => golden[name].json))(
    'by %s as JSON has the fields that are documented',
    async (name) => {
      const { argv, json } = golden[name]
      const { exitCode, stdout, stderr } = await runCli([name, ...fill(argv), '--json'])
      for (const line of stdout.split('\n')) expect(Object.keys(JSON.parse(line))).toEqual(json)
      expect(exitCode).toBe(0)
      for (const secret of listSecrets(world.settings)) expect(stdout + stderr).not.toContain(secret)
    },
  )
})

describe('every command', () => {
  it.each(names)('%s refuses an option that it does not know, in a sentence and as JSON', async (name) => {
    const words = { keys: ['list'], emu: ['--url', world.emulator.url, 'clock', 'show'] }
    const argv = [name, ...(Object.hasOwn(words, name) ? words[name as keyof typeof words] : []), '--nonsense']
    const told = await runCli(argv)
    expect(told.stderr).toMatch(/^✘ .*--nonsense".*\n {2}See: grantkeeper (help \S+|--help)$/)
    const { stderr, stdout, exitCode } = await runCli([...argv, '--json'])
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'WX-USAGE', title: expect.stringContaining('--nonsense') })
    expect([told.stdout, stdout, told.exitCode, exitCode]).toEqual(['', '', 2, 2])
  })

  const reading = names.filter((name) => /^ {2}--settings F/m.test(commandHelp[name]) && name !== 'init')

  it.each(reading)('%s says that the settings it was given are not there', async (name) => {
    const words: Partial<Record<Name, readonly string[]>> = {
      keys: ['list'],
      scopes: ['check'],
      api: ['/people/me'],
      backup: ['b.db'],
      restore: [world.settings],
      refresh: ['--all'],
      revoke: ['--all'],
    }
    const { exitCode, stdout, stderr } = await runCli([name, ...(words[name] ?? []), '--settings', 'nowhere.env'])
    expect(stdout + stderr).toContain('The file nowhere.env cannot be read (ENOENT)')
    expect(exitCode).toBe(name === 'doctor' ? 3 : 2)
  })

  it('colours through one function only, which asks whether there is a terminal', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    const coloring = files.filter((file) => {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) return false
      return /styleText|\\u001b|\\x1b|\\e\[|\\033/i.test(readFileSync(join(import.meta.dirname, file), 'utf8'))
    })
    expect(coloring).toEqual(['output.ts'])
  })
})
