import type { GrantkeeperError } from '../errors/index.ts'
import type { Disconnection, Grantkeeper, HostRequest } from '../front-door.ts'

/** What the routes ask of the rooms behind them; `grantkeeper.ts` wires it. */
export interface RoutesContext {
  /** The app's own origin, from the redirect URI and never from a header. */
  origin: string
  paths: { connect: string; callback: string; disconnect: string; status: string }
  afterConnect: string
  afterDisconnect: string
  /** Whether cookies are `Secure` and `__Host-`. */
  secureCookies: boolean
  /** The signed-in user of the host app; absent where grantkeeper keeps the sessions. */
  ownerOf: ((request: HostRequest) => string | undefined | Promise<string | undefined>) | undefined
  /** Whether there are scopes that are asked for only when somebody wants them. */
  hasOptionalScopes: boolean
  begin(attempt: {
    owner: string | undefined
    wanted: readonly string[]
    kept: readonly string[]
    returnTo: string
    chooseAccount: boolean
    open: ReadonlyMap<string, string>
  }): {
    attemptId: string
    sealed: string
    location: string
    dropped: string[]
  }
  complete(callback: {
    url: URL
    owner: string | undefined
    cookieOf(attemptId: string): string | undefined
  }): Promise<{ attemptId: string; grantId: string; owner: string; returnTo: string }>
  /** Gives this browser a new session, with the grant as its chosen one: a Set-Cookie value. */
  renewSession(request: Request, session: { owner: string; grantId: string }): Promise<string>
  grantOf: Grantkeeper['grantOf']
  /** Disconnects a grant; with the Set-Cookie values that leave this browser with its next account, or signed out. */
  disconnect(request: Request, grantId: string): Promise<Disconnection & { setCookies: string[] }>
  /** Hears of each form that another site sent here. */
  onRefused(code: string): void
  renderError(error: GrantkeeperError, request: Request): Response | Promise<Response>
}
