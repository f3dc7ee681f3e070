import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { findSetting } from '../../config/settings.ts'
import { type Config, readConfig } from '../../config.ts'
import { catalogue, type Environment, nodeEnvironment } from '../../index.ts'
import { readArguments, UsageError } from '../arguments.ts'
import { askWhetherKnown } from '../ask-client.ts'
import { openAudit } from '../audit-log.ts'
import { CommandFailure, exitCodeOf } from '../failure.ts'
import { type Input, requireAnswerer } from '../input.ts'
import { cleanText, type Output } from '../output.ts'
import { changeSettingsFile, replaceFile } from '../settings-file.ts'
import { readLayers } from '../settings-list.ts'

const options = {
  'client-secret-file': { type: 'string' },
  'dry-run': { type: 'boolean', short: 'n' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

const PORTAL = 'https://developer.webex.com/my-apps'

/** Where the secret is set; without a file it is the environment, which is not ours to change. */
interface Place {
  file: string | undefined
  /** The file holds nothing but the secret. */
  whole: boolean
}

/** `grantkeeper keys rotate-secret`: the client secret that the portal has made anew, asked of Webex first, then written. */
export async function rotateSecret(argv: readonly string[], output: Output, input: Input): Promise<number> {
  const { values } = readArguments(argv, options)
  const config = readConfig({ envFile: values.settings })
  const place = findPlace(config, values.settings)
  const secret = await findNewSecret(values['client-secret-file'], input, output)
  if (secret === config.clientSecret.reveal()) {
    throw new UsageError('This is the secret that is set already. Make a new one in My Webex Apps first.')
  }
  const environment = nodeEnvironment()
  const changed: Config = { ...config, clientSecret: { ...config.clientSecret, reveal: () => secret } }
  const answer = await askWhetherKnown(changed, environment).finally(() => environment.close())
  requireAccepted(answer)
  const written = place.file !== undefined && !values['dry-run']
  if (written) write(place, secret, config, environment, output)
  const checked = answer === 'WX-CODE-REJECTED'
  if (values.json) output.print(JSON.stringify({ file: place.file ?? null, written, checked }))
  else tellDone(place, { written, checked }, output)
  return 0
}

function findPlace({ clientSecret }: Config, settings: string | undefined): Place {
  const { name, origin, file } = clientSecret
  if (name !== 'WEBEX_CLIENT_SECRET_FILE') return { file: origin === '.env' ? file : undefined, whole: false }
  const path = findSetting(readLayers(settings).layers, name)?.value
  return { file: path && resolve(path), whole: true }
}

async function findNewSecret(file: string | undefined, input: Input, output: Output): Promise<string> {
  const secret = file === undefined ? await askSecret(input, output) : await readSecret(file, input)
  if (secret === '' || /\s/.test(secret)) throw new UsageError('No client secret was given, or one with spaces in it.')
  return secret
}

async function askSecret(input: Input, output: Output): Promise<string> {
  requireAnswerer(input, 'the new client secret', 'pass --client-secret-file F (- reads stdin)')
  output.say(`  Open ${PORTAL}, choose your integration, and regenerate its client secret.`)
  return input.ask('New client secret (hidden, paste allowed):', { hidden: true })
}

async function readSecret(file: string, input: Input): Promise<string> {
  if (file === '-') return (await input.readAll()).trim()
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new UsageError(`--client-secret-file: ${cleanText(file)} cannot be read.`)
  }
}

/** @throws CommandFailure when Webex refuses the secret, or cannot be asked: nothing was written then */
function requireAccepted(answer: string): void {
  if (answer !== 'WX-CLIENT-REJECTED' && answer !== 'WX-TOKEN-UNAVAILABLE') return
  const refused = answer === 'WX-CLIENT-REJECTED'
  const title = refused
    ? 'Webex does not accept this secret; nothing was changed.'
    : 'Webex could not be asked; nothing was changed.'
  const fix = refused
    ? 'Copy it again from My Webex Apps: it is shown once, when it is made.'
    : catalogue['WX-TOKEN-UNAVAILABLE'].fix
  throw new CommandFailure({ code: answer, title, fix, exitCode: exitCodeOf(answer) })
}

function write({ file, whole }: Place, secret: string, config: Config, environment: Environment, output: Output): void {
  if (file === undefined) return
  openAudit({ config, environment, output }).note({ what: 'operator.rotate-secret', who: 'command-line' })
  if (whole) replaceFile(file, `${secret}\n`)
  else changeSettingsFile(file, { WEBEX_CLIENT_SECRET: secret })
}

function tellDone({ file }: Place, { written, checked }: { written: boolean; checked: boolean }, output: Output): void {
  const good = output.paint('green', '✔')
  if (checked) output.print(`${good} Webex accepts the new secret`)
  else output.print(`${output.paint('yellow', '!')} Webex did not say whether it accepts the new secret`)
  if (file === undefined) output.print('i WEBEX_CLIENT_SECRET is set in the environment: set the new one there')
  else output.print(`${written ? `${good} Wrote` : 'i Would write'} ${cleanText(file)} (mode 600)`)
  if (written || file === undefined) {
    output.note('Next: restart every process. Connections stay, and go on as soon as the new secret is there.')
  }
}
