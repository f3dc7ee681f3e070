import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import { readApiError } from '../../api/answer.ts'
import { readCallback } from '../../oauth/callback.ts'

/** What addresses, answers and log lines are made of. */
const SCRAPS = ['http://', 'localhost', '/oauth', '?', '#', '&', 'code=', 'error=', 'state=1', 'HTTP/1.1 ', '404', ' ']
SCRAPS.push('{', '}', '"', '<', '>', 'WX-', 'RECONNECT', 'invalid_grant', 'ECONNRESET', '\n', '{"error":"x"}', '%', '[')

const explain = (...argv: string[]) => runCli(['explain', ...argv])
const at = (query: string) => `http://localhost:10060/oauth?${query}`

async function listCodes(subject: string): Promise<string[]> {
  const { stdout } = await explain(subject, '--json')
  return JSON.parse(stdout).entries.map(({ code }: { code: string }) => code)
}

describe('a callback address', () => {
  it.each([
    ['error=invalid_scope&state=1f', ['WX-INVALID-SCOPE']],
    ['error=access_denied', ['WX-ACCESS-DENIED', 'WX-STATE-MISSING']],
    ['error=sesame&state=1f', ['WX-CALLBACK-MALFORMED']],
    ['error=toString&state=1f', ['WX-CALLBACK-MALFORMED']],
    ['code=hush-5&state=1f', ['WX-STATE-FOREIGN', 'WX-STATE-EXPIRED', 'WX-STATE-USED', 'WX-CODE-REJECTED']],
    ['code=hush-5&state=set_state_here', ['WX-STATE-MISSING']],
    ['code=hush-5&error=server_error&state=1f', ['WX-CALLBACK-MALFORMED']],
    ['state=1f&state=2f&code=hush-5', ['WX-CALLBACK-MALFORMED']],
    ['state=1f', ['WX-CALLBACK-MALFORMED']],
  ])('with %s means %j', async (query, codes) => {
    expect(await listCodes(at(query))).toEqual(codes)
  })

  it.each([
    ...['access_denied', 'invalid_scope', 'server_error', 'temporarily_unavailable', 'invalid_request'],
    ...['unauthorized_client', 'unsupported_response_type', 'login_required'],
  ])('with %s means what the library makes of it', async (word) => {
    const address = at(`error=${word}&state=1f`)
    const answer = readCallback(new URL(address))
    expect(await listCodes(address)).toEqual([answer.kind === 'refused' && answer.code])
  })

  it('is told with what was seen in it, never with the code', async () => {
    const { exitCode, stdout } = await explain(at('code=hush-5&state=1f'))
    expect(stdout).toMatch(/^Path +\/oauth\nCode +present \(not repeated here/)
    expect(stdout).toContain('\nState        present\n')
    expect(stdout).toContain('WX-CODE-REJECTED  Webex no longer accepts this code.')
    expect(stdout).not.toContain('hush-5')
    expect(exitCode).toBe(0)
  })

  it.each(['localhost:10060/oauth?code=hush-5&state=1f', '/oauth?code=hush-5&state=1f', 'code=hush-5&state=1f'])(
    'may lack its beginning: %s',
    async (text) => {
      expect(await listCodes(text)).toContain('WX-CODE-REJECTED')
      expect((await explain(text)).stdout).not.toContain('hush-5')
    },
  )

  it('is not repeated where it cannot be read', async () => {
    for (const text of ['http://[/?code=hush-5', 'hush-5 hush-5', 'aHVzaC01'.repeat(9)]) {
      const { exitCode, stderr } = await explain(text)
      expect(stderr).toContain('This is none of an error code')
      expect(stderr).not.toMatch(/hush-5|aHVz/)
      expect(exitCode).toBe(2)
    }
  })

  it.each([
    'GET /oauth?error=access_denied&state=hush-5 HTTP/1.1',
    '127.0.0.1 - - "GET /oauth?error=access_denied&state=hush-5 HTTP/1.1" 400 12',
    '"http://localhost:10060/oauth?error=access_denied&state=hush-5"',
    '<http://localhost:10060/oauth#error=access_denied&state=hush-5>',
    '#error=access_denied&state=hush-5',
  ])('may have been copied with more around it: %s', async (text) => {
    expect(await listCodes(text)).toEqual(['WX-ACCESS-DENIED'])
    expect((await explain(text)).stdout).not.toContain('hush-5')
  })

  it('with a token in it is not explained but warned of', async () => {
    const { exitCode, stdout, stderr } = await explain('http://localhost:10060/oauth#access_token=hush-5&state=1f')
    expect(stderr).toContain('This address holds a token')
    expect(stdout + stderr).not.toContain('hush-5')
    expect(exitCode).toBe(2)
  })

  it('that tells of a scope is told with the scopes that are asked for, and what is amiss with them', async () => {
    const url = 'https://webexapis.com/v1/authorize?client_id=C1&response_type=code&redirect_uri=http%3A%2F%2Flocalhost'
    vi.stubEnv('WEBEX_AUTHORIZATION_URL', `${url}&scope=spark%3Aall%20spark%3Arooms_read&state=s`)
    vi.stubEnv('WEBEX_CLIENT_SECRET', 'hush-5')
    const { stdout } = await explain(at('error=invalid_scope&state=1f'))
    vi.unstubAllEnvs()
    expect(stdout).toMatch(/^Asked +spark:all spark:rooms_read \(WEBEX_AUTHORIZATION_URL, environment\)$/m)
    expect(stdout).toMatch(/^Suspect 1 +spark:all does the same as spark:rooms_read/m)
    expect((await explain(at('error=invalid_scope&state=1f'))).stdout).not.toContain('Asked')
  })

  it('is told from the address a sign-in begins at', async () => {
    const { exitCode, stderr } = await explain('https://webexapis.com/v1/authorize?response_type=code&client_id=C1')
    expect(stderr).toContain('not an answer: "grantkeeper init" reads it.')
    expect(exitCode).toBe(2)
  })
})

describe('an error answer', () => {
  it.each([
    [{ message: 'The request requires a valid access token set in the header.' }, ['WX-API-UNAUTHORIZED']],
    [{ message: 'the access token is missing required scopes or the user …' }, ['WX-API-FORBIDDEN']],
    [{ message: 'Could not find a room with provided ID.', trackingId: 'R_1' }, ['WX-API-NOT-FOUND']],
    [{ message: 'Title cannot be empty.' }, ['WX-API-REQUEST']],
    [{ error: 'invalid_grant' }, ['WX-RECONNECT', 'WX-CODE-REJECTED']],
    [{ error: 'invalid_client', error_description: 'no' }, ['WX-CLIENT-REJECTED']],
    [{ error: 'unheard_of' }, ['WX-TOKEN-RESPONSE']],
    [{ error: 'toString' }, ['WX-TOKEN-RESPONSE']],
    [{ error: { code: 'WX-STORE-FULL' } }, ['WX-STORE-FULL']],
    [{ code: 'WX-STATE-USED' }, ['WX-STATE-USED']],
  ])('like %j means %j', async (body, codes) => {
    expect(await listCodes(JSON.stringify(body))).toEqual(codes)
  })

  it('may stand behind the head of the answer, or within a line', async () => {
    const answer = 'HTTP/1.1 404 Not Found\ndate: today\n\n{"message":"Could not find a room."}'
    const { stdout } = await runCli(['explain', '-'], { piped: answer })
    expect(stdout).toMatch(/^Status +404\nMessage +Could not find a room\.\n\nWX-API-NOT-FOUND/)
    expect(await listCodes('2026-01-01 failed: {"error":"invalid_client"} (attempt 2)')).toEqual(['WX-CLIENT-REJECTED'])
  })

  it('may be piped in', async () => {
    const body = '\n{"message":"Could not find a room.","trackingId":"ROUTER_1"}\n'
    const { stdout } = await runCli(['explain', '-'], { piped: body })
    expect(stdout).toMatch(/^Message +Could not find a room\.\nTracking id +ROUTER_1\n\nWX-API-NOT-FOUND/)
  })

  it.each([
    ['{"access_token":"hush-5"}', 'These are tokens, not an error.'],
    ['{"id":"hush-5"}', 'This JSON is no error of Webex'],
    ['{hush-5', 'This is no JSON object.'],
  ])('is not %s, which is not repeated', async (body, message) => {
    const { exitCode, stdout, stderr } = await explain(body)
    expect(stderr).toContain(message)
    expect(stdout + stderr).not.toContain('hush-5')
    expect(exitCode).toBe(2)
  })
})

describe('a word', () => {
  it.each([
    ['invalid_grant', ['WX-RECONNECT', 'WX-CODE-REJECTED']],
    ['expired_token', ['WX-DEVICE-EXPIRED']],
    ['429', ['WX-API-RATE-LIMITED']],
    ['HTTP/2 503', ['WX-API-UNAVAILABLE']],
    ['HTTP/1.1 403 Forbidden', ['WX-API-FORBIDDEN']],
    ['<html><h1>502 Bad Gateway</h1></html>', ['WX-API-UNAVAILABLE']],
    ['Error: connect ECONNREFUSED 127.0.0.1:443', ['WX-API-UNAVAILABLE']],
    ['SELF_SIGNED_CERT_IN_CHAIN', ['WX-API-UNAVAILABLE']],
    ['listen EADDRINUSE: address already in use :::10060', ['WX-PORT-BUSY']],
    ['✘ Access was declined.  WX-ACCESS-DENIED', ['WX-ACCESS-DENIED']],
    ['level=error code=WX-RECONNECT grant=1', ['WX-RECONNECT']],
    ['authorization_pending', []],
    ['slow_down', []],
    ['{"message":"…","errors":[{"description":"authorization_pending"}]}', []],
    ['204', []],
    ['ROUTER_6357EF2C-601C-01BB-013F-AC12DA16013F', []],
  ])('like %s means %j', async (text, codes) => {
    expect(await listCodes(text)).toEqual(codes)
    expect((await explain(text)).stdout).toMatch(codes.length > 0 ? (codes[0] ?? '') : /^Meaning +\S/m)
  })

  it.each([400, 401, 403, 404, 409, 418, 429, 500, 503])(
    'like %i means what the library makes of it',
    async (status) => {
      const made = readApiError({ status, headers: {}, body: '' }, { trackingId: 'T' })
      expect(await listCodes(String(status))).toEqual([made.code])
    },
  )
})

it('explains or refuses whatever is pasted, and moves no cursor', async () => {
  const text = fc.oneof(
    fc.json(),
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
    fc.string().map((error) => JSON.stringify({ error, message: `${error}\u001b` })),
    fc.array(fc.constantFrom(...SCRAPS, '\u001b[2J'), { maxLength: 6 }).map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(text, async (pasted) => {
      const { exitCode, stdout, stderr } = await runCli(['explain', '-'], { piped: pasted })
      expect([0, 2]).toContain(exitCode)
      expect(stdout + stderr).not.toMatch(/\p{Cc}(?<!\n)/u)
    }),
  )
})

it('is what help says of a code', async () => {
  expect((await runCli(['help', 'wx-state-used'])).stdout).toBe((await explain('WX-STATE-USED')).stdout)
})
