import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderCliDocs } from '../../scripts/cli-docs.ts'
import { runCli } from '../../test/cli/run-cli.ts'
import { catalogue, errorCodes } from '../errors/index.ts'
import { commandHelp, exitCodeHelp, generalHelp, topicHelp } from './help-texts/index.ts'
import { cleanText } from './output.ts'
import { suggestWord } from './suggest.ts'

const run = (...argv: string[]) => runCli(argv)

const commandNames = Object.keys(commandHelp)

describe('help', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('is what %j prints', async (argv) => {
    expect(await run(...argv)).toEqual({ exitCode: 0, stdout: generalHelp, stderr: '' })
  })

  it.each(commandNames)('has an example of %s, asked for either way', async (name) => {
    const { stdout, exitCode } = await run(name, '--help')
    expect(stdout).toContain(`\n  grantkeeper ${name}`)
    expect(exitCode).toBe(0)
    expect((await run('help', name)).stdout).toBe(stdout)
  })

  it('is what docs/reference/cli.md says', () => {
    const written = readFileSync('docs/reference/cli.md', 'utf8')
    expect(written, 'run "npx tsx scripts/cli-docs.ts"').toBe(renderCliDocs())
  })

  it('tells of every command what it prints as JSON, unless it never does', () => {
    const silent = ['revoke', 'completion', 'help']
    const told = commandNames.filter((name) => new RegExp(`^ {2}${name} +`, 'm').test(topicHelp.json ?? ''))
    expect(told).toEqual(expect.arrayContaining(commandNames.filter((name) => !silent.includes(name))))
  })

  it('lists the exit codes', async () => {
    expect((await run('help', 'exit-codes')).stdout).toBe(exitCodeHelp)
    expect(exitCodeHelp).toMatch(/2 +wrong usage/)
  })

  it('names every command in its first page, and fits a terminal', () => {
    for (const name of commandNames) expect(generalHelp).toContain(`\n  ${name} `)
    expect(generalHelp.split('\n').every((line) => line.length <= 100)).toBe(true)
  })

  it('tells the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: version, stderr: '' })
  })
})

describe('a mistyped command line', () => {
  it.each([
    [['srve'], 'Unknown command "srve". Did you mean "serve"?'],
    [['xyzzy'], 'Unknown command "xyzzy".'],
    [['toString'], 'Unknown command "toString".'],
    [['--versoin'], 'Unknown option "--versoin". Did you mean "--version"?'],
    [['--quiet', 'demo'], 'Options come behind the command: grantkeeper demo …'],
    [['help', 'serv'], 'Unknown topic "serv". Did you mean "serve"?'],
    [['demo', '--prot', '1'], 'Unknown option "--prot". Did you mean "--port"?'],
    [['demo', '--port'], "Option '-p, --port <value>' argument missing."],
    [['demo', '-p', '99999'], '--port takes a number from 0 to 65535, not "99999".'],
    [['demo', '--users', '-1'], '--users takes a value; one that begins with "-" is written --users=-….'],
    [['demo', '--json=yes'], "Option '--json' does not take an argument."],
    [['demo', 'now'], 'Unexpected word "now".'],
    [['explain'], 'Which code? For example: grantkeeper explain WX-STATE-USED'],
    [['explain', 'WX-STATE-USD'], 'Unknown code "WX-STATE-USD". Did you mean "WX-STATE-USED"?'],
  ])('%j is told in one sentence', async (argv, sentence) => {
    const { stderr, stdout, exitCode } = await run(...argv)
    const known = commandNames.find((name) => name === argv[0] && name !== 'help')
    expect(stderr).toBe(`✘ ${sentence}\n  See: grantkeeper ${known ? `help ${known}` : '--help'}`)
    expect(stdout).toBe('')
    expect(exitCode).toBe(2)
  })

  it('is told as JSON where that was asked for', async () => {
    const { stderr } = await run('demo', '--prot', '--json')
    const title = 'Unknown option "--prot". Did you mean "--port"?'
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'WX-USAGE', title, fix: 'See: grantkeeper help demo' } })
  })

  it.each([['--client-secret=hush-9'], ['--client-secret', 'hush-9']])(
    'never repeats a secret: %s',
    async (...argv) => {
      const { stderr, stdout, exitCode } = await run('serve', ...argv)
      expect(stderr).toContain('Secrets are never options')
      expect(stderr + stdout).not.toContain('hush-9')
      expect(exitCode).toBe(2)
    },
  )

  it('never fails in other words', async () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('explain', 'help', '--json', '-p', '--', '-', '--debug=1', '-hd'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 4 }), async (argv) => {
        const { exitCode, stderr } = await run('help', ...argv)
        expect([0, 2]).toContain(exitCode)
        expect(stderr).not.toMatch(/\p{Cc}(?<!\n)/u)
      }),
    )
  })
})

describe('explain', () => {
  it('prints the entry of the catalogue, however the code is written', async () => {
    const { stdout, exitCode } = await run('explain', 'wx-state-used')
    const { title, cause, fix } = catalogue['WX-STATE-USED']
    expect(stdout.split('\n')).toEqual([
      `WX-STATE-USED  ${title}.`,
      `  What happened  ${cause}`,
      `  What to do     ${fix}`,
      expect.stringContaining('docs/errors.md#wx-state-used'),
    ])
    expect(exitCode).toBe(0)
  })

  it.each(errorCodes)('knows %s as JSON', async (code) => {
    const { stdout } = await run('explain', code, '--json')
    expect(JSON.parse(stdout)).toEqual({ code, ...catalogue[code], docs: `docs/errors.md#${code.toLowerCase()}` })
  })
})

describe('a suggestion', () => {
  const known = ['demo', 'serve', 'emulate']

  it.each([
    ['dmeo', 'demo'],
    ['SERVE', 'serve'],
    ['emulat', 'emulate'],
    ['status', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('for %s is %s', (typed, meant) => {
    expect(suggestWord(typed, known)).toBe(meant)
  })
})

describe('text from outside', () => {
  it('cannot move the cursor, end a line or hide its direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(`${text}\u001b[2J\n\u202e`)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})
