import { dirname, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { IntegrationSettings } from '../../config/integration-settings.ts'
import { extendEnvironment } from '../../config.ts'
import { readArguments } from '../arguments.ts'
import type { Command } from '../command.ts'
import { CommandFailure } from '../failure.ts'
import { askIntegration } from '../init/ask-integration.ts'
import { listSet } from '../init/env-text.ts'
import { OUR_NAMES, renameForeign } from '../init/foreign.ts'
import { type Ignored, ignoreSecrets } from '../init/git-ignore.ts'
import { detectFramework, readFramework, type Starter, writeStarter } from '../init/starter.ts'
import { cleanText, type Output } from '../output.ts'
import { changeSettingsFile, readSettingsFile } from '../settings-file.ts'

const options = {
  'from-url': { type: 'string' },
  'client-secret-file': { type: 'string' },
  framework: { type: 'string' },
  'dry-run': { type: 'boolean', short: 'n' },
  force: { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface Done {
  file: string
  written: boolean
  integration: IntegrationSettings
  ignored: Ignored
  hints: string[]
  starter: Starter | undefined
}

/** `grantkeeper init`: from what the portal shows to a `.env` that `serve` can start with. */
export const runInit: Command = async (argv, output, input) => {
  const { values } = readArguments(argv, options)
  const { settings: file = '.env', 'dry-run': dryRun = false, json = false } = values
  const framework = values.framework === undefined ? undefined : readFramework(values.framework)
  const write = (redirectUri: string | undefined) =>
    framework && writeStarter(framework, dirname(resolve(file)), portOf(redirectUri), dryRun)
  const before = readSettingsFile(file)
  const { variables, hints } = renameForeign(parseEnv(before), file)
  const set = listSet(before, OUR_NAMES)
  if (set.length > 0 && !values.force) {
    const starter = values['from-url'] === undefined ? write(variables.WEBEX_REDIRECT_URI) : undefined
    if (!starter) throw refuseOverwriting(file, set)
    if (json) output.print(JSON.stringify({ file, written: false, starter }))
    else tellStarter(starter, dryRun, output)
    return 0
  }
  const secret = extendEnvironment({}).WEBEX_CLIENT_SECRET
  const given = { fromUrl: values['from-url'], secretFile: values['client-secret-file'] }
  const known = secret ? { ...variables, WEBEX_CLIENT_SECRET: secret } : variables
  const integration = await askIntegration({ ...given, known }, input, output)
  // First, so that no instant passes in which git would see the secret.
  const ignored = ignoreSecrets(resolve(file), dryRun)
  if (!dryRun) changeSettingsFile(file, listVariables(integration))
  const starter = write(integration.redirectUri.value)
  const done = { file, written: !dryRun, integration, ignored, hints, starter }
  if (json) output.print(JSON.stringify(describeDone(done)))
  else tellDone(done, output)
  return 0
}

/** Where the app is to listen. */
function portOf(redirectUri = ''): string {
  return (URL.canParse(redirectUri) && new URL(redirectUri).port) || '3000'
}

function refuseOverwriting(file: string, set: readonly string[]): CommandFailure {
  const title = `${cleanText(file)} sets ${set.join(', ')} already.`
  const fix = 'Pass --force to set them anew (its other lines are kept), or --settings F to write another file.'
  return new CommandFailure({ code: 'WX-USAGE', title, fix, exitCode: 2 })
}

function listVariables({ clientId, clientSecret, redirectUri, scopes, baseUrl }: IntegrationSettings) {
  return {
    WEBEX_CLIENT_ID: clientId.value,
    WEBEX_CLIENT_SECRET: clientSecret.reveal(),
    WEBEX_REDIRECT_URI: redirectUri.value,
    WEBEX_SCOPES: scopes.value,
    WEBEX_BASE_URL: baseUrl.value,
  }
}

function describeDone({ file, written, integration, ignored, hints, starter }: Done) {
  const { clientId, redirectUri, scopes, baseUrl } = integration
  const shown = {
    clientId: clientId.value,
    redirectUri: redirectUri.value,
    scopes: scopes.value.split(' '),
    baseUrl: baseUrl.value,
  }
  return { file, written, integration: shown, ignored, hints, ...(starter && { starter }) }
}

const IGNORED: Readonly<Record<Ignored, readonly ['✔' | '!' | 'i', string]>> = {
  already: ['✔', 'git ignores it'],
  added: ['✔', 'it is in .gitignore now'],
  'would-add': ['i', 'it would be added to .gitignore'],
  tracked: ['!', 'git tracks it, with whatever is in it: run "git rm --cached" on it, and make a new client secret'],
  'no-repository': ['i', 'this is no git repository; never commit this file'],
}

function tellDone({ file, written, integration, ignored, hints, starter }: Done, output: Output): void {
  const { clientId, redirectUri, scopes, baseUrl } = integration
  const good = output.paint('green', '✔')
  const id = clientId.value
  output.print(`${good} Client ID     ${cleanText(id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id)}`)
  output.print(`${good} Redirect URI  ${cleanText(redirectUri.value)}`)
  output.print(`${good} Scopes        ${cleanText(scopes.value)}`)
  output.print(`${good} API           ${cleanText(baseUrl.value)}`)
  const [mark, words] = IGNORED[ignored]
  output.print(`${written ? good : 'i'} ${written ? 'Wrote' : 'Would write'} ${cleanText(file)} (mode 600)`)
  output.print(`${output.paint(mark === '!' ? 'yellow' : 'green', mark)} ${words}`)
  for (const hint of hints) output.note(`${output.paint('yellow', '!', 'stderr')} ${cleanText(hint)}`)
  if (starter) tellStarter(starter, !written, output)
  else if (written) tellNext(dirname(resolve(file)), output)
}

function tellNext(folder: string, output: Output): void {
  output.note('Next: grantkeeper doctor   then: grantkeeper serve')
  const framework = detectFramework(folder)
  if (framework) output.note(`In your own app: grantkeeper init --framework ${framework}`)
}

function tellStarter({ written, kept, install, start }: Starter, dryRun: boolean, output: Output): void {
  const good = output.paint('green', '✔')
  for (const name of written) output.print(`${dryRun ? 'i Would write' : `${good} Wrote`} ${name}`)
  for (const name of kept) output.print(`i ${name} is there already, and stays as it is`)
  const steps = [...(install.length > 0 ? [`npm install ${install.join(' ')}`] : []), start]
  if (!dryRun) output.note(`Next: ${steps.join('   then: ')}`)
}
