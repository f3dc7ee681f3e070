import { readConfig } from '../../config.ts'
import {
  checkScopes,
  explainScope,
  isGrantkeeperError,
  narrowestScopes,
  needs,
  type ScopeFinding,
  searchScopes,
  suggestScope,
} from '../../index.ts'
import { readArguments, UsageError, unknownWord } from '../arguments.ts'
import type { Command } from '../command.ts'
import { CommandFailure } from '../failure.ts'
import type { Input } from '../input.ts'
import { cleanText, type Output, writeJson } from '../output.ts'
import { readRecordedCalls } from '../scopes/recorded-calls.ts'
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

const verbs: Readonly<Record<string, (asked: Asked, output: Output, input: Input) => number | Promise<number>>> = {
  search: tellSearch,
  why: tellWhy,
  for: tellNeeds,
  narrowest: tellNarrowest,
  check: tellCheck,
}

/** `grantkeeper scopes search | why | for | narrowest | check` */
export const runScopes: Command = async (argv, output, input) => {
  const { values, words } = readArguments(argv, options, MOST_WORDS)
  const [verb = 'search', ...rest] = words
  const tell = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  if (!tell) throw unknownWord('verb', verb, Object.keys(verbs))
  return tell({ text: rest.join(' '), settings: values.settings, json: values.json ?? false }, output, input)
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

/** What an app's calls need, and what it asks for in vain. */
async function tellNarrowest({ text, settings, json }: Asked, output: Output, input: Input): Promise<number> {
  if (text === '')
    throw new UsageError('For which calls? For example: grantkeeper scopes narrowest GET /rooms POST /messages')
  const calls = text === '-' ? readRecordedCalls(await input.readAll()) : splitCalls(text)
  if (calls.length === 0) throw new UsageError('There is no call in what was piped in, such as GET /rooms.')
  const { scopes, unknown } = narrowestScopes(calls)
  const asked = readAskedScopes(settings)
  const unused = asked?.filter((scope) => !scopes.includes(scope) && !isFree(scope))
  if (json) output.print(writeJson({ scopes, unknown, ...(unused && { unused }) }))
  else {
    const known = calls.length - unknown.length
    output.print(`${known} ${known === 1 ? 'call needs' : 'calls need'}  ${scopes.join(' ') || 'no scope'}`)
    for (const call of unknown) output.print(`  not known here: ${cleanText(String(call))}`)
    if (unused && unused.length > 0) {
      output.print(
        `${output.paint('yellow', '!')} asked for, and not needed by these calls: ${cleanText(unused.join(' '))}`,
      )
    }
  }
  return 0
}

/** Undefined where the settings are not complete; then there is nothing to compare with. */
function readAskedScopes(settings: string | undefined): string[] | undefined {
  try {
    return readConfig({ envFile: settings }).scopes.value.split(/\s+/)
  } catch (error) {
    if (settings === undefined && isGrantkeeperError(error)) return undefined
    throw error
  }
}

/** What Webex adds by itself, and what signing in uses, no call needs. */
function isFree(scope: string): boolean {
  return scope === 'spark:kms' || explainScope(scope)?.area === 'sign-in'
}

/** Each call begins with its method; what stands behind a path belongs to it, as in "POST /webhooks messages". */
function splitCalls(text: string): string[] {
  return text.split(/ (?=[A-Z]+ \/)/)
}

function tellNeeds({ text, json }: Asked, output: Output): number {
  if (text === '') throw new UsageError('For which call? For example: grantkeeper scopes for GET /rooms')
  for (const call of splitCalls(text)) tellNeed(call, json, output)
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
