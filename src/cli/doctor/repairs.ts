import { chmodSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Setting } from '../../config.ts'
import { listSet } from '../init/env-text.ts'
import { OUR_NAMES, renameForeign } from '../init/foreign.ts'
import { ignoreSecrets } from '../init/git-ignore.ts'
import { changeSettingsFile, readSettingsFile } from '../settings-file.ts'
import type { Repair } from './finding.ts'

/** Writes one word in place of another in a setting that a file sets; undefined where it is set elsewhere. */
export function replaceScope({ name, origin, file, value }: Setting, wrong: string, right: string): Repair | undefined {
  if (origin !== '.env' || file === undefined || file.endsWith('.json') || name !== 'WEBEX_SCOPES') return undefined
  return {
    tells: `wrote ${right} in place of ${wrong} in ${file}`,
    run: () => {
      const now = parseEnv(readSettingsFile(file))[name] ?? value
      const scopes = now.split(/\s+/).map((scope) => (scope === wrong ? right : scope))
      changeSettingsFile(file, { [name]: [...new Set(scopes)].join(' ') })
    },
  }
}

export function closeFile(file: string): Repair {
  return { tells: `${file} is its owner's alone now (mode 600)`, run: () => chmodSync(file, 0o600) }
}

export function ignoreFile(path: string, file: string): Repair {
  return { tells: `git ignores ${file} now`, run: () => void ignoreSecrets(path, false) }
}

/** Sets our names to what a file sets under others'; undefined where it sets none of those. */
export function addOurNames(file: string): Repair | undefined {
  const text = readSettingsFile(file)
  const before = listSet(text, OUR_NAMES)
  const { variables } = renameForeign(parseEnv(text), file)
  const added = OUR_NAMES.filter((name) => variables[name] && !before.includes(name))
  if (added.length === 0) return undefined
  return {
    tells: `set ${added.join(', ')} in ${file}, as it sets them under other names`,
    run: () => changeSettingsFile(file, Object.fromEntries(added.map((name) => [name, variables[name] ?? '']))),
  }
}
