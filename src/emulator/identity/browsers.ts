import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import { drawHex } from '../identifiers.ts'

/** Who signed in with a browser, so that `prompt=none` can be answered. */
export interface BrowserSession {
  userKey: string
  signedInAt: number
}

export interface Browsers extends Kept {
  /** Gives the id for the browser's cookie. */
  begin(session: BrowserSession): string
  find(id: string): BrowserSession | undefined
  end(id: string): void
}

/** Of the emulator alone: an application on the same host sees it too and must have another name for its own. */
export const SESSION_COOKIE = 'grantkeeper_emulator_session'

const LIFE_MS = 12 * 3_600_000
const MOST = 1000

export function createBrowsers({ environment, clock }: Pick<EmulatorContext, 'environment' | 'clock'>): Browsers {
  const sessions = new Map<string, BrowserSession>()
  return {
    begin(session) {
      const [oldest] = sessions.keys()
      if (sessions.size >= MOST && oldest !== undefined) sessions.delete(oldest)
      const id = drawHex(environment, 32)
      sessions.set(id, { ...session })
      return id
    },
    find(id) {
      const session = sessions.get(id)
      return session && session.signedInAt + LIFE_MS > clock.now() ? session : undefined
    },
    end: (id) => void sessions.delete(id),
    save: () => [...sessions],
    restore(saved) {
      sessions.clear()
      for (const [id, session] of saved as [string, BrowserSession][]) sessions.set(id, { ...session })
    },
  }
}
