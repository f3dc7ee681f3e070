import { describe, expect, it } from 'vitest'
import { createEmulator } from './index.ts'

const REDIRECT_URI = 'http://localhost:10060/oauth'

function start() {
  const emulator = createEmulator()
  const integration = emulator.register({
    name: '<b>Test</b>',
    redirectUris: [REDIRECT_URI],
    scopes: ['spark:rooms_read'],
  })
  const send = async (path: string, form?: Record<string, string> | [string, string][], headers = {}) => {
    const body = form && new URLSearchParams(form)
    const init = { method: form ? 'POST' : 'GET', body, headers }
    const response = await emulator.fetch(new Request(new URL(path, emulator.url), init))
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return { emulator, integration, send }
}

const newIntegration: [string, string][] = [
  ['mobileSdk', 'no'],
  ['name', 'From the form'],
  ['icon', '●'],
  ['description', 'It lists "spaces".'],
  ['redirectUris', 'http://localhost:1/a\r\n\r\nhttp://localhost:1/b'],
  ['scopes', 'spark:rooms_read'],
  ['scopes', 'spark:people_read'],
]

describe('every answer', () => {
  it('is marked, and every page says that it is not Webex', async () => {
    const { send, integration } = start()
    const authorize = new URL(integration.authorizationUrl)
    const pages = ['/', '/apps', '/apps/new', `/apps/${integration.clientId}`, '/none', authorize.href]
    pages.push('/users', '/spaces', '/tokens', '/webhooks', '/faults', '/clock', '/settings')
    for (const path of [
      ...pages,
      '/emulator.css',
      '/emulator.js',
      '/traffic',
      '/favicon.svg',
      '/favicon.ico',
      '/v1/rooms',
      '/v1/none',
    ]) {
      const { headers, text } = await send(path)
      expect(headers.get('x-emulator')).toBe('grantkeeper')
      expect(headers.get('trackingid')).toMatch(/^ROUTER_/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('set-cookie')).toBe(null)
      if (!pages.includes(path)) continue
      expect(text).toMatch(/^<!doctype html><html lang="en">/i)
      expect(text).toContain('<title>[EMULATOR] ')
      expect(text).toContain('LOCAL EMULATOR, not Webex. Never type a real password here.')
      expect(text.match(/<h1>/g)).toHaveLength(1)
      expect(text).not.toMatch(/type="password"|<script|<b>Test/)
    }
  })

  it('to another host name is 421', async () => {
    const { emulator } = start()
    for (const host of ['evil.example', 'evil.example:10061', '127.0.0.1.evil.example', 'localhost@evil.example', '']) {
      const request = new Request(`${emulator.url}/`, { headers: { host } })
      expect((await emulator.fetch(request)).status).toBe(421)
    }
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:10061', 'LOCALHOST']) {
      expect((await emulator.fetch(new Request(`${emulator.url}/`, { headers: { host } }))).status).toBe(200)
    }
  })

  it('of the API may be read from another origin, the sign-in page may not', async () => {
    const { emulator, send, integration } = start()
    const asked = { 'access-control-request-headers': 'authorization,spark-user-agent' }
    const preflight = await emulator.fetch(
      new Request(`${emulator.url}/v1/rooms`, { method: 'OPTIONS', headers: asked }),
    )
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    expect(preflight.headers.get('access-control-allow-headers')).toContain('spark-user-agent')
    const { headers } = await send('/v1/rooms', undefined, { origin: 'https://app.example' })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toContain('Link')
    expect((await send(integration.authorizationUrl)).headers.get('access-control-allow-origin')).toBe(null)
  })

  it('to what is not there tells what is', async () => {
    const { send } = start()
    const unknown = await send('/v1/xyz')
    expect(unknown.status).toBe(404)
    expect(JSON.parse(unknown.text).message).toContain('GET /v1/rooms')
    expect(JSON.parse((await send('/authorize?client_id=x')).text).trackingId).toMatch(/^ROUTERGW_/)
    expect((await send('/authorize?client_id=x')).status).toBe(401)
    const wrongMethod = await send('/v1/access_token')
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('to too much is 413 or 414', async () => {
    const { send } = start()
    expect((await send('/v1/access_token', { code: 'x'.repeat(70_000) })).status).toBe(413)
    expect((await send(`/v1/authorize?state=${'x'.repeat(9000)}`)).status).toBe(414)
  })
})

describe('the way through sign-in and consent', () => {
  it('leads from a person over the scopes to the code', async () => {
    const { send, integration } = start()
    const authorize = await send(integration.authorizationUrl)
    expect(authorize.headers.get('content-security-policy')).toContain("form-action 'self';")
    const [, path = ''] = /action="(\/sign-in\/[0-9a-f]{64})\/user"/.exec(authorize.text) ?? []
    expect((await send(`${path}/user`, { user: 'ada' })).headers.get('location')).toBe(path)
    const consent = await send(path)
    expect(consent.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:10060;")
    expect(consent.text).toContain('&lt;b&gt;Test&lt;/b&gt;')
    expect(consent.text).toContain('List the titles of rooms that you are in')
    expect((await send(`${path}/consent`, { decision: 'Accept' })).text).toContain('Tick at least one')
    const accepted = await send(`${path}/consent`, { decision: 'Accept', scope: 'spark:rooms_read' })
    expect(accepted.status).toBe(303)
    expect(accepted.headers.get('location')).toMatch(/^http:\/\/localhost:10060\/oauth\?code=.+&state=set_state_here$/)
    expect((await send(`${path}/consent`, { decision: 'Accept', scope: 'spark:rooms_read' })).text).toContain('is over')
  })

  it('is over after ten minutes', async () => {
    const { emulator, send, integration } = start()
    const [path = ''] = /\/sign-in\/[0-9a-f]{64}/.exec((await send(integration.authorizationUrl)).text) ?? []
    emulator.clock.advance(600_000)
    expect((await send(path)).status).toBe(400)
  })

  it('cannot be walked by a form on another site', async () => {
    const { send, integration } = start()
    const [path = ''] = /\/sign-in\/[0-9a-f]{64}/.exec((await send(integration.authorizationUrl)).text) ?? []
    const form = { user: 'ada' }
    const own = 'http://127.0.0.1:10061'
    expect((await send(`${path}/user`, form, { 'sec-fetch-site': 'cross-site', origin: own })).status).toBe(403)
    expect((await send(`${path}/user`, form, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await send(`${path}/user`, form, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await send(`${path}/user`, form, { origin: 'null' })).status).toBe(403)
    expect((await send(`${path}/user`, form, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(303)
    expect((await send(`${path}/user`, form, { origin: own })).status).toBe(303)
  })
})

describe('a redirect URI that is not registered', () => {
  it('is shown beside the registered one, and can be added', async () => {
    const { send, integration } = start()
    const url = new URL(integration.authorizationUrl)
    url.searchParams.set('redirect_uri', 'http://127.0.0.1:10060/oauth')
    const page = await send(url.href)
    expect(page.status).toBe(400)
    expect(page.headers.get('location')).toBe(null)
    expect(page.text).toContain('differs: host')
    const form = { query: url.search }
    const added = await send(`/apps/${integration.clientId}/redirect-uris`, form)
    expect(added.headers.get('location')).toMatch(/^\/v1\/authorize\?/)
    expect((await send(added.headers.get('location') ?? '')).status).toBe(200)
  })

  it('that no integration may have cannot be added', async () => {
    const { send, integration } = start()
    const url = new URL(integration.authorizationUrl)
    url.searchParams.set('redirect_uri', 'javascript:alert(1)')
    expect((await send(url.href)).text).not.toContain('Add the sent URI')
    expect((await send(`/apps/${integration.clientId}/redirect-uris`, { query: url.search })).status).toBe(400)
  })
})

describe('My Webex Apps', () => {
  it('registers an integration and hands out all an application needs', async () => {
    const { emulator, send } = start()
    const added = await send('/apps/new', newIntegration)
    expect(added.status).toBe(303)
    const { text } = await send(added.headers.get('location') ?? '')
    const [, clientId = ''] = /WEBEX_CLIENT_ID=(C[0-9a-f]{64})\n/.exec(text) ?? []
    expect(text).toMatch(/WEBEX_CLIENT_SECRET=[0-9a-f]{64}\n/)
    expect(text).toContain('WEBEX_REDIRECT_URI=http://localhost:1/a\n')
    expect(text).toContain('WEBEX_SCOPES=&quot;spark:rooms_read spark:people_read spark:kms&quot;')
    expect(text).toContain(`WEBEX_BASE_URL=${emulator.url}/v1`)
    const scope = 'spark%3Arooms_read%20spark%3Apeople_read%20spark%3Akms'
    const query = `response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fa&scope=${scope}&state=set_state_here`
    const url = `${emulator.url}/v1/authorize?client_id=${clientId}&${query}`
    expect(text).toContain(url.replaceAll('&', '&amp;'))
    expect(await emulator.signIn(url, 'grace')).toContain('code=')
  })

  it('keeps what was typed and says beside each field what is wrong', async () => {
    const { send } = start()
    const wrong = newIntegration.map(([name, value]): [string, string] => {
      return name === 'redirectUris' ? [name, 'localhost:1/"><script>'] : [name, value]
    })
    const { status, text } = await send('/apps/new', wrong)
    expect(status).toBe(400)
    expect(text).toContain('value="From the form"')
    expect(text).toContain('It lists &quot;spaces&quot;.')
    expect(text).toContain('aria-describedby="redirectUris-hint redirectUris-problem"')
    expect(text).not.toContain('<script')
    expect((await send('/apps/new', { name: '' })).text).toContain('4 fields need your attention')
  })

  it('makes the old secret stop working, and deletes with all that was granted', async () => {
    const { emulator, integration, send } = start()
    const back = new URL(await emulator.signIn(integration.authorizationUrl, 'ada'))
    await send(`/apps/${integration.clientId}/secret`, {})
    const body = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT_URI,
      client_id: integration.clientId,
    }
    expect((await send('/v1/access_token', { ...body, client_secret: integration.clientSecret })).status).toBe(401)
    const { text } = await send(`/apps/${integration.clientId}`)
    const [, renewed = ''] = /WEBEX_CLIENT_SECRET=([0-9a-f]{64})/.exec(text) ?? []
    const tokens = JSON.parse((await send('/v1/access_token', { ...body, client_secret: renewed })).text)
    const authorization = `Bearer ${tokens.access_token}`
    expect((await send('/v1/rooms', undefined, { authorization })).status).toBe(200)
    expect((await send(`/apps/${integration.clientId}/delete`, {})).status).toBe(303)
    expect((await send('/v1/rooms', undefined, { authorization })).status).toBe(401)
    expect((await send(`/apps/${integration.clientId}`)).status).toBe(404)
  })
})

describe('registering in code', () => {
  it('refuses what Webex would refuse', () => {
    const { register } = createEmulator()
    const good = { name: 'Test', redirectUris: [REDIRECT_URI], scopes: [] }
    expect(() => register({ ...good, name: ' ' })).toThrow(RangeError)
    expect(() => register({ ...good, redirectUris: [] })).toThrow(RangeError)
    expect(() => register({ ...good, redirectUris: ['/oauth'] })).toThrow(RangeError)
    expect(() => register({ ...good, scopes: ['two scopes'] })).toThrow(RangeError)
  })
})
