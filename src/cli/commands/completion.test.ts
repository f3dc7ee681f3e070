import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import { commandHelp } from '../help-texts/index.ts'

const completion = (...argv: string[]) => runCli(['completion', ...argv])
const hasBash = spawnSync('bash', ['--version']).status === 0

/** What bash offers behind these words. */
async function complete(...words: string[]): Promise<string[]> {
  const { stdout } = await completion('bash')
  const line = words.map((word) => `'${word}'`).join(' ')
  const script = `${stdout}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _grantkeeper; echo "\${COMPREPLY[@]}"`
  return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split(' ')
}

describe.runIf(hasBash)('the script for bash', () => {
  it('offers commands, then what goes behind one', async () => {
    expect(await complete('grantkeeper', 'em')).toEqual(['emulate', 'emu'])
    expect(await complete('grantkeeper', 'serve', '--dr')).toEqual(['--drain-ms'])
    expect(await complete('grantkeeper', 'keys', 'rot')).toEqual(['rotate-encryption', 'rotate-secret'])
    expect(await complete('grantkeeper', 'help', 'exit')).toEqual(['exit-codes'])
    expect(await complete('grantkeeper', 'status', '--q')).toEqual(['--quiet'])
  })
})

describe('every script', () => {
  it.each(['bash', 'zsh', 'fish', 'pwsh'])('for %s names every command, and no escape byte', async (shell) => {
    const { exitCode, stdout } = await completion(shell)
    for (const name of Object.keys(commandHelp)) expect(stdout).toMatch(new RegExp(`\\b${name}\\b`))
    expect(stdout).not.toContain('\u001b')
    expect(exitCode).toBe(0)
  })

  it.each([
    ['zsh', 'zsh -n "$0"'],
    ['fish', 'fish -n "$0"'],
  ])('for %s is understood where there is one', async (shell, check) => {
    if (spawnSync(shell, ['--version']).status !== 0) return
    const { stdout } = await completion(shell)
    // Some versions of fish read no script from a pipe.
    const folder = mkdtempSync(join(tmpdir(), 'gk-completion-'))
    writeFileSync(join(folder, 'script'), stdout)
    const checked = spawnSync('sh', ['-c', check, join(folder, 'script')], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect(checked).toMatchObject({ status: 0, stderr: '' })
  })

  it.each([
    [[], 'For which shell? One of: bash, zsh, fish, pwsh.'],
    [['fishh'], 'Unknown shell "fishh". Did you mean "fish"?'],
  ])('is asked for: %j', async (argv, message) => {
    const { exitCode, stderr } = await completion(...argv)
    expect(stderr).toContain(message)
    expect(exitCode).toBe(2)
  })
})
