import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curlOf } from './curl.ts'
import type { Step } from './flow.ts'

const step: Step = {
  id: 1,
  name: 'call',
  from: 'app',
  to: 'webex',
  order: 1,
  at: 0,
  checks: [],
  method: 'GET',
  url: 'https://webexapis.com/v1/rooms',
}
const field = (name: string, value: string, secret = false) => ({ name, value, secret })

/** What a shell makes of the line: its words, one a line, with `curl` replaced. */
function wordsOf(line: string | undefined, env: Record<string, string> = {}): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`
  return execFileSync('/bin/sh', ['-c', script], { env }).toString().split('\0').slice(0, -1)
}

describe('a step as curl', () => {
  it('has variables where secrets stand, and no fingerprint', () => {
    const form = [
      field('grant_type', 'refresh_token'),
      field('refresh_token', 'sha256:0123abcd', true),
      field('client_secret', 'sha256:4567abcd', true),
    ]
    const line = curlOf({ ...step, method: 'POST', request: { headers: [], fields: [], form } })
    expect(line).not.toContain('sha256:')
    expect(wordsOf(line, { REFRESH_TOKEN: 'r', CLIENT_SECRET: 's' })).toEqual([
      step.url,
      '--data-urlencode',
      'grant_type=refresh_token',
      '--data-urlencode',
      'refresh_token=r',
      '--data-urlencode',
      'client_secret=s',
    ])
  })

  it('has a variable for a body that somebody wrote', () => {
    const headers = [field('content-type', 'application/json; charset=utf-8')]
    const line = curlOf({ ...step, method: 'POST', request: { headers, fields: [] } })
    expect(wordsOf(line, { BODY: '{"text":"hello"}' }).slice(-2)).toEqual(['--data', '{"text":"hello"}'])
  })

  it('gives the token by a header, or client id and secret as user', () => {
    const line = (value: string) =>
      curlOf({ ...step, request: { headers: [field('authorization', value, true)], fields: [field('max', '100')] } })
    expect(wordsOf(line('Bearer sha256:0123abcd'), { ACCESS_TOKEN: 't' })).toEqual([
      step.url,
      '--get',
      '--header',
      'authorization: Bearer t',
      '--data-urlencode',
      'max=100',
    ])
    expect(wordsOf(line('Basic sha256:0123abcd'), { CLIENT_ID: 'c', CLIENT_SECRET: 's' })).toContain('c:s')
  })

  it('is taken by a shell as it is, whatever somebody wrote', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }).filter((text) => !text.includes('\0')),
        (value) => {
          const line = curlOf({ ...step, request: { headers: [], fields: [field('q', value)] } })
          expect(wordsOf(line).at(-1)).toBe(`q=${value}`)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is not made of what was not seen as a request', () => {
    expect(curlOf({ ...step, url: '/sign-in/…', request: { headers: [], fields: [] } })).toBeUndefined()
    expect(curlOf({ ...step, name: 'waited' })).toBeUndefined()
  })
})
