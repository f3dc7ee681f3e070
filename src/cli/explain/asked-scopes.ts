import { readConfig } from '../../config.ts'
import { checkScopes, isGrantkeeperError } from '../../index.ts'
import { cleanText } from '../output.ts'
import type { Subject } from './subject.ts'

/** What the settings here ask for, and what is amiss with it; nothing where there are no settings that can be read. */
export function describeAskedScopes(): Subject['seen'] {
  const scopes = readScopes()
  if (!scopes) return []
  const suspects = checkScopes(scopes.value.split(/\s+/)).map(({ message }) => message)
  return [
    ['Asked', cleanText(`${scopes.value} (${scopes.name}, ${scopes.file ?? 'environment'})`)],
    ...suspects.slice(0, 3).map((message, index): [string, string] => [`Suspect ${index + 1}`, cleanText(message)]),
  ]
}

function readScopes() {
  try {
    return readConfig().scopes
  } catch (error) {
    if (isGrantkeeperError(error)) return undefined
    throw error
  }
}
