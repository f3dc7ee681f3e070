import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { SECRET_FILES } from '../../config/setting-files.ts'
import { type Config, readConfig } from '../../config.ts'
import { checkScopes } from '../../index.ts'
import { ignoreSecrets } from '../init/git-ignore.ts'
import { describeError, type Finding, isFine } from './finding.ts'
import { addOurNames, closeFile, ignoreFile, replaceScope } from './repairs.ts'

export interface Configured {
  findings: Finding[]
  /** Undefined when it cannot be used; then nothing that needs it can be looked at. */
  config: Config | undefined
}

/** Whether everything that is needed is set, where it comes from, and whether its secrets are kept from others. */
export function checkConfiguration(envFile: string | undefined): Configured {
  const files = envFile === undefined ? SECRET_FILES.filter((file) => existsSync(file)) : [envFile]
  try {
    const config = readConfig({ envFile })
    const findings = [...listSettings(config), ...listScopes(config), ...listNotes(config, files)]
    return { config, findings: [...findings, ...files.flatMap(checkIgnored)] }
  } catch (error) {
    return { config: undefined, findings: [describeProblem(error, files.at(-1) ?? '.env')] }
  }
}

function describeProblem(error: unknown, file: string): Finding {
  const finding = describeError('Config', error)
  return finding.code === 'WX-CONFIG-MISSING' ? { ...finding, repair: addOurNames(file) } : finding
}

function listSettings({ clientId, clientSecret, redirectUri, scopes, baseUrl, keys }: Config): Finding[] {
  return [clientId, clientSecret, redirectUri, scopes, baseUrl, ...(keys ? [keys] : [])].map(({ name, origin, file }) =>
    isFine('Config', `${name} (${file ?? (origin === 'env' ? 'environment' : origin)})`),
  )
}

function listNotes({ notes }: Config, files: readonly string[]): Finding[] {
  return notes.map((text) => {
    const open = files.find((file) => text.startsWith(`${file} can be read`))
    return { section: 'Config', level: 'warning', text, ...(open !== undefined && { repair: closeFile(open) }) }
  })
}

/** Whether git would take the secrets along. */
function checkIgnored(file: string): Finding[] {
  const path = resolve(file)
  const ignored = existsSync(path) ? ignoreSecrets(path, true) : 'no-repository'
  if (ignored === 'no-repository') return []
  if (ignored === 'already') return [isFine('Config', `git ignores ${file}`)]
  if (ignored === 'tracked') {
    const fix = `Run "git rm --cached ${file}", and make a new client secret: whoever has the repository has this one.`
    return [{ section: 'Config', level: 'error', text: `git tracks ${file}, with the secrets in it`, fix }]
  }
  const finding = {
    section: 'Config',
    level: 'warning',
    text: `git does not ignore ${file} and .grantkeeper/`,
  } as const
  return [{ ...finding, fix: 'Add them to .gitignore.', repair: ignoreFile(path, file) }]
}

/** Webex has scopes that are not known here, so a name nobody knows is no finding. */
function listScopes({ scopes }: Config): Finding[] {
  return checkScopes(scopes.value.split(/\s+/))
    .filter(({ kind }) => kind !== 'unknown')
    .map(({ scope, severity, message, suggestion = '', kind }) => ({
      section: 'Config',
      level: severity,
      text: kind === 'mistyped' ? `there is no scope ${scope}` : message,
      ...(kind === 'mistyped' && {
        code: 'WX-SCOPE-UNKNOWN',
        fix: `Did you mean ${suggestion}?`,
        repair: replaceScope(scopes, scope, suggestion),
      }),
    }))
}
