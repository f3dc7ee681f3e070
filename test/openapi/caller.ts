import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by name
export type Json = any

export interface Answered {
  method: string
  path: string
  status: number
  headers: Headers
  /** Undefined when the answer is not JSON. */
  body: Json
  text: string
}

/** Calls the API for one person: an object is sent as JSON, a form as multipart. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answered>

export interface CallerWorld {
  emulator: Emulator
  /** What was asked and answered so far. */
  answers: Answered[]
  as(user: string, scopes?: string[]): Promise<Caller>
}

const REDIRECT_URI = 'http://localhost/cb'
const SCOPES = ['spark:all', 'spark-compliance:events_read']

/** An emulator and people who call its API. */
export function createCallers(options: EmulatorOptions = {}): CallerWorld {
  const emulator = createEmulator(options)
  const answers: Answered[] = []
  return {
    emulator,
    answers,
    async as(user, scopes = SCOPES) {
      const token = await connect(emulator, user, scopes)
      return async (method, path, body, more = {}) => {
        const answered = await send(emulator, { method, path, body, more, token })
        answers.push(answered)
        return answered
      }
    },
  }
}

async function connect(emulator: Emulator, user: string, scopes: string[]): Promise<string> {
  const app = emulator.register({ name: `For ${user}`, redirectUris: [REDIRECT_URI], scopes })
  const back = new URL(await emulator.signIn(app.authorizationUrl, user))
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT_URI,
    client_id: app.clientId,
    client_secret: app.clientSecret,
  })
  const response = await emulator.fetch(new Request(`${emulator.url}/v1/access_token`, { method: 'POST', body }))
  return ((await response.json()) as Json).access_token
}

interface Sending {
  method: string
  path: string
  body: unknown
  more: Record<string, string>
  token: string
}

async function send(emulator: Emulator, { method, path, body, more, token }: Sending): Promise<Answered> {
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof FormData)
  const headers = {
    authorization: `Bearer ${token}`,
    ...(isJson && { 'content-type': 'application/json' }),
    ...more,
  }
  const sent = isJson ? JSON.stringify(body) : (body as string | FormData | undefined)
  const request = new Request(new URL(path, emulator.url), {
    method,
    headers,
    ...(sent !== undefined && { body: sent }),
  })
  const response = await emulator.fetch(request)
  const text = await response.text()
  const isAnswerJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
  const parsed = isAnswerJson ? JSON.parse(text) : undefined
  return { method, path, status: response.status, headers: response.headers, body: parsed, text }
}

/** The address a `Link: <…>; rel="next"` leads to. */
export function nextOf({ headers }: Answered): string {
  return /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? ''
}
