import { createEmulator, demoSeed, type EmulatorOptions } from '../src/emulator/index.ts'
import { nodeEnvironment } from '../src/environment.ts'

export const REDIRECT_URI = 'http://localhost:10060/oauth'
export const DEVICE_URIS = ['a', 'k', 'r'].map(
  (name) => `https://oauth-helper-${name}.wbx2.com/helperservice/v1/actions/device/callback`,
)
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name, and compared whole
export type Json = any

export interface Sent {
  status: number
  headers: Headers
  text: string
  json: Json
}

/** An emulator with an administrator, one integration, and ways to call it as a client, as a person and as a browser. */
export function startIdentity({
  scopes = ['spark:rooms_read'],
  ...options
}: EmulatorOptions & { scopes?: string[] } = {}) {
  const environment = nodeEnvironment({ now: () => Date.UTC(2026, 0, 10), sleep: async () => undefined })
  const root = { key: 'root', displayName: 'Root Admin', email: 'root@example.com', isAdmin: true }
  const seed = {
    users: [
      ...demoSeed().users,
      root,
      { key: 'bot', displayName: 'Bot', email: 'bot@webex.bot', kind: 'bot' as const },
    ],
  }
  const emulator = createEmulator({ environment, seed, ...options })
  const app = emulator.register({ name: 'Test', redirectUris: [REDIRECT_URI, ...DEVICE_URIS], scopes })
  const authorization = `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`

  const send = async (
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<Sent> => {
    const isForm = typeof body === 'object'
    const init = { method, headers, ...(body !== undefined && { body: isForm ? new URLSearchParams(body) : body }) }
    const response = await emulator.fetch(new Request(new URL(path, emulator.url), init))
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, text, json }
  }
  const asClient = (path: string, fields: Record<string, string>) => send('POST', path, fields, { authorization })
  const asBearer = (method: string, path: string, token: string, body?: Json) =>
    send(method, path, body === undefined ? undefined : JSON.stringify(body), { authorization: `Bearer ${token}` })
  const authorizePath = (more: Record<string, string> = {}) => {
    const query = { client_id: app.clientId, response_type: 'code', redirect_uri: REDIRECT_URI, state: 's1' }
    return `/v1/authorize?${new URLSearchParams({ ...query, scope: scopes.join(' '), ...more })}`
  }
  const signIn = async (more: Record<string, string> = {}, user = 'ada') => {
    const back = new URL(await emulator.signIn(new URL(authorizePath(more), emulator.url).href, user))
    return back.searchParams.get('code') ?? ''
  }
  const redeem = (code: string, more: Record<string, string> = {}) =>
    asClient('/v1/access_token', { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, ...more })
  const refresh = (refreshToken: string, more: Record<string, string> = {}) =>
    asClient('/v1/access_token', { grant_type: 'refresh_token', refresh_token: refreshToken, ...more })
  const connect = async (user = 'ada', more: Record<string, string> = {}) =>
    (await redeem(await signIn(more, user))).json
  return {
    emulator,
    app,
    send,
    asClient,
    asBearer,
    authorizePath,
    signIn,
    redeem,
    refresh,
    connect,
    browse: () => createBrowser(send),
  }
}

/** A browser that keeps cookies, as far as the emulator sets any. */
function createBrowser(
  send: (method: string, path: string, body?: Json, headers?: Record<string, string>) => Promise<Sent>,
) {
  let cookie = ''
  const visit = async (method: string, path: string, body?: Json) => {
    const answer = await send(method, path, body, cookie ? { cookie } : {})
    const set = answer.headers.get('set-cookie')
    if (set) cookie = set.split(';')[0] ?? ''
    return answer
  }
  const get = (path: string) => visit('GET', path)
  const post = (path: string, form: Json) => visit('POST', path, form)
  /** From the page where people are chosen to the one where they consent; gives the path of the sign-in. */
  const pick = async (page: Sent, form: Json = { user: 'ada' }) => {
    const [path = ''] = /\/sign-in\/[0-9a-f]{64}/.exec(page.text) ?? []
    await post(`${path}/user`, form)
    return path
  }
  return { get, post, pick }
}

/** What stands in the address a browser is sent to. */
export function readBack({ headers }: Sent): URLSearchParams {
  return new URL(headers.get('location') ?? 'http://none.example').searchParams
}
