import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createFlowTrip } from '../trips/flow-trip.ts'
import { findLeaks } from './scan.ts'

describe('a canary in every secret of a whole trip', () => {
  it('is found in no flow, page, archive or byte of the stream', { timeout: 60_000 }, async () => {
    const secrets: Record<string, string> = {}
    const note = (name: string, value: string | null | undefined) => {
      if (value && value.length >= 12) secrets[`${name} ${Object.keys(secrets).length}`] = value
    }
    const trip = createFlowTrip({
      onExchange(request, answer) {
        const form = new URLSearchParams(request.body)
        for (const field of ['code', 'code_verifier', 'refresh_token', 'client_secret', 'token'])
          note(field, form.get(field))
        const [, credentials] = /^\w+ +(\S+)/.exec(request.headers.authorization ?? '') ?? []
        note('authorization', credentials)
        if (!request.url.endsWith('/access_token') || !answer.body.startsWith('{')) return
        const { access_token, refresh_token } = JSON.parse(answer.body)
        note('access token', access_token)
        note('refresh token', refresh_token)
      },
    })
    const stream = (
      await trip.asOperator('/flow/stream', { headers: { 'sec-fetch-site': 'same-origin' } })
    ).body!.getReader()
    let streamed = ''
    const reading = (async () => {
      for (;;) {
        const { done, value } = await stream.read()
        if (done) return
        streamed += Buffer.from(value).toString()
      }
    })()

    const ada = trip.newVisitor()
    const noteCookies = () => {
      for (const pair of ada.cookieHeader().split('; ')) note('cookie', pair.slice(pair.indexOf('=') + 1))
    }
    const signIn = async (choice?: { accept: boolean }) => {
      const location = await ada.pressGrant()
      noteCookies()
      for (const field of ['state', 'code_challenge']) note(field, new URL(location).searchParams.get(field))
      const callback = await trip.emulator.signIn(location, 'ada', choice)
      note('code', new URL(callback).searchParams.get('code'))
      await ada.get(callback)
      await ada.get(callback)
      noteCookies()
    }
    await signIn({ accept: false })
    await signIn()
    await ada.get('/spaces')
    trip.emulator.expireAll()
    await ada.get('/spaces?refresh=1')
    trip.emulator.faults.add({ on: 'GET /v1/rooms', times: 1, status: 429, headers: { 'retry-after': '1' } })
    await ada.get('/spaces?refresh=1')
    trip.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 500 })
    trip.emulator.expireAll()
    await ada.get('/spaces?refresh=1')
    trip.emulator.clock.advance(600_000)
    trip.emulator.faults.add({ on: 'POST /v1/access_token', times: 1, drop: 'before' })
    await ada.get('/spaces?refresh=1')
    trip.emulator.clock.advance(600_000)
    trip.emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', times: 1, status: 503 })
    await ada.post('/disconnect')
    await trip.newVisitor().get('/oauth?code=canary-code-0123456789&state=canary-state-0123456789')
    note('made-up code', 'canary-code-0123456789')
    note('made-up state', 'canary-state-0123456789')

    const outputs: Record<string, string> = {
      flows: JSON.stringify(trip.inspector.flows),
      inspector: inspect(trip.inspector, { depth: 12, showHidden: true }),
    }
    const pages = trip.inspector.flows.flatMap(({ id }) => [`/flow/${id}`, `/flow/${id}/har`])
    for (const path of ['/flow', '/flow/har', ...pages]) {
      const response = await trip.asOperator(path)
      expect([path, response.status]).toEqual([path, 200])
      outputs[path] = JSON.stringify([...response.headers]) + (await response.text())
    }
    await stream.cancel()
    await reading
    outputs.stream = streamed

    const kinds = new Set(Object.keys(secrets).map((name) => name.replace(/ \d+$/, '')))
    const wanted = [
      'code',
      'code_verifier',
      'refresh_token',
      'client_secret',
      'token',
      'authorization',
      'access token',
      'cookie',
      'state',
    ]
    expect([...kinds]).toEqual(expect.arrayContaining(wanted))
    expect(trip.inspector.flows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['sign-in', 'calls', 'refresh', 'disconnect']),
    )
    expect(streamed).toContain('event: change')
    expect(findLeaks(secrets, outputs)).toEqual([])
  })
})
