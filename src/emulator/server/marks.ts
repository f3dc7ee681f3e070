import type { EmulatorContext } from '../context.ts'
import { fingerprintOf } from '../identifiers.ts'

/** Fingerprints of what a request or its answer carried; where both carried one, that of the request. */
export interface Marks {
  /** Of a sign-in, also on its pages. */
  state?: string
  /** An authorization code, in the redirect or in the token request. */
  code?: string
  accessToken?: string
  refreshToken?: string
  /** The one of the answer, where it took the place of the one that was sent. */
  newRefreshToken?: string
}

/** Where fields of these names are what OAuth means by them. */
const IDENTITY = /^\/(v1|idb)\/.*(authorize|access_token|token|revoke|logout)$/
/** Where tokens are given. */
const GIVES_TOKENS = /^\/(v1|idb)\/.*(access_token|token|jwt\/login)$/

/** What a request carries. It is read before the request is processed, as the answer to a sign-in ends the sign-in. */
export function markRequest(context: EmulatorContext, { url, headers }: Request, path: string, body: string): Marks {
  const [, bearer] = /^Bearer +(\S+)/i.exec(headers.get('authorization') ?? '') ?? []
  const [, signInId] = /^\/sign-in\/([0-9a-f]+)/.exec(path) ?? []
  const answer = signInId === undefined ? undefined : context.signIns.find(signInId)?.answer
  if (answer?.kind === 'redirect') return markAll({ state: answer.state })
  if (!IDENTITY.test(path)) return markAll({ accessToken: bearer })
  const { searchParams } = new URL(url)
  const field = (name: string) => searchParams.get(name) ?? new URLSearchParams(body).get(name)
  const token = field('token')
  const isRefreshToken =
    token !== null && (context.grants.grantOfRefreshToken(token) || field('token_type_hint') === 'refresh_token')
  return markAll({
    state: field('state'),
    code: field('code'),
    accessToken: bearer ?? (isRefreshToken ? undefined : token),
    refreshToken: field('refresh_token') ?? (isRefreshToken ? token : undefined),
  })
}

/** What an answer carries, as it was before a fault changed it: the code in a redirect, or tokens. */
export async function markAnswered(path: string, answer: Response): Promise<Marks> {
  const location = answer.headers.get('location')
  if (location !== null && URL.canParse(location)) {
    const { searchParams } = new URL(location)
    return markAll({ state: searchParams.get('state'), code: searchParams.get('code') })
  }
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  if (!GIVES_TOKENS.test(path) || answer.status !== 200 || !isJson) return {}
  const tokens = (await answer.clone().json()) as Record<string, string | undefined>
  return markAll({
    accessToken: tokens.access_token ?? tokens.accessToken ?? tokens.token,
    refreshToken: tokens.refresh_token,
  })
}

export function joinMarks(sent: Marks, answered: Marks): Marks {
  const isRotated = sent.refreshToken && answered.refreshToken && answered.refreshToken !== sent.refreshToken
  return { ...answered, ...sent, ...(isRotated && { newRefreshToken: answered.refreshToken }) }
}

function markAll(secrets: { [Name in keyof Marks]: string | null | undefined }): Marks {
  const known = Object.entries(secrets).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(known.map(([name, text]) => [name, fingerprintOf(text)]))
}
