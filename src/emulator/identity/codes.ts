import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { drawToken } from '../identifiers.ts'
import type { Challenge } from './pkce.ts'

export interface CodeTerms {
  clientId: string
  userKey: string
  scopes: string[]
  redirectUri: string
  /** Whether the authorization request named the redirect URI; then the token request must name it too. */
  redirectUriWasSent: boolean
  challenge: Challenge | undefined
  nonce: string | undefined
  /** When the person signed in. */
  signedInAt: number
}

export interface Code extends CodeTerms {
  expiresAt: number
  /** Id of the grant that the first redemption left; the code is used up once this is set. */
  grantId: string | undefined
}

export interface Codes extends Kept {
  /** Default life: `codeLifeMs`. */
  issue(terms: CodeTerms, lifeMs?: number): string
  /** Also codes that are expired or used, while they are remembered. */
  find(code: string): Code | undefined
}

/** Used codes are remembered this long, so that a second redemption is known as one. */
const REMEMBER_MS = 24 * 3_600_000
const MOST = 20_000

export function createCodes({
  environment,
  clock,
  settings,
}: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>): Codes {
  const codes = new Map<string, Code>()
  const forgetOld = () => {
    for (const [text, code] of codes) {
      if (codes.size < MOST && code.expiresAt + REMEMBER_MS > clock.now()) return
      codes.delete(text)
    }
  }
  return {
    issue(terms, lifeMs = settings.codeLifeMs) {
      forgetOld()
      const text = drawToken(environment)
      codes.set(text, { ...terms, expiresAt: clock.now() + lifeMs, grantId: undefined })
      return text
    },
    find: (text) => codes.get(text),
    save: () => [...codes],
    restore(saved) {
      codes.clear()
      for (const [text, code] of saved as [string, Code][]) codes.set(text, { ...code })
    },
  }
}
