import { describe, expect, it } from 'vitest'
import { REDIRECT_URI, readBack, startIdentity } from '../../../../test/emulated-identity.ts'
import { DroppedConnection } from '../../index.ts'

const LOGIN = { scope: 'openid spark:rooms_read', nonce: 'n1' }

describe('the page where people are chosen', () => {
  it('has the ids of Webex’s own, with the hinted address filled in and its person first', async () => {
    const { send, authorizePath } = startIdentity()
    const { text } = await send('GET', authorizePath({ login_hint: 'grace@example.com' }))
    expect(text).toMatch(/<input[^>]*id="IDToken1"[^>]*value="grace@example.com"/)
    expect(text).toMatch(/<button[^>]*id="IDButton2"/)
    expect(text.indexOf('Grace Hopper')).toBeLessThan(text.indexOf('Ada Lovelace'))
    expect(text).not.toContain('type="password"')
  })

  it('takes a typed address, of people only', async () => {
    const { browse, authorizePath } = startIdentity()
    const browser = browse()
    const page = await browser.get(authorizePath())
    const [path] = /\/sign-in\/[0-9a-f]{64}/.exec(page.text)!
    for (const email of ['nobody@example.com', 'bot@webex.bot']) {
      const refused = await browser.post(`${path}/user`, { email })
      expect([refused.status, refused.text.includes('generic-error')]).toEqual([400, true])
    }
    expect((await browser.post(`${path}/user`, { email: 'ADA@example.com' })).headers.get('location')).toBe(path)
  })
})

describe('a browser somebody signed in with', () => {
  const signedIn = async (options: Parameters<typeof startIdentity>[0] = {}) => {
    const world = startIdentity(options)
    const browser = world.browse()
    const path = await browser.pick(await browser.get(world.authorizePath(LOGIN)))
    const scope = ['openid', 'spark:rooms_read'].map((name) => ['scope', name])
    const accepted = await browser.post(`${path}/consent`, [['decision', 'Accept'], ...scope])
    await world.redeem(readBack(accepted).get('code') ?? '')
    return { ...world, browser }
  }

  it('is answered without a page for prompt=none; any other is told that login is required', async () => {
    const { browser, browse, authorizePath, redeem } = await signedIn()
    const path = authorizePath({ ...LOGIN, prompt: 'none' })
    const answered = readBack(await browser.get(path))
    expect(answered.get('state')).toBe('s1')
    expect((await redeem(answered.get('code') ?? '')).json.scope).toBe('openid spark:rooms_read')
    expect(Object.fromEntries(readBack(await browse().get(path)))).toMatchObject({
      error: 'login_required',
      state: 's1',
    })
  })

  it('is asked for consent to what the person never allowed', async () => {
    const { browser, authorizePath } = await signedIn()
    const more = { ...LOGIN, scope: 'openid email', prompt: 'none' }
    expect(readBack(await browser.get(authorizePath(more))).get('error')).toBe('consent_required')
  })

  it('must sign in again when that is longer ago than max_age, or after signing out', async () => {
    const { emulator, browser, authorizePath } = await signedIn()
    emulator.clock.advance(60_001)
    const none = (more = {}) => browser.get(authorizePath({ ...LOGIN, prompt: 'none', ...more }))
    expect(readBack(await none({ max_age: '60' })).get('error')).toBe('login_required')
    expect(readBack(await none({ max_age: '61' })).has('code')).toBe(true)
    await browser.get('/idb/oauth2/v1/logout')
    expect(readBack(await none()).get('error')).toBe('login_required')
  })

  it('goes straight to consent if it signs in once, unless it is to choose or another is hinted at', async () => {
    const { browser, authorizePath } = await signedIn({ signIn: 'once' })
    const arrive = async (more = {}) => (await browser.get(authorizePath(more))).status
    expect(await arrive()).toBe(303)
    expect(await arrive({ login_hint: 'ada@example.com' })).toBe(303)
    expect(await arrive({ login_hint: 'grace@example.com' })).toBe(200)
    expect(await arrive({ prompt: 'select_account' })).toBe(200)
  })

  it('is sent back without being asked where consent is remembered', async () => {
    const { browser, authorizePath } = await signedIn({ consent: 'remembered' })
    const page = await browser.get(authorizePath())
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:10060;")
    expect(readBack(await browser.get(await browser.pick(page))).has('code')).toBe(true)
  })
})

describe('at the consent page', () => {
  const decide = async (decision: string, options = {}) => {
    const world = startIdentity(options)
    const browser = world.browse()
    const path = await browser.pick(await browser.get(world.authorizePath()))
    const form = { decision, scope: 'spark:rooms_read' }
    return { ...world, answer: browser.post(`${path}/consent`, form) }
  }

  it('Accept has the shape that Webex’s own tests look for', async () => {
    const { browse, authorizePath } = startIdentity()
    const browser = browse()
    const path = await browser.pick(await browser.get(authorizePath()))
    expect((await browser.get(path)).text).toMatch(/<input type="submit" name="decision" value="Accept"/)
  })

  it('an administrator may have to allow it first', async () => {
    const { status, text, headers } = await (await decide('admin-pending')).answer
    expect([status, headers.get('location')]).toEqual([403, null])
    expect(text).toContain('Your administrator denied access')
  })

  it('the server may fail', async () => {
    const back = readBack(await (await decide('server-error')).answer)
    expect([back.get('error'), back.get('state')]).toEqual(['server_error', 's1'])
  })

  it('errors may come without the state', async () => {
    const back = readBack(await (await decide('Deny', { stateOnErrors: 'missing' })).answer)
    expect([back.get('error'), back.has('state')]).toEqual(['access_denied', false])
  })

  it('the state may be wrong', async () => {
    const back = readBack(await (await decide('wrong-state')).answer)
    expect(back.get('code')).toBeTruthy()
    expect(back.get('state')).not.toBe('s1')
  })

  it('the code may be expired when it arrives', async () => {
    const { answer, redeem } = await decide('expired-code')
    const { json } = await redeem(readBack(await answer).get('code') ?? '')
    expect(json).toMatchObject({ error: 'invalid_grant', error_description: 'The code is expired.' })
  })

  it('the answer may be slow', async () => {
    const { answer, redeem } = await decide('slow')
    expect((await redeem(readBack(await answer).get('code') ?? '')).status).toBe(200)
  })

  it('the connection may drop', async () => {
    const { answer, emulator } = await decide('drop')
    await expect(answer).rejects.toBeInstanceOf(DroppedConnection)
    expect(emulator.journal.entries().at(-1)).toMatchObject({ status: 0 })
  })
})

it('signing out ends the token, and goes on to registered origins only', async () => {
  const { send, asBearer, connect } = startIdentity()
  const { access_token } = await connect()
  const logout = (goto: string) =>
    send('GET', `/idb/oauth2/v1/logout?${new URLSearchParams({ token: access_token, goto })}`)
  expect((await logout('http://localhost:10060/bye')).headers.get('location')).toBe('http://localhost:10060/bye')
  expect((await asBearer('GET', '/v1/rooms', access_token)).status).toBe(401)
  for (const elsewhere of ['https://evil.example/', 'javascript:alert(1)', `${REDIRECT_URI}.evil.example`]) {
    expect((await logout(elsewhere)).status).toBe(elsewhere.startsWith(REDIRECT_URI) ? 303 : 200)
  }
  const again = (await connect()).access_token
  await send('POST', '/idb/oauth2/v1/logout', JSON.stringify({ token: again, cisService: 'webex' }), {
    'content-type': 'application/json',
  })
  expect((await asBearer('GET', '/v1/rooms', again)).status).toBe(401)
})
