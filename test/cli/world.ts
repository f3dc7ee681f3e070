import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOptions, readConfig } from '../../src/config.ts'
import { createEmulator, type Emulator } from '../../src/emulator/index.ts'
import { createGrantkeeper, type Grantkeeper } from '../../src/index.ts'
import { type Answers, type Ran, runCli } from './run-cli.ts'

/** A Webex on a free port, and the settings of an integration there, in a folder of their own. */
export interface CliWorld {
  emulator: Emulator
  folder: string
  settings: string
  /** Runs a command line with these settings. */
  run(name: string, ...argv: string[]): Promise<Ran>
  runWith(answers: Answers, name: string, ...argv: string[]): Promise<Ran>
  /** Presses GRANT as a user of the emulator; gives the id of the grant. Without an owner, the person is the owner. */
  connect(user: string, owner?: string): Promise<string>
  close(): Promise<void>
}

export async function createCliWorld(scopes = ['spark:rooms_read', 'spark:people_read'], port = 1): Promise<CliWorld> {
  const emulator = createEmulator()
  const listening = await emulator.listen({ port: 0 })
  const folder = mkdtempSync(join(tmpdir(), 'gk-cli-'))
  const settings = join(folder, 'settings')
  const redirectUri = `http://localhost:${port}/oauth`
  const { clientId, clientSecret } = emulator.register({ name: 'Demo', redirectUris: [redirectUri], scopes })
  const lines = [
    `WEBEX_CLIENT_ID=${clientId}`,
    `WEBEX_CLIENT_SECRET=${clientSecret}`,
    `WEBEX_REDIRECT_URI=${redirectUri}`,
    `WEBEX_SCOPES=${scopes.join(' ')}`,
    `WEBEX_BASE_URL=${listening.url}/v1`,
    `GRANTKEEPER_KEY=${randomBytes(32).toString('base64')}`,
    `DATABASE_URL=sqlite:${join(folder, 'grants.db')}`,
  ]
  writeFileSync(settings, lines.join('\n'), { mode: 0o600 })
  return {
    emulator,
    folder,
    settings,
    run: (name, ...argv) => runCli([name, '--settings', settings, ...argv]),
    runWith: (answers, name, ...argv) => runCli([name, '--settings', settings, ...argv], answers),
    connect: (user, owner) => connect(emulator, settings, user, owner),
    async close() {
      await listening.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Every secret of the settings, to search outputs for. */
export function listSecrets(settings: string): string[] {
  const text = readFileSync(settings, 'utf8')
  return [...text.matchAll(/^(?:WEBEX_CLIENT_SECRET|GRANTKEEPER_KEY)=(.*)$/gm)].map(([, secret = '']) => secret)
}

async function connect(emulator: Emulator, settings: string, user: string, owner: string | undefined): Promise<string> {
  const options = openOptions(readConfig({ env: {}, envFile: settings }))
  const keeper = createGrantkeeper({ ...options, ...(owner !== undefined && { ownerOf: () => owner }) })
  try {
    return await signIn(emulator, keeper, user)
  } finally {
    await keeper.close()
  }
}

async function signIn(emulator: Emulator, keeper: Grantkeeper, user: string): Promise<string> {
  const before = new Set((await keeper.grants.list()).map(({ id }) => id))
  const headers = { 'sec-fetch-site': 'same-origin' }
  const left = await keeper.handle(new Request(`${keeper.origin}/connect`, { method: 'POST', headers }))
  const cookie = (left?.headers.getSetCookie() ?? []).map((set) => set.split(';')[0]).join('; ')
  const back = await emulator.signIn(left?.headers.get('location') ?? '', user)
  await keeper.handle(new Request(back, { headers: { cookie } }))
  const made = (await keeper.grants.list()).find(({ id }) => !before.has(id))
  if (!made) throw new Error(`${user} could not connect`)
  return made.id
}
