import { createWebexClient as createClient, type WebexClient } from '../api/index.ts'
import { type Environment, nodeEnvironment } from '../environment.ts'
import type { Patience } from '../front-door.ts'
import { readSecureUrl, readSetting } from '../oauth/secure-url.ts'
import { Secret } from '../secret.ts'

/** The token of a client without grants, and where it goes. */
export interface OwnTokenOptions extends Patience {
  /** A bot's token, which does not end, or a function that is asked before each try. Never put it into the code itself. */
  accessToken: string | Secret | (() => string | Secret | Promise<string | Secret>)
  /** Base of the REST API. Default `https://webexapis.com/v1`. */
  baseUrl?: string
  /** Parts of the world to replace, in tests. */
  environment?: Partial<Environment>
}

/**
 * Webex with a token of your own, of a bot or for a trial: no grant, no store, nothing is renewed. It waits and tries again as
 * every client of a keeper does.
 * @throws WX-CONFIG-MISSING, WX-CONFIG-INVALID, WX-CONFIG-INSECURE; calls also WX-API-*, WX-EMULATED-TOKEN
 * @see https://developer.webex.com/docs/bots
 * @example
 * const bot = createWebexClient({ accessToken: process.env.WEBEX_BOT_TOKEN ?? '' })
 * await bot.messages.create({ roomId, text: 'Good morning.' })
 */
export function createWebexClient(options: OwnTokenOptions): WebexClient {
  const { accessToken, baseUrl = 'https://webexapis.com/v1', environment, ...patience } = options
  const ask = typeof accessToken === 'function' ? accessToken : () => accessToken
  if (ask !== accessToken) readToken(accessToken)
  return createClient({
    ...patience,
    apiUrl: readSecureUrl(baseUrl, 'baseUrl').href.replace(/\/$/, ''),
    environment: nodeEnvironment(environment),
    accessToken: async () => ({ token: readToken(await ask()), generation: 0, expiresAt: Number.POSITIVE_INFINITY }),
  })
}

function readToken(token: unknown): Secret {
  return new Secret(readSetting(token instanceof Secret ? token.reveal() : token, 'accessToken'))
}
