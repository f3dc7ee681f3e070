import { readConfig } from '../../config.ts'
import { checkScopes, explainScope, needs, type ScopeFinding, searchScopes, suggestScope } from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { CommandFailure } from '../failure.ts'
import { cleanText, type Output, writeJson } from '../output.ts'
import { alignRows } from '../table.ts'

const options = { settings: { type: 'string' }, json: { type: 'boolean' } } as const

interface Asked {
  /** What stands behind the verb. */
  text: string
  settings: string | undefined
  json: boolean
}

/** A check found problems. */
const PROBLEMS = 3
const MOST_WORDS = 100

const verbs: Readonly<Record<string, (asked: Asked, output: Output) => number>> = {
  search: tellSearch,
  why: tellWhy,
  for: tellNeeds,
  check: tellCheck,
}

/** `grantkeeper scopes search | why | for | check` */
export const runScopes: Command = async (argv, output) => {
  const { values, words } = readArguments(argv, options, MOST_WORDS)
  const [verb = 'search', ...rest] = words
  const tell = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!tell) throw unknownWord('verb', verb, Object.keys(verbs))
  return tell({ text: rest.join(' '), settings: values.settings, json: values.json ?? false }, output)
}

function tellSearch({ text, json }: Asked, output: Output): number {
  const found = searchScopes(text)
  if (json) output.print(writeJson(found))
  else if (found.length === 0) output.print('No known scope matches. Webex has more than are known here.')
  else for (const line of alignRows(found.map(({ scope, allows }) => [scope, allows]))) output.print(line)
  return 0
}

function tellWhy({ text, json }: Asked, output: Output): number {
  if (text === '') throw new UsageError('Which scope? For example: grantkeeper scopes why spark:rooms_read')
  const found = explainScope(text)
  if (!found) throw unknownScope(text)
  if (json) output.print(writeJson(found))
  else {
    output.print(`${output.paint('bold', found.scope)}  lets an app ${found.allows}.`)
    for (const { endpoint, sure } of found.opens) output.print(`  opens  ${endpoint}${describeSureness(sure)}`)
    if (found.inSparkAll) output.print('  spark:all opens the same; ask for one or the other.')
  }
  return 0
}

function tellNeeds({ text, json }: Asked, output: Output): number {
  if (text === '') throw new UsageError('For which call? For example: grantkeeper scopes for GET /rooms')
  // Each call begins with its method; what stands behind a path belongs to it, as in "POST /webhooks messages".
  for (const call of text.split(/ (?=[A-Z]+ \/)/)) tellNeed(call, json, output)
  return 0
}

function tellNeed(call: string, json: boolean, output: Output): void {
  const need = needs(call)
  if (!need) {
    const title = `What ${cleanText(call)} needs is not known here.`
    const fix = 'Look at its page on developer.webex.com; for a webhook add what it watches: POST /webhooks messages.'
    throw new CommandFailure({ code: 'CLI-CALL-UNKNOWN', title, fix, exitCode: 1 })
  }
  const { endpoint, scopes, sure, sparkAll } = need
  if (json) output.print(writeJson(need))
  else {
    const all = scopes.length > 0 ? scopes.join(' and ') : 'no scope: any token will do'
    output.print(`${endpoint}  needs ${all}${describeSureness(sure)}${sparkAll ? '; spark:all will do instead' : ''}`)
  }
}

function tellCheck({ text, settings, json }: Asked, output: Output): number {
  const asked = text === '' ? readConfig({ envFile: settings }).scopes.value : text
  const findings = checkScopes(asked.split(/\s+/).filter(Boolean))
  if (json) output.print(writeJson(findings))
  else if (findings.length === 0) output.print(`${output.paint('green', '✔')} Nothing is amiss with these scopes.`)
  else for (const finding of findings) output.print(describeFinding(finding, output))
  return findings.some(({ severity }) => severity === 'error') ? PROBLEMS : 0
}

function describeFinding({ severity, scope, message }: ScopeFinding, output: Output): string {
  const mark = severity === 'error' ? output.paint('red', '✘') : output.paint('yellow', '!')
  return `${mark} ${cleanText(scope)}  ${cleanText(message)}`
}

function describeSureness(sure: 'documented' | 'code' | 'inferred'): string {
  return sure === 'inferred' ? '  (told by its name; Webex does not say)' : ''
}

function unknownScope(scope: string): UsageError {
  const meant = suggestScope(scope)
  return new UsageError(`"${cleanText(scope)}" is not known here.${meant ? ` Did you mean "${meant}"?` : ''}`)
}
