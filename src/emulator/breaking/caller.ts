import type { EmulatorContext } from '../context.ts'
import type { AccessToken, Grant } from '../identity/grants.ts'

/** Who is behind a request, read before it is processed; nothing in it was checked. */
export interface Caller {
  /** Key of the user, by the token, the code or the sign-in that was sent. */
  user?: string
  clientId?: string
  grantType?: string
  /** The grant of the token that was sent. */
  grant?: Grant
  accessToken?: AccessToken
  /** The authorization code that was sent. */
  code?: string
}

/** What a request tells of who sent it. */
export interface Telling {
  url: URL
  path: string
  headers: Headers
  body: string
}

export function identifyCaller(context: EmulatorContext, { url, path, headers, body }: Telling): Caller {
  const authorization = headers.get('authorization') ?? ''
  const [, bearer] = /^Bearer +(\S+)/i.exec(authorization) ?? []
  if (bearer !== undefined) {
    const accessToken = context.grants.findAccessToken(bearer)
    if (!accessToken) return {}
    const { grant } = accessToken
    return { user: grant.userKey, clientId: grant.clientId, grant, accessToken }
  }
  const [, signInId] = /^\/sign-in\/([0-9a-f]+)/.exec(path) ?? []
  if (signInId !== undefined) return identifySignIn(context, signInId, body)
  return identifyClient(context, authorization, isForm(headers) ? new URLSearchParams(body) : url.searchParams)
}

/** On the page where a user is chosen, the one who is chosen. */
function identifySignIn({ signIns }: EmulatorContext, id: string, body: string): Caller {
  const signIn = signIns.find(id)
  if (!signIn) return {}
  const user = signIn.userKey ?? new URLSearchParams(body).get('user') ?? undefined
  return { clientId: signIn.clientId, ...(user !== undefined && { user }) }
}

function identifyClient(context: EmulatorContext, authorization: string, fields: URLSearchParams): Caller {
  const code = fields.get('code') ?? undefined
  const known = code === undefined ? undefined : context.codes.find(code)
  const refreshToken = fields.get('refresh_token')
  const grant = refreshToken === null ? undefined : context.grants.grantOfRefreshToken(refreshToken)
  const clientId = fields.get('client_id') ?? readBasicName(authorization) ?? known?.clientId ?? grant?.clientId
  const user = known?.userKey ?? grant?.userKey
  const grantType = fields.get('grant_type') ?? undefined
  return {
    ...(user !== undefined && { user }),
    ...(clientId !== undefined && { clientId }),
    ...(grantType !== undefined && { grantType }),
    ...(grant && { grant }),
    ...(known && { code }),
  }
}

function readBasicName(authorization: string): string | undefined {
  const [, encoded] = /^Basic +(\S+)/i.exec(authorization) ?? []
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').split(':')[0]
}

function isForm(headers: Headers): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false
}
