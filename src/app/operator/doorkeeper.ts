import { createHash, timingSafeEqual } from 'node:crypto'
import { GrantkeeperError, type Secret } from '../../index.ts'
import type { OperatorSessions } from './sessions.ts'

/** The operator's token, or only its SHA-256 in hex, which opens nothing by itself. */
export type OperatorToken = string | Secret | { sha256: string }

/** A request, and the address at the other end of its connection. */
export interface Knock {
  request: Request
  url: URL
  peer: string | undefined
}

/** How somebody shows to be an operator. */
export type OperatorProof = 'token' | 'this-computer'

export interface Doorkeeper {
  /**
   * Whether this is an operator: somebody with the token, under any name; or somebody on this computer who uses a name of
   * its own, for a page that rebound its name to this address is a local peer too. See SECURITY.md R16.
   */
  admits(knock: Knock): boolean
  /** What an operator came in by; undefined for everybody else. Who signed in with the token came in by it. */
  find(knock: Knock): OperatorProof | undefined
  /** Whether this is the operator's token, in a time that tells nothing of it. */
  isToken(given: string): boolean
  /** Whether there is a token to sign in with. */
  hasToken: boolean
}

export interface DoorkeeperOptions {
  /** Knows those who signed in with the token, by their cookie. */
  sessions?: Pick<OperatorSessions, 'isLive'>
  /** Whether it is not enough to be on this computer. Default false. */
  byTokenOnly?: boolean | undefined
}

/** Knows operators. Headers can only take rights away here: `X-Forwarded-For` never makes anybody local. */
export function createDoorkeeper(token: OperatorToken | undefined, options: DoorkeeperOptions = {}): Doorkeeper {
  const { sessions, byTokenOnly = false } = options
  if (byTokenOnly && !token)
    throw new GrantkeeperError('WX-CONFIG-INVALID', {
      detail: "Only the operator token is to open the operator's pages, and there is none.",
    })
  const digest = token && readDigest(token)
  const isToken = (given: string) => Boolean(digest && timingSafeEqual(digest, digestOf(given)))
  const find: Doorkeeper['find'] = (knock) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(knock.request.headers.get('authorization') ?? '') ?? []
    if (given ? isToken(given) : sessions?.isLive(knock.request)) return 'token'
    return !byTokenOnly && isLoopbackName(knock.url.hostname) && isLocal(knock) ? 'this-computer' : undefined
  }
  return { find, admits: (knock) => find(knock) !== undefined, isToken, hasToken: digest !== undefined }
}

/** A proxy on this computer is a local peer too; the requests it passes on are somebody else's, and it says so. */
function isLocal({ request, peer = '' }: Knock): boolean {
  const isLoopback = /^(127\.|::ffff:127\.|::1$)/.test(peer)
  return (
    isLoopback && ![...request.headers.keys()].some((name) => /^(forwarded$|x-forwarded-|x-real-ip$|via$)/.test(name))
  )
}

function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

function readDigest(token: OperatorToken): Buffer {
  if (typeof token === 'object' && 'sha256' in token) return Buffer.from(token.sha256, 'hex')
  return digestOf(typeof token === 'string' ? token : token.reveal())
}

/** Of one length, whatever was given, so that the comparison tells nothing. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
