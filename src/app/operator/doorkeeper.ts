import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../index.ts'

/** The operator's token, or only its SHA-256 in hex, which opens nothing by itself. */
export type OperatorToken = string | Secret | { sha256: string }

/** A request, and the address at the other end of its connection. */
export interface Knock {
  request: Request
  url: URL
  peer: string | undefined
}

export interface Doorkeeper {
  /**
   * Whether this is an operator: somebody with the token, under any name; or somebody on this computer who uses a name of
   * its own, for a page that rebound its name to this address is a local peer too. See SECURITY.md R16.
   */
  admits(knock: Knock): boolean
  /** What an operator came in by; undefined for everybody else. */
  find(knock: Knock): 'token' | 'this-computer' | undefined
}

/** Knows operators. Headers can only take rights away here: `X-Forwarded-For` never makes anybody local. */
export function createDoorkeeper(token: OperatorToken | undefined): Doorkeeper {
  const digest = token && readDigest(token)
  const hasToken = ({ request }: Knock) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    return Boolean(digest && given && timingSafeEqual(digest, digestOf(given)))
  }
  const find: Doorkeeper['find'] = (knock) => {
    if (hasToken(knock)) return 'token'
    return isLoopbackName(knock.url.hostname) && isLocal(knock) ? 'this-computer' : undefined
  }
  return { find, admits: (knock) => find(knock) !== undefined }
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
