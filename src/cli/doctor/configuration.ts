import { type Config, readConfig } from '../../config.ts'
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
    return { config, findings: [...listSettings(config), ...listNotes(config)] }
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
