import type { Emulator } from '../src/emulator/index.ts'

export interface Visit {
  status: number
  /** Where the visitor ended up, after redirects on the app's own origin. */
  url: URL
  headers: Headers
  text: string
}

/** A browser without a screen: cookies, redirects on the app's origin, and the headers a browser adds by itself. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Visit>
  /** With the fields of a form, where there are any. */
  post(path: string, headers?: Record<string, string>, fields?: Record<string, string>): Promise<Visit>
  /** Presses GRANT: gives the address at Webex the browser is sent to. */
  pressGrant(returnTo?: string): Promise<string>
  /** Presses GRANT, signs in at the emulator as this user, and comes back. */
  grantAs(user: string, choice?: { accept?: boolean; scopes?: string[] }): Promise<Visit>
  cookieHeader(): string
}

type Fetch = (request: Request) => Promise<Response>

export function createVisitor(app: { fetch: Fetch }, emulator: Emulator, origin = 'http://localhost:10060'): Visitor {
  const cookies = new Map<string, string>()
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

  const send = async (url: URL, method: string, more: Record<string, string>, body?: URLSearchParams) => {
    const headers = new Headers({ accept: 'text/html', cookie: cookieHeader(), host: url.host, ...more })
    const response = await app.fetch(new Request(url, { method, headers, body, redirect: 'manual' }))
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line)
    return response
  }
  const follow = async (
    path: string,
    method: string,
    headers: Record<string, string>,
    fields?: URLSearchParams,
  ): Promise<Visit> => {
    let url = new URL(path, origin)
    let response = await send(url, method, headers, fields)
    for (let hops = 0; isRedirect(response); hops++) {
      const next = new URL(response.headers.get('location') ?? '', url)
      if (next.origin !== origin) break
      if (hops === 10) throw new Error('too many redirects')
      url = next
      response = await send(url, 'GET', {})
    }
    return { status: response.status, url, headers: response.headers, text: await response.text() }
  }

  const ownPage = { 'sec-fetch-site': 'same-origin', origin }
  const visitor: Visitor = {
    get: (path, headers = {}) => follow(path, 'GET', headers),
    post: (path, headers = {}, fields) =>
      follow(path, 'POST', { ...ownPage, ...headers }, fields && new URLSearchParams(fields)),
    async pressGrant(returnTo = '/granted') {
      const response = await send(
        new URL(`/connect?return_to=${encodeURIComponent(returnTo)}`, origin),
        'POST',
        ownPage,
      )
      if (response.status !== 303) throw new Error(`GRANT was answered ${response.status}: ${await response.text()}`)
      return response.headers.get('location') ?? ''
    },
    async grantAs(user, choice) {
      const callback = await emulator.signIn(await visitor.pressGrant(), user, choice)
      return visitor.get(callback)
    },
    cookieHeader,
  }
  return visitor
}

function isRedirect(response: Response): boolean {
  return response.status >= 300 && response.status < 400 && response.headers.has('location')
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name)
  else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
}
