import { type Config, readConfig } from '../../config.ts'
import { checkScopes } from '../../index.ts'
import { describeError, type Finding, isFine } from './finding.ts'

export interface Configured {
  findings: Finding[]
  /** Undefined when it cannot be used; then nothing that needs it can be looked at. */
  config: Config | undefined
}

/** Whether everything that is needed is set, and where it comes from. */
export function checkConfiguration(envFile: string | undefined): Configured {
  try {
    const config = readConfig({ envFile })
    return { config, findings: [...listSettings(config), ...listScopes(config), ...listNotes(config)] }
  } catch (error) {
    return { config: undefined, findings: [describeError('Config', error)] }
  }
}

function listSettings({ clientId, clientSecret, redirectUri, scopes, baseUrl, keys }: Config): Finding[] {
  return [clientId, clientSecret, redirectUri, scopes, baseUrl, ...(keys ? [keys] : [])].map(({ name, origin, file }) =>
    isFine('Config', `${name} (${file ?? (origin === 'env' ? 'environment' : origin)})`),
  )
}

function listNotes({ notes }: Config): Finding[] {
  return notes.map((text) => ({ section: 'Config', level: 'warning', text }))
}

/** Webex has scopes that are not known here, so a name nobody knows is no finding. */
function listScopes({ scopes }: Config): Finding[] {
  return checkScopes(scopes.value.split(/\s+/))
    .filter(({ kind }) => kind !== 'unknown')
    .map(({ scope, severity, message, suggestion, kind }) => ({
      section: 'Config',
      level: severity,
      text: kind === 'mistyped' ? `there is no scope ${scope}` : message,
      ...(kind === 'mistyped' && { code: 'WX-SCOPE-UNKNOWN', fix: `Did you mean ${suggestion}?` }),
    }))
}
