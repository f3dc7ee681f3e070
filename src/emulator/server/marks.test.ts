import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createEmulator, type EmulatorOptions } from '../index.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'
const STATE = 'a-state-of-the-application'
const markOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`

async function start(options?: EmulatorOptions) {
  const emulator = createEmulator(options)
  const { clientId, clientSecret } = emulator.register({
    name: 'Marked',
    redirectUris: [REDIRECT_URI],
    scopes: ['spark:rooms_read'],
  })
  const query = { client_id: clientId, response_type: 'code', redirect_uri: REDIRECT_URI, state: STATE }
  const authorizeUrl = `${emulator.url}/v1/authorize?${new URLSearchParams({ ...query, scope: 'spark:rooms_read' })}`
  const send = (path: string, fields: Record<string, string>, headers = {}) =>
    emulator.fetch(
      new Request(`${emulator.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers }),
    )
  const askForTokens = async (fields: Record<string, string>) => {
    const client = { client_id: clientId, client_secret: clientSecret }
    const answer = await send('/v1/access_token', { ...client, ...fields })
    return (await answer.json()) as { access_token: string; refresh_token: string }
  }
  const signIn = async () => {
    const code = new URL(await emulator.signIn(authorizeUrl, 'ada')).searchParams.get('code') ?? ''
    return { code, tokens: () => askForTokens({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }) }
  }
  const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
  /** Of the newest requests. */
  const marks = (count: number) =>
    emulator.journal
      .entries()
      .slice(-count)
      .map((entry) => entry.marks)
  return { emulator, authorizeUrl, send, basic, askForTokens, signIn, marks }
}

describe('the marks of a request', () => {
  it('follow a sign-in by its state, from the first page to the redirect that brings the code', async () => {
    const { signIn, marks } = await start()
    const { code } = await signIn()
    const state = markOf(STATE)
    expect(marks(3)).toEqual([{ state }, { state }, { state, code: markOf(code) }])
  })

  it('join the code to its tokens, and the tokens to the calls and to their end', async () => {
    const { emulator, send, basic, signIn, marks } = await start()
    const { code, tokens } = await signIn()
    const { access_token, refresh_token } = await tokens()
    const [accessToken, refreshToken] = [markOf(access_token), markOf(refresh_token)]
    expect(marks(1)).toEqual([{ code: markOf(code), accessToken, refreshToken }])
    const authorization = `Bearer ${access_token}`
    await emulator.fetch(new Request(`${emulator.url}/v1/rooms`, { headers: { authorization } }))
    for (const token of [access_token, refresh_token]) await send('/idb/oauth2/v1/revoke', { token }, basic)
    expect(marks(3)).toEqual([{ accessToken }, { accessToken }, { refreshToken }])
  })

  it('tell the refresh token that was sent from the one that took its place', async () => {
    const { askForTokens, signIn, marks } = await start({ rotation: 'strict' })
    const { refresh_token: sent } = await (await signIn()).tokens()
    const renewed = await askForTokens({ grant_type: 'refresh_token', refresh_token: sent })
    expect(renewed.refresh_token).not.toBe(sent)
    const newRefreshToken = markOf(renewed.refresh_token)
    expect(marks(1)).toEqual([
      { accessToken: markOf(renewed.access_token), refreshToken: markOf(sent), newRefreshToken },
    ])
  })

  it('show what was sent and what was made of it, where the answer was lost', async () => {
    const { emulator, askForTokens, signIn, marks } = await start()
    const { refresh_token } = await (await signIn()).tokens()
    const refreshToken = markOf(refresh_token)
    emulator.faults.add({ on: 'POST /v1/access_token', drop: 'before', times: 1 })
    await askForTokens({ grant_type: 'refresh_token', refresh_token }).catch(() => undefined)
    expect(marks(1)).toEqual([{ refreshToken }])
    emulator.faults.add({ on: 'POST /v1/access_token', drop: 'after', times: 1 })
    await askForTokens({ grant_type: 'refresh_token', refresh_token }).catch(() => undefined)
    expect(marks(1)).toEqual([{ refreshToken, accessToken: expect.stringMatching(/^sha256:[0-9a-f]{8}$/) }])
  })

  it('are absent where nothing of the kind travelled', async () => {
    const { emulator, marks } = await start()
    await emulator.fetch(new Request(`${emulator.url}/v1/rooms?code=none&state=none`))
    expect(marks(1)).toEqual([undefined])
  })
})

describe('the tracking id of a request', () => {
  it('is the one of the answer, drawn here or sent along', async () => {
    const { emulator } = await start()
    const ask = async (headers = {}) =>
      (await emulator.fetch(new Request(`${emulator.url}/v1/rooms`, { headers }))).headers.get('trackingid')
    const answered = [await ask(), await ask({ trackingid: 'one_of_mine' })]
    expect(emulator.journal.entries().map(({ trackingId }) => trackingId)).toEqual(answered)
    expect(answered[1]).toBe('one_of_mine')
  })
})
