import { GrantkeeperError } from './errors/index.ts'
import type { GrantkeeperOptions } from './front-door.ts'

/** Where the app is, as its redirect URI says; never as a request says. */
export interface Place {
  port: number
  origin: string
  paths: { connect: string; callback: string; disconnect: string; status: string }
  afterConnect: string
  afterDisconnect: string
  secureCookies: boolean
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * Derives host, port and callback path from the redirect URI; `0.0.0.0`, which no browser can open, means `localhost`.
 * @throws WX-CONFIG-INVALID
 */
export function readPlace(options: GrantkeeperOptions, redirectUri: string): Place {
  const url = new URL(redirectUri)
  if (url.hostname === '0.0.0.0') url.hostname = 'localhost'
  const paths = {
    connect: readPath(options.paths?.connect, '/connect'),
    callback: url.pathname,
    disconnect: readPath(options.paths?.disconnect, '/disconnect'),
    status: readPath(options.paths?.status, '/status'),
  }
  if (new Set(Object.values(paths)).size < 4) refuse('Two of the paths are the same.')
  if (options.plainCookiesOnLoopback && !LOOPBACK.test(url.hostname)) refuse('plainCookiesOnLoopback needs loopback.')
  return {
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    origin: url.origin,
    paths,
    afterConnect: readPath(options.afterConnect, '/'),
    afterDisconnect: readPath(options.afterDisconnect, '/'),
    secureCookies: options.plainCookiesOnLoopback !== true,
  }
}

function readPath(given: string | undefined, otherwise: string): string {
  const path = given ?? otherwise
  if (!/^\/(?!\/)[!-[\]-~]*$/.test(path)) refuse(`A path must begin with one slash: ${JSON.stringify(path)}.`)
  return path
}

function refuse(detail: string): never {
  throw new GrantkeeperError('WX-CONFIG-INVALID', { detail })
}
