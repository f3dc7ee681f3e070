import { readFileSync } from 'node:fs'
import {
  checkIntegration,
  findIntegration,
  type IntegrationSettings,
  isComplete,
} from '../../config/integration-settings.ts'
import type { Layer, Variables } from '../../config/settings.ts'
import { type GrantkeeperError, isGrantkeeperError } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { CommandFailure } from '../failure.ts'
import { type Input, requireAnswerer } from '../input.ts'
import { cleanText, type Output } from '../output.ts'

export interface Given {
  /** `--from-url`: the portal's address, or `-` for the first line of what is piped in. */
  fromUrl: string | undefined
  /** `--client-secret-file`: a file, or `-` for what is piped in, behind the address where that is there too. */
  secretFile: string | undefined
  /** What is set already, by our names. */
  known: Variables
}

const MOST_QUESTIONS = 3
const PLACEHOLDER_STATE = 'set_state_here'
const STATE_NOTE = `! state=${PLACEHOLDER_STATE} is a placeholder: each sign-in gets a fresh one, so there is nothing to do.`
const PORTAL = 'https://developer.webex.com/my-apps'

/**
 * The integration, from what was given or set, else asked for.
 * @throws UsageError, WX-CONFIG-*, WX-SCOPE-UNKNOWN, Interrupted
 */
export async function askIntegration(given: Given, input: Input, output: Output): Promise<IntegrationSettings> {
  const piped = given.fromUrl === '-' || given.secretFile === '-' ? splitLines(await input.readAll()) : []
  const url = given.fromUrl === '-' ? (piped.shift() ?? '') : given.fromUrl
  const parts = await findParts(url === undefined ? undefined : cleanPaste(url), given.known, input, output)
  requireUsable(parts)
  if (parts.WEBEX_AUTHORIZATION_URL?.includes(`state=${PLACEHOLDER_STATE}`)) output.note(STATE_NOTE)
  const secret = await findClientSecret({ ...given, piped }, input)
  const settings = readParts({ ...parts, WEBEX_CLIENT_SECRET: secret })
  if (!isComplete(settings)) throw new UsageError('The address tells no client id, redirect URI and scopes.')
  checkIntegration(settings)
  return settings
}

/** Variables that tell all but the secret. */
async function findParts(url: string | undefined, known: Variables, input: Input, output: Output): Promise<Variables> {
  if (url !== undefined) return { WEBEX_AUTHORIZATION_URL: url }
  const { WEBEX_AUTHORIZATION_URL: knownUrl, WEBEX_CLIENT_ID, WEBEX_REDIRECT_URI, WEBEX_SCOPES } = known
  if (knownUrl) return { WEBEX_AUTHORIZATION_URL: knownUrl }
  if (WEBEX_CLIENT_ID && WEBEX_REDIRECT_URI && WEBEX_SCOPES) return known
  requireAnswerer(input, 'the OAuth Authorization URL', 'pass --from-url URL, or --from-url - to read it from stdin')
  return askUrl(input, output)
}

async function askUrl(input: Input, output: Output): Promise<Variables> {
  for (let asked = 1; ; asked++) {
    const asking = 'Paste the "OAuth Authorization URL" of your integration (or Enter to be guided):'
    const url = cleanPaste(await input.ask(asking))
    if (url === '') {
      output.say(`  Open ${PORTAL}, choose your integration (or "Create a New App", "Integration"), and scroll to`)
      output.say('  "OAuth Authorization URL", near the bottom. Copy all of it.')
    } else if (asked >= MOST_QUESTIONS || isUsable(url, output)) return { WEBEX_AUTHORIZATION_URL: url }
    if (asked >= MOST_QUESTIONS) throw new UsageError('No address was given.')
  }
}

function isUsable(url: string, output: Output): boolean {
  try {
    readParts({ WEBEX_AUTHORIZATION_URL: url })
    return true
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    output.say(`  ${describeUnusable(error)}`)
    return false
  }
}

/** @throws CommandFailure that speaks of what was pasted, where that is what is wrong */
function requireUsable(parts: Variables): void {
  try {
    readParts(parts)
  } catch (error) {
    if (!isGrantkeeperError(error) || parts.WEBEX_AUTHORIZATION_URL === undefined) throw error
    const title = 'This is not the OAuth Authorization URL of an integration.'
    const fix = `Open ${PORTAL}, choose your integration, and copy all of its "OAuth Authorization URL".`
    const { code } = error
    throw new CommandFailure({ code, title, detail: describeUnusable(error), fix, exitCode: 2 }, { cause: error })
  }
}

/** Nobody has set a variable yet. */
function describeUnusable({ title, detail = `${title}.` }: GrantkeeperError): string {
  const named = detail.replace(/^(\w+) in the WEBEX_AUTHORIZATION_URL \(flag\)/, '$1 in the address')
  return cleanText(named.replace('WEBEX_AUTHORIZATION_URL (flag)', 'The address'))
}

/** Without the quotes or brackets that were copied along, and with the beginning that browsers hide. */
function cleanPaste(text: string): string {
  const bare = text.trim().replace(/^["'<`]+|["'>`]+$/g, '')
  return /^[\w.-]+\/v1\/authorize\?/.test(bare) ? `https://${bare}` : bare
}

function readParts(variables: Variables) {
  const layer: Layer = { origin: 'flag', variables }
  return findIntegration([layer], '.')
}

async function findClientSecret(
  { secretFile, known, piped }: Pick<Given, 'secretFile' | 'known'> & { piped: string[] },
  input: Input,
): Promise<string> {
  if (secretFile !== undefined && secretFile !== '-') return readSecretFile(secretFile)
  const [behind] = piped
  if (behind) return behind
  if (secretFile === '-') throw new UsageError('No client secret was piped in.')
  if (known.WEBEX_CLIENT_SECRET) return known.WEBEX_CLIENT_SECRET
  requireAnswerer(input, 'the client secret', 'set WEBEX_CLIENT_SECRET, or pass --client-secret-file F (- reads stdin)')
  const typed = await input.ask('Client secret (hidden, paste allowed):', { hidden: true })
  if (typed === '') throw new UsageError('No client secret was given.')
  return typed
}

function readSecretFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new UsageError(`--client-secret-file: ${cleanText(file)} cannot be read.`)
  }
}

function splitLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
