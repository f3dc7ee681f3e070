import { createHash } from 'node:crypto'
import { request as ask } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createGrantkeeper, type Grantkeeper } from '../../index.ts'
import { memoryStore } from '../../stores/memory.ts'
import { type App, type AppOptions, createApp, renderError } from '../index.ts'

const TOKEN = 'canary-operator-token'
const POD = '10.42.0.7:10060'

let keeper: Grantkeeper
afterEach(() => keeper.close())

function startApp(operatorToken: AppOptions['operatorToken'] = TOKEN): App {
  keeper = createGrantkeeper({
    clientId: 'C1',
    clientSecret: 'canary',
    redirectUri: 'https://app.example/oauth',
    scopes: 'spark:rooms_read',
    store: memoryStore({ now: () => 0 }),
    keys: ['07Bm1zJpTmmurx7wZBXln8f/kzdEhuG4CFencjq28LE='],
    afterConnect: '/granted',
    afterDisconnect: '/disconnected',
    renderError,
  })
  return createApp({ keeper, operatorToken })
}

async function answerOf(app: App, path: string, { method = 'GET', token = TOKEN, host = POD } = {}) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  const response = await app.fetch(new Request(`http://${host}${path}`, { method, headers }), '10.42.0.1')
  return { status: response.status, body: await response.text() }
}

describe('an operator who asks by address', () => {
  it('gets the metrics and the probes', async () => {
    const app = startApp()
    expect(await answerOf(app, '/metrics')).toMatchObject({
      status: 200,
      body: expect.stringContaining('grantkeeper_grants{'),
    })
    for (const path of ['/healthz', '/readyz']) expect(await answerOf(app, path)).toMatchObject({ status: 200 })
  })

  it('is known by a token of which the app has the digest only', async () => {
    const app = startApp({ sha256: createHash('sha256').update(TOKEN).digest('hex') })
    expect(await answerOf(app, '/metrics')).toMatchObject({ status: 200 })
    expect((await answerOf(app, '/metrics', { token: `${TOKEN}x` })).status).not.toBe(200)
  })

  it('gets the probes only, without the right token', async () => {
    const app = startApp()
    for (const token of ['', `${TOKEN}x`]) {
      const { body } = await answerOf(app, '/metrics', { token })
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'WX-HOST' } })
      for (const path of ['/healthz', '/readyz'])
        expect(await answerOf(app, path, { token })).toMatchObject({ status: 200 })
    }
  })

  it.each([
    ...['/', '/granted', '/spaces', '/spaces/1', '/disconnect', '/disconnected', '/app.css', '/favicon.svg', '/status'],
    ...[
      '/oauth?code=c&state=s',
      '/nowhere',
      '/metrics/',
      '/metrics/x',
      '//metrics',
      '/healthz/..',
      '/readyz%2f..%2fspaces',
    ],
  ])('reaches nothing else: %s', async (path) => {
    const app = startApp()
    for (const host of [POD, '[fd00::7]:10060', 'evil.example'])
      expect(JSON.parse((await answerOf(app, path, { host })).body)).toMatchObject({ error: { code: 'WX-HOST' } })
  })

  it.each(['/connect', '/disconnect', '/theme', '/metrics', '/healthz'])('changes nothing at %s', async (path) => {
    const { body } = await answerOf(startApp(), path, { method: 'POST' })
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'WX-HOST' } })
  })

  it('is the same over a socket', async () => {
    const app = startApp()
    const { status: refused } = await answerOf(app, '/')
    const listening = await app.listen({ port: 0 })
    const headers = { host: POD, authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '10.42.0.1' }
    const statusOf = (path: string) =>
      new Promise((resolve, reject) => {
        ask(`${listening.url}${path}`, { headers, agent: false }, (response) => {
          response.resume().on('end', () => resolve(response.statusCode))
        })
          .on('error', reject)
          .end()
      })
    const statuses = await Promise.all(['/metrics', '/readyz', '/'].map(statusOf)).finally(() => listening.close())
    expect(statuses).toEqual([200, 200, refused])
  })
})
