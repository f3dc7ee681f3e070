import { listen } from '../../app/server/listen.ts'
import { type Environment, type Grantkeeper, type GrantkeeperError, isGrantkeeperError } from '../../index.ts'
import { CommandFailure } from '../failure.ts'
import { describePortHolder } from '../port-holder.ts'
import { answerPage } from './local-page.ts'

/** Where the keeper of a login sends the browser when all is done. */
export const DONE_PATH = '/done'

export interface SignInServer {
  /** Where the person begins. Nobody else can guess it. */
  url: string
  /** The id of the grant, once Webex has given it and the browser has seen the last page, or a moment later. */
  connected: Promise<string>
  close(): Promise<void>
}

/** How a sign-in ends for good. Other refusals are of answers that were not ours: the wait goes on. */
const FINAL = /^WX-(ACCESS-DENIED|INVALID-SCOPE|AUTHORIZE-FAILED|CODE-REJECTED|CLIENT-REJECTED|TOKEN|STORE|OWNER)/
const LAST_PAGE_WITHIN_MS = 2000

/**
 * Serves one sign-in on the redirect URI's port.
 * @throws CommandFailure when the port is taken
 */
export async function serveSignIn(keeper: Grantkeeper, environment: Environment): Promise<SignInServer> {
  const secretPath = `/login/${Buffer.from(environment.randomBytes(16)).toString('hex')}`
  const watch = watchSignIn(keeper, environment)
  const answer = async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname === secretPath && request.method === 'GET') return begin(keeper, request)
    if (pathname === DONE_PATH) return watch.lastPage()
    const answered = pathname === keeper.callbackPath ? await keeper.handle(request) : undefined
    return answered ?? answerPage(404, 'There is nothing here', 'Go back to the terminal.')
  }
  const refuse = (error: GrantkeeperError) => answerError(error)
  const served = { answer: (request: Request) => answer(request).catch(refuse), refuse, sleep: environment.sleep }
  const listening = await listen(served, { port: keeper.port }).catch((cause) => {
    throw isGrantkeeperError(cause) ? cause : explainPort(keeper.port, cause)
  })
  return {
    url: keeper.origin + secretPath,
    connected: watch.connected,
    close: () => listening.close({ withinMs: 1000 }),
  }
}

/** What a refused sign-in looks like in the browser. */
export function answerError({ status, title, fix }: GrantkeeperError): Response {
  return answerPage(status, title, `${fix} Then go back to the terminal.`)
}

/** The press of GRANT was made in the terminal, so the request is this program's own. */
async function begin(keeper: Grantkeeper, request: Request): Promise<Response> {
  const headers = { cookie: request.headers.get('cookie') ?? '', 'sec-fetch-site': 'same-origin' }
  const left = await keeper.handle(new Request(`${keeper.origin}/connect`, { method: 'POST', headers }))
  return left ?? answerPage(404, 'There is nothing here', 'Go back to the terminal.')
}

function watchSignIn(keeper: Grantkeeper, { sleep }: Environment) {
  let showLast: () => void = () => undefined
  const lastShown = new Promise<void>((resolve) => {
    showLast = resolve
  })
  const connected = new Promise<string>((resolve, reject) => {
    keeper.on('grant.connected', ({ grantId }) => {
      const waited = new AbortController()
      const late = sleep(LAST_PAGE_WITHIN_MS, waited.signal).catch(() => undefined)
      void Promise.race([lastShown, late]).then(() => {
        waited.abort()
        resolve(grantId)
      })
    })
    keeper.on('attempt.refused', ({ code }) => {
      if (FINAL.test(code)) reject(new SignInRefused(code))
    })
  })
  connected.catch(() => undefined)
  const lastPage = () => {
    showLast()
    return answerPage(200, 'Connected', 'You may now close this tab and return to the terminal.')
  }
  return { connected, lastPage }
}

/** The sign-in has ended without a grant; the code is of the catalogue. */
export class SignInRefused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

function explainPort(port: number, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EACCES') return describeForbidden(port, cause)
  if (code !== 'EADDRINUSE') return cause
  const holder = describePortHolder(port)
  const title = `Port ${port}, where the redirect URI leads, is in use${holder ? ` by ${holder}` : ''}.`
  const fix =
    'Stop that program while you sign in, register a redirect URI with another port for the command line, or use --device.'
  return new CommandFailure({ code: 'WX-PORT-BUSY', title, fix, exitCode: 1 }, { cause })
}

function describeForbidden(port: number, cause: unknown): CommandFailure {
  const title = `Port ${port}, where the redirect URI leads, may not be used by this user.`
  const fix = 'Register a redirect URI with a port above 1023 for the command line, or use --device.'
  return new CommandFailure({ code: 'WX-CONFIG-INVALID', title, fix, exitCode: 2 }, { cause })
}
