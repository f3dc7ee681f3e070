import type { EmulatorContext } from '../context.ts'
import { drawHex } from '../identifiers.ts'
import type { Challenge } from './pkce.ts'

/** An authorization request that was found good and now waits for a person. It never travels in a form. */
export interface SignIn {
  id: string
  clientId: string
  redirectUri: string
  redirectUriWasSent: boolean
  scopes: string[]
  state: string | undefined
  challenge: Challenge | undefined
  userKey: string | undefined
  expiresAt: number
}

export interface SignIns {
  begin(request: Omit<SignIn, 'id' | 'userKey' | 'expiresAt'>): SignIn
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
    begin(request) {
      makeRoom()
      const id = drawHex(environment, 32)
      const signIn = { ...request, id, userKey: undefined, expiresAt: clock.now() + LIFE_MS }
      waiting.set(id, signIn)
      return signIn
    },
    find(id) {
      const signIn = waiting.get(id)
      return signIn && signIn.expiresAt > clock.now() ? signIn : undefined
    },
    end: ({ id }) => void waiting.delete(id),
  }
}
