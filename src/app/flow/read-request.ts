import type { Transport } from '../../index.ts'
import type { StepName } from './flow.ts'
import { fingerprintOf, readTrackingId } from './masking.ts'

/** What a request to Webex is about, and the fingerprints of what it carries. */
export interface ReadRequest {
  name: Extract<StepName, 'exchange-code' | 'refresh' | 'device' | 'revoke' | 'identity' | 'call'>
  url: URL
  form: [string, string][]
  marks: RequestMarks
  trackingId: string | undefined
}

export interface RequestMarks {
  code?: string
  refreshToken?: string
  accessToken?: string
  deviceCode?: string
  /** The one that is to be revoked. */
  revoked?: string
}

export function readRequest({ url: address, headers, body }: Parameters<Transport>[0]): ReadRequest {
  const url = new URL(address)
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const form = new URLSearchParams(isForm ? body : '')
  const mark = (name: string) => {
    const value = form.get(name)
    return value ? fingerprintOf(value) : undefined
  }
  const [, bearer] = /^Bearer +(\S+)/i.exec(headers.authorization ?? '') ?? []
  const marks = {
    code: mark('code'),
    refreshToken: mark('refresh_token'),
    deviceCode: mark('device_code'),
    revoked: mark('token'),
    accessToken: bearer && fingerprintOf(bearer),
  }
  return {
    name: nameOf(url.pathname, form),
    url,
    form: [...form],
    marks: Object.fromEntries(Object.entries(marks).filter(([, value]) => value)) as RequestMarks,
    trackingId: readTrackingId({ get: (name) => headers[name] }),
  }
}

function nameOf(path: string, form: URLSearchParams): ReadRequest['name'] {
  const grantType = form.get('grant_type')
  if (grantType === 'authorization_code') return 'exchange-code'
  if (grantType === 'refresh_token') return 'refresh'
  if (grantType?.endsWith('device_code') || path.endsWith('/device/authorize')) return 'device'
  if (path.endsWith('/revoke') && form.has('token')) return 'revoke'
  return /\/(\.well-known|idb|userinfo|jwks|verification)\b|\/userinfo$/.test(path) ? 'identity' : 'call'
}
