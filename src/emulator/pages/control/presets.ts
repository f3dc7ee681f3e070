import type { Fault } from '../../breaking/fault.ts'

/** Faults that fill in the form, to be added as they are or changed. */
export const presets: { name: string; label: string; fault: Fault }[] = [
  preset('too-many', '429, wait 18 s, every third time', {
    on: 'GET /v1/rooms',
    every: 3,
    status: 429,
    headers: { 'Retry-After': '18' },
  }),
  preset('odd-retry-after', '429 with a Retry-After nobody can read', {
    on: 'GET /v1/rooms',
    times: 1,
    status: 429,
    headers: { 'Retry-After': 'rand(30),add(30)' },
    body: '<html><body>Too Many Requests</body></html>',
  }),
  preset('unavailable', '503 for one request in ten', { on: '* /v1/*', probability: 0.1, status: 503 }),
  preset('slow', 'Latency of 50 to 200 ms', { on: '* /v1/*', delayMs: [50, 200] }),
  preset('refresh-refused', 'The refresh is refused: invalid_grant', {
    on: 'POST /v1/access_token',
    grantType: 'refresh_token',
    times: 1,
    refuse: 'invalid_grant',
  }),
  preset('refresh-lost', 'The answer to a refresh is lost', {
    on: 'POST /v1/access_token',
    grantType: 'refresh_token',
    times: 1,
    drop: 'after',
  }),
  preset('revoked', 'Revoked from outside, just before the request', {
    on: 'GET /v1/rooms',
    times: 1,
    first: 'revoke',
  }),
  preset('code-expires', 'The code expires first', { on: 'POST /v1/access_token', times: 1, first: 'expire-code' }),
  preset('admin-pending', 'An administrator must approve first', {
    on: 'GET /v1/authorize',
    times: 1,
    refuse: 'admin-approval',
  }),
  preset('cut', 'Broken off in the middle of the body', { on: 'GET /v1/rooms', times: 1, drop: 'mid-body' }),
  preset('garbage', 'A body that is no JSON', { on: 'GET /v1/rooms', times: 1, spoil: 'garbage' }),
  preset('other-origin', 'The next page is at another host', { on: 'GET /v1/rooms', link: 'other-origin' }),
  preset('clock-skew', 'A clock that is an hour ahead', { on: '* /v1/*', skewMs: 3_600_000 }),
  preset('kms', 'Every fifth item cannot be decrypted', { on: 'GET /v1/rooms', kmsFailureEvery: 5 }),
]

function preset(name: string, label: string, fault: Fault) {
  return { name, label, fault }
}
