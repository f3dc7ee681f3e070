import { readFileSync } from 'node:fs'
import {
  checkIntegration,
  findIntegration,
  type IntegrationSettings,
  isComplete,
} from '../../config/integration-settings.ts'
import type { Layer, Variables } from '../../config/settings.ts'
import { isGrantkeeperError } from '../../index.ts'
import { UsageError } from '../arguments.ts'
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
const PORTAL = 'https://developer.webex.com/my-apps'

/**
 * The integration, from what was given or set, else asked for.
 * @throws UsageError, WX-CONFIG-*, WX-SCOPE-UNKNOWN, Interrupted
 */
export async function askIntegration(given: Given, input: Input, output: Output): Promise<IntegrationSettings> {
  const piped = given.fromUrl === '-' || given.secretFile === '-' ? splitLines(await input.readAll()) : []
  const url = given.fromUrl === '-' ? (piped.shift() ?? '') : given.fromUrl
  const parts = await findParts(url, given.known, input, output)
  readParts(parts)
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
    const url = await input.ask('Paste the "OAuth Authorization URL" of your integration (or Enter to be guided):')
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
    output.say(`  ${cleanText(`${error.title}. ${error.detail ?? ''}`)}`)
    return false
  }
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
