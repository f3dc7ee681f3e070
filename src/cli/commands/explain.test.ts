import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runCli } from '../../../test/cli/run-cli.ts'
import { readCallback } from '../../oauth/callback.ts'

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

it('explains or refuses whatever is pasted, and moves no cursor', async () => {
  const text = fc.oneof(
    fc.json(),
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ unit: 'binary' }),
    fc.string().map((error) => JSON.stringify({ error, message: `${error}\u001b` })),
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
