import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** `tracked` is the one that is dangerous: what git tracks, it goes on committing. */
export type Ignored = 'already' | 'added' | 'would-add' | 'tracked' | 'no-repository'

/** Sees to it that git never commits the secrets: the file itself, and the folder with the key and the database. */
export function ignoreSecrets(file: string, dryRun: boolean): Ignored {
  const folder = dirname(file)
  const name = basename(file)
  if (runGit(folder, 'rev-parse', '--is-inside-work-tree') !== 0) return 'no-repository'
  if (runGit(folder, 'ls-files', '--error-unmatch', name) === 0) return 'tracked'
  const open = [name, '.grantkeeper/'].filter((path) => runGit(folder, 'check-ignore', '-q', path) !== 0)
  if (open.length === 0) return 'already'
  if (dryRun) return 'would-add'
  appendFileSync(join(folder, '.gitignore'), `${startLine(join(folder, '.gitignore'))}${open.join('\n')}\n`)
  return 'added'
}

function startLine(file: string): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text === '' || text.endsWith('\n') ? '' : '\n'
}

/** The exit code; null where there is no git. */
function runGit(cwd: string, ...argv: string[]): number | null {
  return spawnSync('git', argv, { cwd, stdio: 'ignore' }).status
}
