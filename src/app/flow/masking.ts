/**
 * What may be shown of a message. A value is shown only if its name is known to be harmless and it has the form that such
 * values have; every other value becomes a fingerprint, before anything is kept.
 */
import { createHash } from 'node:crypto'
import type { Field, Message } from './flow.ts'

/** Tells secrets apart and opens nothing: `sha256:` and the first 8 hexadecimal digits of SHA-256 of the text. */
export function fingerprintOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

const WORD = /^[a-z][a-z_-]{0,40}$/i
const NUMBER = /^\d{1,12}(\.\d{1,6})?$/
const SCOPES = /^[a-z][a-z_-]{0,30}(:[a-z_-]{1,40})?( [a-z][a-z_-]{0,30}(:[a-z_-]{1,40})?){0,80}$/i
/** Its query could hold anything. */
const ADDRESS = /^https?:\/\/[a-z0-9.:[\]-]{1,80}(\/[\w.~-]{0,32}){0,8}$/i
const PATH = /^(\/[a-z-]{0,24}){1,4}$/
/** A sentence; no word of it is long enough for a secret. */
const PROSE = /^(?!.*[^ ]{21})[A-Za-z0-9_ ,.:;'’()-]{1,160}$/
/** The public id of a resource. */
const ID = /^Y2lzY29zcGFyazov[A-Za-z0-9_+/-]{10,120}={0,2}$/

const SHOWN: Readonly<Record<string, RegExp>> = {
  client_id: /^C[0-9a-f]{1,64}$/,
  response_type: WORD,
  redirect_uri: ADDRESS,
  return_to: PATH,
  scope: SCOPES,
  scopes: SCOPES,
  prompt: WORD,
  account: WORD,
  code_challenge_method: /^(S256|plain)$/,
  grant_type: /^[a-z_:-]{1,60}$/,
  token_type: WORD,
  token_type_hint: WORD,
  expires_in: NUMBER,
  refresh_token_expires_in: NUMBER,
  interval: NUMBER,
  error: WORD,
  error_description: PROSE,
  message: PROSE,
  iss: ADDRESS,
  max: NUMBER,
  type: WORD,
  sortBy: WORD,
  refresh: NUMBER,
  teamId: ID,
  roomId: ID,
}

/** Masks names and values, in their order; no more than 40 of them. */
export function maskFields(pairs: Iterable<readonly [string, string]>): Field[] {
  return [...pairs].slice(0, 40).map(([name, value]) => maskField(name, value))
}

function maskField(name: string, value: string): Field {
  const isShown = Object.hasOwn(SHOWN, name) && SHOWN[name]?.test(value)
  if (isShown) return { name: maskName(name), value, secret: false }
  // What is short can be guessed from its fingerprint; no secret of ours is.
  return { name: maskName(name), value: value.length < 16 ? '…' : fingerprintOf(value), secret: true }
}

/** Somebody may have put a secret where a name belongs. */
function maskName(name: string): string {
  return /^[A-Za-z][A-Za-z_.-]{0,40}$/.test(name) ? name : fingerprintOf(name)
}

export interface MaskedAddress {
  url: string
  fields: Field[]
}

/** An address with its query taken apart; parts of the path that look like nothing we know are left out. */
export function maskAddress(address: URL): MaskedAddress {
  const path = address.pathname.split('/').map(maskSegment).join('/')
  return { url: address.origin + path, fields: maskFields(address.searchParams) }
}

/** The path of a page, as it is shown in lists. */
export function maskPath(path: string): string {
  return path.split('/').map(maskSegment).join('/')
}

function maskSegment(segment: string): string {
  if (segment === '' || /^[A-Za-z][A-Za-z0-9_.-]{0,23}$/.test(segment) || /^v\d$/.test(segment)) return segment
  return ID.test(segment) ? segment : '…'
}

/** A method as it may stand in a request line. */
export function maskMethod(method: string): string {
  return /^[A-Z]{3,7}$/.test(method) ? method : fingerprintOf(method)
}

/** A tracking id is drawn by us or by Webex; what does not look like one is none. */
export function readTrackingId(headers: { get(name: string): string | null | undefined }): string | undefined {
  const text = headers.get('trackingid') ?? ''
  return /^[A-Za-z]{1,20}_([0-9a-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(_\d{1,4})?)$/.test(text)
    ? text
    : undefined
}

/** Headers that say something about a flow, masked; the others are left out. */
export function maskHeaders(headers: Iterable<readonly [string, string]>): Field[] {
  return [...headers].flatMap(([name, value]) => maskHeader(name.toLowerCase(), value))
}

const PLAIN_HEADERS: Readonly<Record<string, RegExp>> = {
  'content-type': /^(application|audio|image|multipart|text|video)\/[a-z0-9.+-]{1,40}(; ?charset=[\w-]{1,20})?$/i,
  'retry-after': /^(\d{1,9}|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT)$/,
  'sec-fetch-site': WORD,
  origin: /^https?:\/\/[\w.:[\]-]{1,80}$/,
}

function maskHeader(name: string, value: string): Field[] {
  if (name === 'authorization') return [maskAuthorization(value)]
  if (name === 'cookie') return maskCookies(value)
  if (name === 'set-cookie') return [maskSetCookie(value)]
  if (name === 'location') return [maskLocation(value)]
  if (name === 'link') return [{ name, value: nameRelations(value), secret: false }]
  if (name === 'trackingid') {
    const id = readTrackingId({ get: () => value })
    return [{ name, value: id ?? fingerprintOf(value), secret: id === undefined }]
  }
  const form = Object.hasOwn(PLAIN_HEADERS, name) ? PLAIN_HEADERS[name] : undefined
  if (!form) return []
  const isShown = isHarmless(value) && form.test(value)
  return [{ name, value: isShown ? value : fingerprintOf(value), secret: !isShown }]
}

/** Nothing in it is long and unbroken enough for a secret. */
function isHarmless(value: string): boolean {
  return !/[A-Za-z0-9+_~=%]{22,}/.test(value)
}

function maskAuthorization(value: string): Field {
  const [, scheme, credentials] = /^(Bearer|Basic) +(\S+)$/i.exec(value) ?? []
  if (!scheme || !credentials) return { name: 'authorization', value: fingerprintOf(value), secret: true }
  return { name: 'authorization', value: `${scheme} ${fingerprintOf(credentials)}`, secret: true }
}

function maskCookies(header: string): Field[] {
  return header.split(/; */).flatMap((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) return []
    return [
      {
        name: 'cookie',
        value: `${maskCookieName(pair.slice(0, at))}=${fingerprintOf(pair.slice(at + 1))}`,
        secret: true,
      },
    ]
  })
}

function maskSetCookie(line: string): Field {
  const [pair = '', ...attributes] = line.split(/; */)
  const at = pair.indexOf('=')
  const shown = attributes.filter((attribute) =>
    /^(httponly|secure|(path|samesite|max-age)=[\w/-]{0,12})$/i.test(attribute),
  )
  const value = at === pair.length - 1 ? '' : fingerprintOf(pair.slice(at + 1))
  return {
    name: 'set-cookie',
    value: [`${maskCookieName(pair.slice(0, at))}=${value}`, ...shown].join('; '),
    secret: true,
  }
}

/** The cookie of a sign-in is named by the beginning of its state. */
function maskCookieName(name: string): string {
  const [, known, rest] = /^((?:__Host-)?gk(?:-[a-z]{1,10})?)(-.+)?$/.exec(name) ?? []
  if (known) return rest ? `${known}-…` : known
  return /^[a-z][a-z_-]{0,20}$/i.test(name) ? name : fingerprintOf(name)
}

function maskLocation(value: string): Field {
  const isPath = value.startsWith('/')
  if (!URL.canParse(value, 'http://own')) return { name: 'location', value: fingerprintOf(value), secret: true }
  const { url, fields } = maskAddress(new URL(value, 'http://own'))
  const query = fields.map((field) => `${field.name}=${field.value}`).join('&')
  const address = isPath ? url.slice('http://own'.length) : url
  return {
    name: 'location',
    value: query ? `${address}?${query}` : address,
    secret: fields.some((field) => field.secret),
  }
}

/** Which pages a list says there are; their addresses hold cursors. */
function nameRelations(link: string): string {
  return [...link.matchAll(/rel="?([a-z]{1,12})"?/g)].map(([, name]) => `rel=${name}`).join(', ')
}

const MOST_BODY = 256 * 1024

/** The top-level fields of an answer of the identity service, or how many items a list has. What people wrote is never kept. */
export function maskBody(
  body: string,
  { isIdentity, isError }: { isIdentity: boolean; isError: boolean },
): Omit<Message, 'headers'> {
  const bytes = Buffer.byteLength(body)
  const answer = bytes > MOST_BODY ? undefined : readObject(body)
  if (!answer) return { fields: [], bytes }
  if (Array.isArray(answer.items)) return { fields: [], bytes, items: answer.items.length }
  if (!isIdentity && !isError) return { fields: Object.keys(answer).slice(0, 40).map(nameOnly), bytes }
  return { fields: maskFields(Object.entries(answer).flatMap(writeValue)), bytes }
}

function writeValue([name, value]: [string, unknown]): [string, string][] {
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]]
  return []
}

/** That there is such a field is shown, what is in it is not even marked: names and texts are guessed easily. */
function nameOnly(name: string): Field {
  return { name: maskName(name), value: '…', secret: false }
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
