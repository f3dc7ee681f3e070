import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Answers, runCli } from '../../../test/cli/run-cli.ts'
import { setVariables } from '../init/env-text.ts'

const SECRET = 'canary-secret-77'
const url =
  'https://webexapis.com/v1/authorize?client_id=Cfd6b3c8541&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A10060%2Foauth&scope=spark%3Arooms_read%20spark%3Apeople_read&state=set_state_here'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gk-init-'))
  file = join(folder, '.env')
})

afterEach(() => rmSync(folder, { recursive: true }))

const init = (argv: string[], answers?: Answers) => runCli(['init', '--settings', file, ...argv], answers)
const readBack = () => parseEnv(readFileSync(file, 'utf8'))

const written = {
  WEBEX_CLIENT_ID: 'Cfd6b3c8541',
  WEBEX_CLIENT_SECRET: SECRET,
  WEBEX_REDIRECT_URI: 'http://localhost:10060/oauth',
  WEBEX_SCOPES: 'spark:rooms_read spark:people_read',
  WEBEX_BASE_URL: 'https://webexapis.com/v1',
}

describe('grantkeeper init', () => {
  it('asks for the address and the secret, and writes what serve reads', async () => {
    const { exitCode, stdout, stderr } = await init([], { answers: [url, SECRET] })
    expect(stdout.split('\n')).toEqual([
      '✔ Client ID     Cfd6b3c8541',
      '✔ Redirect URI  http://localhost:10060/oauth',
      '✔ Scopes        spark:rooms_read spark:people_read',
      '✔ API           https://webexapis.com/v1',
      `✔ Wrote ${file} (mode 600)`,
      'i this is no git repository; never commit this file',
    ])
    expect(stderr.split('\n')).toEqual([
      '! state=set_state_here is a placeholder: each sign-in gets a fresh one, so there is nothing to do.',
      'Next: grantkeeper doctor   then: grantkeeper serve',
    ])
    expect(exitCode).toBe(0)
    expect(readBack()).toEqual(written)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('guides whoever presses Enter, and asks again after an address that is none', async () => {
    const { exitCode, stderr } = await init([], { answers: ['', 'https://example.com', url, SECRET] })
    expect(stderr).toContain('Open https://developer.webex.com/my-apps')
    expect(stderr).toContain('The address has a path that does not end in /authorize')
    expect(exitCode).toBe(0)
  })

  it('reads both from stdin, or the secret from a file, and shows it nowhere', async () => {
    const one = await init(['--from-url', '-', '--json'], { piped: `${url}\n${SECRET}\n` })
    expect(JSON.parse(one.stdout)).toMatchObject({ written: true, integration: { clientId: 'Cfd6b3c8541' } })
    expect(readBack()).toEqual(written)
    rmSync(file)
    writeFileSync(join(folder, 'secret'), `${SECRET}\n`)
    const other = await init(['--from-url', url, '--client-secret-file', join(folder, 'secret')])
    expect(readBack()).toEqual(written)
    expect(one.stdout + one.stderr + other.stdout + other.stderr).not.toContain(SECRET)
  })

  it.each([`"${url}"`, ` <${url}> `, `'${url}'`, url.replace('https://', '')])(
    'takes the address with what was copied along, or without its beginning: %s',
    async (pasted) => {
      const { exitCode } = await init(['--from-url', '-'], { piped: `${pasted}\n${SECRET}` })
      expect([exitCode, readBack()]).toEqual([0, written])
    },
  )

  it('writes nothing in a dry run', async () => {
    const { exitCode, stdout } = await init(['--from-url', '-', '--dry-run'], { piped: `${url}\n${SECRET}` })
    expect(stdout).toContain(`i Would write ${file} (mode 600)`)
    expect(exitCode).toBe(0)
    expect(existsSync(file)).toBe(false)
  })

  it('overwrites only with --force, and then keeps every other line', async () => {
    writeFileSync(file, `# mine\nexport WEBEX_CLIENT_ID=old\nGRANTKEEPER_KEY=precious`)
    const refused = await init(['--from-url', '-'], { piped: `${url}\n${SECRET}` })
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain(`${file} sets WEBEX_CLIENT_ID already.`)
    const forced = await init(['--from-url', '-', '--force'], { piped: `${url}\n${SECRET}` })
    expect(forced.exitCode).toBe(0)
    expect(readFileSync(file, 'utf8')).toMatch(/^# mine\nWEBEX_CLIENT_ID=Cfd6b3c8541\nGRANTKEEPER_KEY=precious\nWEBEX_/)
    expect(readBack()).toEqual({ ...written, GRANTKEEPER_KEY: 'precious' })
  })

  it('takes what another sample calls otherwise, and says so', async () => {
    writeFileSync(file, `AUTH_INIT_URL="${url}"\nCLIENT_SECRET=${SECRET}\n`)
    const { exitCode, stderr } = await init([])
    expect(stderr).toContain(`! AUTH_INIT_URL (${file}) was taken for WEBEX_AUTHORIZATION_URL`)
    expect(stderr).toContain(`! CLIENT_SECRET (${file}) was taken for WEBEX_CLIENT_SECRET`)
    expect(exitCode).toBe(0)
    expect(readBack()).toMatchObject(written)
  })

  it('sees to it that git ignores the file, and says when git tracks it', async () => {
    const git = (...argv: string[]) => spawnSync('git', argv, { cwd: folder })
    git('init', '-q')
    writeFileSync(join(folder, '.gitignore'), 'node_modules')
    const piped = `${url}\n${SECRET}`
    expect((await init(['--from-url', '-'], { piped })).stdout).toContain('✔ it is in .gitignore now')
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules\n.env\n.grantkeeper/\n')
    expect((await init(['--from-url', '-', '--force'], { piped })).stdout).toContain('✔ git ignores it')
    git('add', '-f', '.env')
    expect((await init(['--from-url', '-', '--force'], { piped })).stdout).toContain('! git tracks it')
  })

  it.each([
    ['express', ['server.js']],
    ['fastify', ['server.js']],
    ['hono', ['server.js']],
    ['node', ['server.js']],
    ['next', ['keeper.js', 'next.config.js', 'app/route.js', 'app/[step]/route.js', 'app/spaces/route.js']],
  ])('writes what %s begins with, as the examples have it', async (framework, files) => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module","dependencies":{"grantkeeper":"*","express":"5"}}')
    const { stdout, stderr } = await init(['--from-url', '-', '--framework', framework], { piped: `${url}\n${SECRET}` })
    expect(stdout.split('\n').slice(-files.length)).toEqual(files.map((name) => `✔ Wrote ${name}`))
    const examples = join(import.meta.dirname, '../../../examples', framework === 'node' ? 'plain-node' : framework)
    for (const name of files) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(readFileSync(join(examples, name), 'utf8'))
    }
    expect(stderr).toMatch(framework === 'next' ? /npx next dev --port 10060$/ : /(^Next: | then: )node server\.js$/)
    expect(stderr).not.toMatch(/install.* (grantkeeper|express)\b/)
  })

  it('writes a server beside settings that are there, and changes no file', async () => {
    await init(['--from-url', '-'], { piped: `${url}\n${SECRET}` })
    const settings = readFileSync(file, 'utf8')
    const dry = await init(['--framework', 'hono', '--dry-run'])
    expect([dry.stdout, existsSync(join(folder, 'server.mjs'))]).toEqual(['i Would write server.mjs', false])
    const { exitCode, stdout, stderr } = await init(['--framework', 'hono'])
    expect([exitCode, stdout]).toEqual([0, '✔ Wrote server.mjs'])
    expect(stderr).toMatch(/^Next: npm install grantkeeper hono @hono\/node-server.* then: node server\.mjs$/)
    writeFileSync(join(folder, 'server.mjs'), 'mine')
    const again = await init(['--framework', 'express', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ written: false, starter: { written: [], kept: ['server.mjs'] } })
    expect([readFileSync(join(folder, 'server.mjs'), 'utf8'), readFileSync(file, 'utf8')]).toEqual(['mine', settings])
  })

  it('says that it knows the framework of the project', async () => {
    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"fastify":"5"}}')
    const { stderr } = await init(['--from-url', '-'], { piped: `${url}\n${SECRET}` })
    expect(stderr).toContain('In your own app: grantkeeper init --framework fastify')
  })

  it.each([
    [['--framework', 'expres'], 'There is no --framework "expres". Did you mean express?'],
    [['--framework', 'django'], 'It takes express, fastify, hono, next, node.'],
    [[], 'Nobody is there to be asked for the OAuth Authorization URL: pass --from-url URL'],
    [['--from-url', url], 'Nobody is there to be asked for the client secret: set WEBEX_CLIENT_SECRET'],
    [['--from-url', url, '--client-secret-file', '/nowhere'], '--client-secret-file: /nowhere cannot be read.'],
    [
      ['--from-url', 'nonsense', '--client-secret-file', '-'],
      'This is not the OAuth Authorization URL of an integration.',
    ],
    [['--from-url', url.replace(/&redirect_uri=[^&]*/, '')], 'redirect_uri in the address is not set.'],
    [['--client-secret', SECRET], 'Secrets are never options'],
  ])('says what is wrong with %j, and writes nothing', async (argv, message) => {
    const { exitCode, stdout, stderr } = await init(argv)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain(SECRET)
    expect([exitCode, stdout, existsSync(file)]).toEqual([2, '', false])
  })
})

describe('the text of an env file', () => {
  it('gives back every value that was set in it', () => {
    const value = fc.string({ unit: fc.constantFrom(...'aZ0 #=:/&?%+-_.$"\\n') })
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z]{1,8}$/), value), (variables) => {
        const trimmed = Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, text.trim()]))
        expect(parseEnv(setVariables('A=1\n# B=2\n', trimmed))).toEqual({ A: '1', ...trimmed })
      }),
    )
  })
})
