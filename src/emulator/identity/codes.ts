import type { EmulatorContext } from '../context.ts'
import { drawToken } from '../identifiers.ts'
import type { Grant } from './grants.ts'
import type { Challenge } from './pkce.ts'

export interface CodeTerms {
  clientId: string
  userKey: string
  scopes: string[]
  redirectUri: string
  /** Whether the authorization request named the redirect URI; then the token request must name it too. */
  redirectUriWasSent: boolean
  challenge: Challenge | undefined
}

export interface Code extends CodeTerms {
  expiresAt: number
  /** What the first redemption left; the code is used up once this is set. */
  grant: Grant | undefined
}

export interface Codes {
  issue(terms: CodeTerms): string
  /** Also codes that are expired or used, while they are remembered. */
  find(code: string): Code | undefined
}

/** Used codes are remembered this long, so that a second redemption is known as one. */
const REMEMBER_MS = 24 * 3_600_000

export function createCodes({
  environment,
  clock,
  settings,
}: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>) {
  const codes = new Map<string, Code>()
  const forgetOld = () => {
    for (const [text, code] of codes) {
      if (code.expiresAt + REMEMBER_MS > clock.now()) return
      codes.delete(text)
    }
  }
  return {
    issue(terms: CodeTerms) {
      forgetOld()
      const text = drawToken(environment)
      codes.set(text, { ...terms, expiresAt: clock.now() + settings.codeLifeMs, grant: undefined })
      return text
    },
    find: (text: string) => codes.get(text),
  } satisfies Codes
}
