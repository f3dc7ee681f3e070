import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { drawHex } from '../identifiers.ts'
import type { Challenge } from './pkce.ts'

/** What was asked for and found good. */
export interface SignInTerms {
  clientId: string
  scopes: string[]
  /** The address that was hinted at, to be filled in. */
  hint: string | undefined
  answer: RedirectAnswer | DeviceAnswer
}

/** The browser goes back to the integration. */
export interface RedirectAnswer {
  kind: 'redirect'
  uri: string
  /** Whether the request named the redirect URI. */
  uriWasSent: boolean
  state: string | undefined
  challenge: Challenge | undefined
  nonce: string | undefined
}

/** The device asks for the answer itself. */
export interface DeviceAnswer {
  kind: 'device'
  deviceCode: string
}

/** A request that now waits for a person. It never travels in a form. */
export interface SignIn extends SignInTerms {
  id: string
  userKey: string | undefined
  /** When that person signed in. */
  signedInAt: number
  expiresAt: number
}

export interface SignIns extends Kept {
  begin(terms: SignInTerms): SignIn
  find(id: string): SignIn | undefined
  end(signIn: SignIn): void
}

const LIFE_MS = 10 * 60_000
const MOST = 1000

export function createSignIns({ environment, clock }: Pick<EmulatorContext, 'environment' | 'clock'>): SignIns {
  const waiting = new Map<string, SignIn>()
  const makeRoom = () => {
    const [oldest] = waiting.keys()
    if (waiting.size >= MOST && oldest !== undefined) waiting.delete(oldest)
  }
  return {
    begin(terms) {
      makeRoom()
      const id = drawHex(environment, 32)
      const signIn = { ...terms, id, userKey: undefined, signedInAt: 0, expiresAt: clock.now() + LIFE_MS }
      waiting.set(id, signIn)
      return signIn
    },
    find(id) {
      const signIn = waiting.get(id)
      return signIn && signIn.expiresAt > clock.now() ? signIn : undefined
    },
    end: ({ id }) => void waiting.delete(id),
    save: () => [...waiting.values()],
    restore(saved) {
      waiting.clear()
      for (const signIn of saved as SignIn[]) waiting.set(signIn.id, { ...signIn })
    },
  }
}
