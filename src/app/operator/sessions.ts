import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'
import type { Environment } from '../../index.ts'
import type { OperatorToken } from './doorkeeper.ts'

/** A browser that keeps no `Secure` cookie of http://localhost is on the app's own computer, where none is needed. */
const COOKIE = '__Host-gk-operator'
const OPERATOR_SESSION_MS = 8 * 3_600_000

/** Browsers in which somebody signed in with the operator's token. */
export interface OperatorSessions {
  /** Whether the request comes from such a browser. */
  isLive(request: Request): boolean
  /** Begins a session of 8 hours; gives the Set-Cookie value. */
  begin(): string
  /** Ends the request's session, so that its cookie opens nothing any more, and gives the Set-Cookie value that clears it. */
  end(request: Request): string
}

export interface OperatorSessionsOptions {
  token: OperatorToken | undefined
  environment: Pick<Environment, 'now' | 'randomBytes'>
}

const FORM = /^(\d{1,15})\.([\w-]{16})\.([\w-]{43})$/

/**
 * Nothing is kept of a session but that it was ended: its cookie names its end, under a seal that only this token's key makes.
 * Another token is another key. What was ended is forgotten when the process ends.
 */
export function createOperatorSessions({ token, environment }: OperatorSessionsOptions): OperatorSessions {
  const key = makeKey(token, environment)
  const sealOf = (session: string) => createHmac('sha256', key).update(session).digest()
  const ended = new Map<string, number>()
  const cookie = (value: string, maxAge: number) =>
    serialize(COOKIE, value, { httpOnly: true, path: '/', sameSite: 'Strict', secure: true, maxAge })
  const read = (request: Request) => {
    const header = request.headers.get('cookie')
    const [, endsAt = '', id = '', seal = ''] = FORM.exec((header && parse(header, COOKIE)[COOKIE]) || '') ?? []
    if (!seal || !timingSafeEqual(Buffer.from(seal, 'base64url'), sealOf(`${endsAt}.${id}`))) return undefined
    return environment.now() < Number(endsAt) && !ended.has(id) ? { id, endsAt: Number(endsAt) } : undefined
  }
  return {
    isLive: (request) => token !== undefined && read(request) !== undefined,
    begin() {
      const id = Buffer.from(environment.randomBytes(12)).toString('base64url')
      const session = `${Math.floor(environment.now()) + OPERATOR_SESSION_MS}.${id}`
      return cookie(`${session}.${sealOf(session).toString('base64url')}`, OPERATOR_SESSION_MS / 1000)
    },
    end(request) {
      const session = read(request)
      for (const [id, endsAt] of ended) if (endsAt <= environment.now()) ended.delete(id)
      if (session) ended.set(session.id, session.endsAt)
      return cookie('', 0)
    },
  }
}

/**
 * From the token itself, so that every process knows the same sessions. A digest lies in a file and must open nothing: with
 * that alone a session lasts as long as the process.
 */
function makeKey(token: OperatorToken | undefined, { randomBytes }: Pick<Environment, 'randomBytes'>): Buffer {
  const isDigest = token === undefined || (typeof token === 'object' && 'sha256' in token)
  if (isDigest) return Buffer.from(randomBytes(32))
  const text = typeof token === 'string' ? token : token.reveal()
  return createHmac('sha256', text).update('grantkeeper operator session').digest()
}
