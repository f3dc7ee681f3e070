import { hintRenames } from '../../config/foreign-names.ts'
import type { Variables } from '../../config/settings.ts'

/** What an integration is made of, by the names that `serve` reads. */
export const OUR_NAMES = [
  'WEBEX_CLIENT_ID',
  'WEBEX_CLIENT_SECRET',
  'WEBEX_REDIRECT_URI',
  'WEBEX_SCOPES',
  'WEBEX_AUTHORIZATION_URL',
  'WEBEX_BASE_URL',
] as const

export interface Renamed {
  variables: Variables
  /** One sentence for each value that was found under another name. */
  hints: string[]
}

/** The variables of a project's own file under our names, whatever other samples and libraries call them. */
export function renameForeign(variables: Variables, file: string): Renamed {
  const renamed: Record<string, string | undefined> = { ...variables }
  const hints: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const ours = value ? ourNameOf(name) : undefined
    if (!ours || renamed[ours]) continue
    renamed[ours] = value
    hints.push(`${name} (${file}) was taken for ${ours}; its own line stays as it is.`)
  }
  return { variables: renamed, hints }
}

function ourNameOf(foreign: string): string | undefined {
  const layers = [{ origin: 'env', variables: { [foreign]: 'set' } }] as const
  return OUR_NAMES.find((name) => hintRenames(layers, [name]).some((hint) => hint.includes(`rename it to ${name}.`)))
}
