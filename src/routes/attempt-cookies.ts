import { parse, serialize } from 'hono/utils/cookie'

/** As long as a sign-in may take. It is not dropped at the end, so that a repeated callback is known. */
const LIFE_SECONDS = 600

/** Reads and writes the cookies of sign-ins: one each, so that many tabs do not disturb one another. */
export interface AttemptCookies {
  /** The sealed values this browser carries, by attempt. */
  readAll(request: Request): Map<string, string>
  read(request: Request, attemptId: string): string | undefined
  /** Lax, because the browser comes back from another site. */
  keep(attemptId: string, sealed: string): string
  drop(attemptId: string): string
}

export function createAttemptCookies(secure: boolean): AttemptCookies {
  const prefix = secure ? '__Host-gk-flow-' : 'gk-flow-'
  const write = (attemptId: string, value: string, maxAge: number) =>
    serialize(prefix + attemptId, value, { httpOnly: true, path: '/', sameSite: 'Lax', secure, maxAge })
  return {
    readAll(request) {
      const cookies = Object.entries(parse(request.headers.get('cookie') ?? ''))
      const attempts = cookies.filter(([name]) => name.startsWith(prefix))
      return new Map(attempts.map(([name, value]) => [name.slice(prefix.length), value]))
    },
    read(request, attemptId) {
      const name = prefix + attemptId
      return parse(request.headers.get('cookie') ?? '', name)[name]
    },
    keep: (attemptId, sealed) => write(attemptId, sealed, LIFE_SECONDS),
    drop: (attemptId) => write(attemptId, '', 0),
  }
}
