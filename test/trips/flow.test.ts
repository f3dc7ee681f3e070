import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createApp, createInspector, type Inspector } from '../../src/app/index.ts'
import { nodeEnvironment, type TransportRequest } from '../../src/environment.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { createVisitor } from '../visitor.ts'
import { createFlowTrip, type FlowTrip, tell } from './flow-trip.ts'
import { createTrip } from './trip.ts'

const DAY_MS = 86_400_000
const OWN_PAGE = { 'sec-fetch-site': 'same-origin' }

/** The flows there are, the oldest first, in short. */
function list({ flows }: Inspector): string[] {
  return [...flows]
    .reverse()
    .map(({ kind, outcome, code, page }) => [kind, outcome, code, page].filter(Boolean).join(' '))
}

async function connectAda(): Promise<FlowTrip & { ada: ReturnType<FlowTrip['newVisitor']> }> {
  const trip = createFlowTrip()
  const ada = trip.newVisitor()
  await ada.grantAs('ada')
  return { ...trip, ada }
}

describe('the flow of a sign-in', () => {
  it('has both sides of every step, joined, under the name of who signed in', async () => {
    const { inspector } = await connectAda()
    expect(list(inspector)).toEqual(['sign-in ok POST /connect'])
    expect(tell(inspector)).toEqual([
      'connect browser→app 303',
      'authorize browser→webex 200 200',
      'at-webex browser→webex 303 303',
      'at-webex browser→webex 303 303',
      'callback browser→app 303',
      'exchange-code app→webex 200 200',
      'call app→webex 200 200',
    ])
    expect(inspector.flows[0]?.connection?.person).toBe('Ada Lovelace')
  })

  it('says what was checked, and that it passed', async () => {
    const { inspector } = await connectAda()
    const checks = inspector.flows[0]?.steps.flatMap((step) => step.checks) ?? []
    expect(checks.every(({ verdict }) => verdict === 'passed')).toBe(true)
    expect(checks.map(({ name }) => name)).toEqual([
      'state-made',
      'pkce-made',
      'redirect-exact',
      'state-cookie',
      'state-fresh',
      'granted',
      'state-once',
      'code-redeemed',
      'scopes-granted',
    ])
  })

  it('names the scopes that were left out', async () => {
    const trip = createFlowTrip()
    await trip.newVisitor().grantAs('ada', { scopes: ['spark:people_read'] })
    const checks = trip.inspector.flows[0]?.steps.flatMap((step) => step.checks)
    expect(checks).toContainEqual({ name: 'scopes-granted', verdict: 'noted', detail: 'spark:rooms_read' })
  })

  it('ends with the code of a refusal, and with the check that failed', async () => {
    const trip = createFlowTrip()
    await trip.newVisitor().grantAs('ada', { accept: false })
    expect(list(trip.inspector)).toEqual(['sign-in failed WX-ACCESS-DENIED POST /connect'])
    const callback = trip.inspector.flows[0]?.steps.find(({ name }) => name === 'callback')
    expect(callback?.checks.at(-1)).toEqual({ name: 'granted', verdict: 'failed', detail: 'WX-ACCESS-DENIED' })
  })

  it('is one of its own when nobody here began it, and shows no state of whoever made it up', async () => {
    const trip = createFlowTrip()
    await trip.newVisitor().get('/oauth?code=made-up-code-0123456789&state=made-up-state-0123456789')
    expect(list(trip.inspector)).toEqual(['sign-in failed WX-STATE-FOREIGN'])
    expect(JSON.stringify(trip.inspector.flows)).not.toContain('made-up')
  })

  it('says which check a made-up callback failed', async () => {
    const { inspector, newVisitor } = createFlowTrip()
    for (const query of ['code=a&code=b&state=c', 'code=a', 'code=a&state=made-up-state-0123456789'])
      await newVisitor().get(`/oauth?${query}`)
    const checks = inspector.flows.map((flow) => flow.steps[0]?.checks.map(({ name, verdict }) => `${name} ${verdict}`))
    expect(checks.reverse()).toEqual([['well-formed failed'], ['state-cookie failed'], ['state-cookie failed']])
  })

  it('stays as it ended when its callback is repeated', async () => {
    const trip = createFlowTrip()
    const ada = trip.newVisitor()
    const callback = await trip.emulator.signIn(await ada.pressGrant(), 'ada')
    await ada.get(callback)
    await trip.newVisitor().get(callback)
    expect(list(trip.inspector)).toEqual(['sign-in ok POST /connect'])
    expect(tell(trip.inspector).at(-1)).toBe('callback browser→app 400')
  })

  it('says where the browser was when only the emulator would know', async () => {
    const trip = createTrip()
    const environment = nodeEnvironment({ now: () => trip.emulator.clock.now() })
    const inspector = createInspector(environment)
    inspector.seeKeeper({ ...trip.keeper, grants: trip.keeper.grants })
    const location = await trip.newVisitor().pressGrant()
    const see = (path: string, method: string, answer: Response) =>
      inspector.seeVisit(new Request(new URL(path, 'http://localhost:10060'), { method }), async () => answer)
    await see('/connect', 'POST', new Response(null, { status: 303, headers: { location } }))
    const state = new URL(location).searchParams.get('state')
    await see(`/oauth?code=0123456789abcdef&state=${state}`, 'GET', new Response(null, { status: 303 }))
    expect(tell(inspector)).toEqual(['connect browser→app 303', 'unseen browser→webex', 'callback browser→app 303'])
  })

  it('is found by its grant', async () => {
    const { inspector, keeper } = await connectAda()
    const [grant] = await keeper.grants.list()
    expect(inspector.flowOfGrant(grant?.id ?? '')).toBe(inspector.flows[0])
    expect(inspector.flowOfGrant('somebody-else')).toBeUndefined()
  })

  it('never takes a step of another: ten people sign in at once, and each flow has one person', async () => {
    const trip = createFlowTrip()
    const people = ['ada', 'grace']
    const visitors = Array.from({ length: 10 }, (_, index) => ({
      who: people[index % people.length] ?? '',
      visitor: trip.newVisitor(),
    }))
    await Promise.all(
      visitors.map(async ({ who, visitor }) => {
        await visitor.grantAs(who)
        await visitor.get('/spaces')
      }),
    )
    const flows = trip.inspector.flows
    expect(flows.filter(({ kind }) => kind === 'sign-in')).toHaveLength(10)
    for (const flow of flows) {
      expect(flow.outcome).toBe('ok')
      expect(new Set(flow.steps.flatMap(({ webex }) => webex?.user ?? [])).size).toBe(1)
      const states = flow.steps.flatMap(({ webex }) => webex?.marks.state ?? [])
      expect(new Set(states).size).toBeLessThan(2)
    }
    const named = (flow: (typeof flows)[number]) =>
      `${flow.connection?.person} ${flow.steps.find(({ webex }) => webex?.user)?.webex?.user}`
    expect(new Set(flows.map(named)).size).toBe(new Set(visitors.map(({ who }) => who)).size)
  })
})

describe('the flow of calls', () => {
  it('begins with the page that made them and belongs to the same connection as the sign-in', async () => {
    const { ada, inspector } = await connectAda()
    await ada.get('/spaces')
    const [calls, signIn] = inspector.flows
    expect(list(inspector).at(-1)).toBe('calls ok GET /spaces')
    expect(tell(inspector)).toEqual(['page browser→app 200', 'call app→webex 200 200'])
    expect(calls?.connection).toBe(signIn?.connection)
  })

  it('shows a replay after a 401, with the renewal between', async () => {
    const { ada, inspector, emulator } = await connectAda()
    emulator.expireAll()
    await ada.get('/spaces')
    const calls = inspector.flows.find(({ kind }) => kind === 'calls')
    const renewal = inspector.flows.find(({ kind }) => kind === 'refresh')
    expect(calls?.replays).toBe(1)
    expect(tell(inspector, calls?.id)).toEqual([
      'page browser→app 200',
      'call app→webex 401 401',
      'renewed app→app',
      'call app→webex 200 200',
    ])
    expect(calls?.steps[2]?.leadsTo).toBe(renewal?.id)
    expect(renewal?.connection).toBe(calls?.connection)
  })

  it('shows how long was waited after a 429', async () => {
    const { ada, inspector, emulator } = await connectAda()
    emulator.faults.add({ on: 'GET /v1/rooms', times: 1, status: 429, headers: { 'retry-after': '1' } })
    await ada.get('/spaces')
    expect(tell(inspector)).toEqual([
      'page browser→app 200',
      'call app→webex 429 429',
      'waited app→app',
      'call app→webex 200 200',
    ])
    expect(inspector.flows[0]).toMatchObject({ outcome: 'ok', waits: 1 })
    expect(inspector.flows[0]?.steps[2]?.waitedMs).toBeGreaterThanOrEqual(900)
  })

  it('is there without any page, too', async () => {
    const { keeper, inspector } = await connectAda()
    const [grant] = await keeper.grants.list()
    const webex = await keeper.webex({ grant: grant?.id ?? '' })
    await webex.people.me()
    await webex.people.me()
    expect(list(inspector)).toEqual(['sign-in ok POST /connect', 'calls ok'])
    expect(inspector.flows[0]?.connection?.person).toBe('Ada Lovelace')
  })
})

describe('the flow of a renewal', () => {
  it('shows what runDue does behind everybody’s back', async () => {
    const { keeper, emulator, inspector } = await connectAda()
    emulator.clock.advance(61 * DAY_MS)
    await keeper.runDue()
    expect(list(inspector).at(-1)).toBe('refresh ok')
    expect(tell(inspector)).toEqual(['refresh app→webex 200 200'])
    expect(inspector.flows[0]?.steps[0]?.checks.map(({ name }) => name)).toEqual(['one-refresh', 'token-kept'])
    expect(inspector.flows[0]?.connection).toBe(inspector.flows[1]?.connection)
  })

  it('ends with its code when it fails', async () => {
    const { ada, emulator, inspector } = await connectAda()
    emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 500 })
    emulator.expireAll()
    await ada.get('/spaces')
    const renewal = inspector.flows.find(({ kind }) => kind === 'refresh')
    expect(renewal).toMatchObject({ outcome: 'failed', code: 'WX-ANSWER-MISSING' })
  })

  describe('of a connection that is older than the process', () => {
    const startAnew = async (people: readonly string[]) => {
      const keys = [randomBytes(32).toString('base64')]
      const store = memoryStore({ now: () => Date.now() })
      const first = createFlowTrip({ keeper: { store, keys } })
      for (const who of people) await first.newVisitor().grantAs(who)
      const { clientId, clientSecret } = first.integration
      return createFlowTrip({ on: first.emulator, keeper: { store, keys, clientId, clientSecret } })
    }

    it('gets its name from what the keeper tells', async () => {
      const { keeper, inspector } = await startAnew(['ada', 'grace'])
      for (const { id } of await keeper.grants.list()) await keeper.grants.refresh(id)
      expect(list(inspector)).toEqual(['refresh ok', 'refresh ok'])
      expect(inspector.flows.map(({ connection }) => connection?.person).sort()).toEqual([
        'Ada Lovelace',
        'Grace Hopper',
      ])
    })

    it('gets no name where two at once leave a doubt', async () => {
      const { keeper, inspector } = await startAnew(['ada', 'grace'])
      const grants = await keeper.grants.list()
      await Promise.all(grants.map(({ id }) => keeper.grants.refresh(id)))
      expect(list(inspector)).toEqual(['refresh ok', 'refresh ok'])
      for (const { connection, steps } of inspector.flows) {
        const names: Record<string, string> = { ada: 'Ada Lovelace', grace: 'Grace Hopper' }
        expect([undefined, names[steps[0]?.webex?.user ?? '']]).toContain(connection?.person)
      }
    })
  })
})

describe('the flow of a disconnect', () => {
  it('says that it is gone here and that Webex did not confirm, and ends well when Webex does', async () => {
    const { ada, keeper, emulator, inspector } = await connectAda()
    emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', times: 1, status: 503 })
    await ada.post('/disconnect')
    expect(list(inspector).at(-1)).toBe('disconnect failed WX-REVOKE-FAILED POST /disconnect')
    expect(tell(inspector)).toEqual(['disconnect browser→app 303', 'revoke app→webex 503 503'])
    const checks = inspector.flows[0]?.steps[1]?.checks.map(({ name, verdict }) => `${name} ${verdict}`)
    expect(checks).toEqual(['deleted-here passed', 'revoked failed'])
    emulator.clock.advance(600_000)
    await keeper.runDue()
    expect(list(inspector).at(-1)).toBe('disconnect ok POST /disconnect')
    expect(inspector.flows[0]?.connection?.person).toBe('Ada Lovelace')
  })
})

describe('the inspector', () => {
  it('keeps 200 flows and 2 MiB however much happens', { timeout: 60_000 }, async () => {
    let connection = 0
    const environment = nodeEnvironment({
      transport: async () => ({ status: 200, headers: {}, body: JSON.stringify({ items: [] }) }),
    })
    const inspector = createInspector(environment)
    const { transport } = inspector.watch(environment)
    const call = (): TransportRequest => ({
      method: 'GET',
      url: `https://webexapis.com/v1/rooms?${'roomId=Y2lzY29zcGFyazovL3VzL1JPT00vMDEyMzQ1Njc4OWFiY2RlZg&'.repeat(10)}`,
      headers: {
        authorization: `Bearer token-of-${Math.floor(connection++ / 20)}-0123456789`,
        accept: 'application/json',
      },
      maxBytes: 1024,
    })
    for (let calls = 0; calls < 10_000; calls++) await transport(call())
    expect(inspector.flows.length).toBeLessThanOrEqual(200)
    expect(JSON.stringify(inspector.flows).length).toBeLessThan(2.3 * 1024 * 1024)
    expect(Math.max(...inspector.flows.map(({ steps }) => steps.length))).toBeLessThanOrEqual(100)
    // The newest are the ones that are kept.
    expect(Number(inspector.flows[0]?.id.split('-')[1])).toBeGreaterThan(400)
  })

  it('gives no flow an address that a flow had before a restart', async () => {
    const environment = nodeEnvironment({ transport: async () => ({ status: 200, headers: {}, body: '' }) })
    const ids = []
    for (const inspector of [createInspector(environment), createInspector(environment)]) {
      const headers = { authorization: 'Bearer one-token-0123456789' }
      const { transport } = inspector.watch(environment)
      await transport({ method: 'GET', url: 'https://webexapis.com/v1/rooms', headers, maxBytes: 1024 })
      ids.push(inspector.flows[0]?.id)
    }
    expect(ids).toEqual([expect.stringMatching(/-1$/), expect.stringMatching(/-1$/)])
    expect(ids[0]).not.toBe(ids[1])
  })

  it('keeps 100 steps of a flow, and counts the others', async () => {
    const environment = nodeEnvironment({ transport: async () => ({ status: 200, headers: {}, body: '' }) })
    const inspector = createInspector(environment)
    const { transport } = inspector.watch(environment)
    const headers = { authorization: 'Bearer one-token-0123456789' }
    for (let calls = 0; calls < 130; calls++)
      await transport({ method: 'GET', url: 'https://webexapis.com/v1/rooms', headers, maxBytes: 1024 })
    expect(inspector.flows[0]?.steps).toHaveLength(100)
    expect(inspector.flows[0]?.omitted).toBe(30)
  })

  it('forgets everything when it is cleared, and goes on', async () => {
    const { ada, inspector } = await connectAda()
    inspector.clear()
    expect(inspector.flows).toEqual([])
    await ada.get('/spaces')
    expect(list(inspector)).toEqual(['calls ok GET /spaces'])
    expect(inspector.flows[0]?.connection?.person).toBe('Ada Lovelace')
  })

  it('changes nothing of what it looks at, also where an exchange breaks off', async () => {
    const broken = new Error('broken')
    const environment = nodeEnvironment({ transport: () => Promise.reject(broken) })
    const { transport } = createInspector(environment).watch(environment)
    const request = { method: 'GET', url: 'https://webexapis.com/v1/rooms', headers: {}, maxBytes: 1 }
    await expect(transport(request)).rejects.toBe(broken)
    await expect(transport({ ...request, url: 'no address' })).rejects.toBe(broken)
  })
})

describe('the pages of flows', () => {
  it('are not there in an app that was made without an inspector', async () => {
    const { app } = createTrip()
    for (const path of ['/flow', '/flow/1', '/flow/stream', '/flow/har']) {
      const response = await app.fetch(new Request(`http://localhost:10060${path}`), '127.0.0.1')
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('WX-PAGE-NOT-FOUND')
    }
  })

  it('are for operators only, each of them', async () => {
    const { app, inspector } = await connectAda()
    const own = `/flow/${inspector.flows[0]?.id}`
    for (const path of ['/flow', own, '/flow/stream', '/flow/har', `${own}/har`]) {
      const request = new Request(`http://localhost:10060${path}`, { headers: OWN_PAGE })
      const response = await app.fetch(request, '203.0.113.9')
      expect([path, response.status]).toEqual([path, path.includes('har') || path.includes('stream') ? 403 : 401])
      expect(await response.text()).not.toContain('Ada')
    }
    const clear = new Request('http://localhost:10060/flow/clear', { method: 'POST', headers: OWN_PAGE })
    expect((await app.fetch(clear, '203.0.113.9')).status).toBe(403)
  })

  it('show a flow as a picture and as a list, with why each part travels and as curl', async () => {
    const { asOperator, inspector } = await connectAda()
    const text = await (await asOperator(`/flow/${inspector.flows[0]?.id}`)).text()
    expect(text).toContain('Ada Lovelace')
    expect(text).toContain('<svg')
    expect(text).toContain('href="#step-1"')
    expect(text).toContain('id="step-1"')
    expect(text).toContain('https://www.rfc-editor.org/rfc/rfc7636#section-4.5')
    expect(text).toContain('code_verifier=$CODE_VERIFIER')
    expect(text).toContain('As the emulator saw it')
  })

  const NAMES = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge']
  const explained = (html = '') => NAMES.filter((name) => html.includes(`<th scope="row"><code>${name}</code></th>`))

  it('explain what the browser takes to Webex, once: where it asks', async () => {
    const { asOperator, inspector } = await connectAda()
    const text = await (await asOperator(`/flow/${inspector.flows[0]?.id}`)).text()
    const [, , answer, authorize] = text.split('<li id="step-')
    expect([explained(answer), explained(authorize)]).toEqual([[], NAMES])
    expect(answer).toContain('/v1/authorize?…')
    expect(authorize).toContain('--data-urlencode &quot;state=$STATE&quot;')
  })

  it('explain it where the app sends the browser there, when nothing else is seen of it', async () => {
    const { asOperator, inspector, newVisitor } = createFlowTrip()
    await newVisitor().pressGrant()
    const text = await (await asOperator(`/flow/${inspector.flows[0]?.id}`)).text()
    const [, , answer = ''] = text.split('<li id="step-')
    expect(explained(answer)).toEqual(NAMES)
    expect(answer).not.toContain('?response_type=')
  })

  it('name in the picture all that was checked, how long each step took, and how long was waited', async () => {
    const { ada, asOperator, emulator, inspector, newVisitor } = await connectAda()
    const pictureOf = async (id = '') =>
      /<svg aria-hidden[\s\S]*?<\/svg>/.exec(await (await asOperator(`/flow/${id}`)).text())?.[0]
    const signIn = await pictureOf(inspector.flows[0]?.id)
    for (const check of ['fresh state', 'PKCE', 'state fits the cookie', 'state used once', 'code and verifier'])
      expect(signIn).toMatch(new RegExp(`<tspan class="passed"[^>]*>✔ ${check}</tspan>`))
    expect(signIn?.match(/class="took"[^>]*>[\d.]+ m?s</g)?.length).toBeGreaterThan(5)
    emulator.faults.add({ on: 'GET /v1/rooms', times: 1, status: 429, headers: { 'retry-after': '1' } })
    await ada.get('/spaces')
    expect(await pictureOf(inspector.flows[0]?.id)).toMatch(/Waited ([1-9]\.\d s|9\d\d ms)/)
    await newVisitor().grantAs('grace', { accept: false })
    const refused = await pictureOf(inspector.flows[0]?.id)
    expect(refused).toContain('<tspan class="failed">✘ consent</tspan>')
    expect(refused).toContain('what went wrong')
  })

  it('give a reason for every part of every message', async () => {
    const { ada, asOperator, emulator, inspector } = await connectAda()
    emulator.faults.add({ on: 'POST /v1/access_token', times: 1, status: 400, body: { error: 'invalid_request' } })
    emulator.expireAll()
    await ada.get('/spaces?q=plans&size=25')
    await ada.get('/spaces?refresh=1')
    await ada.post('/disconnect')
    for (const { id } of inspector.flows) {
      const rows = (await (await asOperator(`/flow/${id}`)).text()).match(/<th scope="row"><code>.*?<\/tr>/gs) ?? []
      const reasonless = rows.filter((row) => !/<td>[A-Z][^<]{9,}/.test(row))
      expect([id, reasonless]).toEqual([id, []])
    }
  })

  it('find flows by person, kind and outcome', async () => {
    const { asOperator, inspector, newVisitor } = await connectAda()
    await newVisitor().grantAs('grace', { accept: false })
    const rows = async (query: string) =>
      ((await (await asOperator(`/flow${query}`)).text()).match(/href="\/flow\/\w+-\d+"/g) ?? []).length
    expect(await rows('')).toBe(2)
    expect(await rows('?q=lovelace')).toBe(1)
    expect(await rows('?q=WX-ACCESS-DENIED')).toBe(1)
    const failed = await (await asOperator('/flow?q=WX-ACCESS-DENIED')).text()
    expect(failed).toContain('href="/errors/WX-ACCESS-DENIED"')
    expect(await rows('?outcome=failed')).toBe(1)
    expect(await rows('?kind=refresh')).toBe(0)
    const grantId = inspector.flows.at(-1)?.connection?.grantId
    expect(await (await asOperator(`/connections/${grantId}`)).text()).toContain(`href="/flow?q=${grantId}"`)
    expect(await rows(`?q=${grantId}`)).toBe(1)
    expect(await (await asOperator('/flow?kind=refresh')).text()).toContain('No flow matches')
  })

  it('escape a hostile name', async () => {
    const { asOperator, inspector } = await connectAda()
    const connection = inspector.flows[0]?.connection
    if (connection) connection.person = '<img src=x onerror=alert(1)>'
    for (const path of ['/flow', `/flow/${inspector.flows[0]?.id}`]) {
      expect(await (await asOperator(path)).text()).not.toContain('<img src=x')
    }
  })

  it('clear all flows by a form of our own only', async () => {
    const { asOperator, inspector } = await connectAda()
    const foreign = await asOperator('/flow/clear', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
    expect(foreign.status).toBe(403)
    expect(inspector.flows).toHaveLength(1)
    const own = await asOperator('/flow/clear', { method: 'POST', headers: OWN_PAGE })
    expect(own.headers.get('location')).toBe('/flow?done=cleared')
    expect(inspector.flows).toHaveLength(0)
    expect(await (await asOperator('/flow')).text()).toContain('Nothing has happened yet')
  })
})

describe('the stream of flows', () => {
  const read = async (response: Response) => {
    const reader = response.body!.getReader()
    const decoder = new TextDecoder()
    let text = ''
    return {
      async until(part: string) {
        while (!text.includes(part)) text += decoder.decode((await reader.read()).value)
        return text
      },
      cancel: () => reader.cancel(),
    }
  }

  it('tells of each change with an id, and tells those who come back that they missed some', async () => {
    const trip = createFlowTrip()
    const stream = await read(await trip.asOperator('/flow/stream?after=0', { headers: OWN_PAGE }))
    await trip.newVisitor().grantAs('ada')
    const text = await stream.until('(finished)')
    expect(text).toContain('retry: 2000')
    expect(text).toMatch(/id: 1\nevent: change\ndata: \{"flow":"[0-9a-f]{8}-1"/)
    await stream.cancel()
    const again = await read(await trip.asOperator('/flow/stream', { headers: { ...OWN_PAGE, 'last-event-id': '1' } }))
    expect(await again.until('missed')).toContain(`id: ${trip.inspector.lastChange}\nevent: missed`)
    await again.cancel()
    const ofFormerProcess = { ...OWN_PAGE, 'last-event-id': '999' }
    const restarted = await read(await trip.asOperator('/flow/stream', { headers: ofFormerProcess }))
    expect(await restarted.until('missed')).toContain(`id: ${trip.inspector.lastChange}\nevent: missed`)
    await restarted.cancel()
  })

  it('is not for pages of other sites', async () => {
    const { asOperator } = createFlowTrip()
    expect((await asOperator('/flow/stream', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await asOperator('/flow/stream')).status).toBe(403)
  })

  it('ends with the right to see it, before it tells of anything more', async () => {
    const { keeper, emulator } = createTrip()
    const environment = nodeEnvironment({ now: () => emulator.clock.now() })
    const [inspector, operatorToken] = [createInspector(environment), 'token-of-the-operator-of-this-test']
    const app = createApp({ keeper, environment, inspector, operatorToken, operatorByTokenOnly: true })
    const ask = (path: string, init: RequestInit = {}) =>
      app.fetch(
        new Request(`http://localhost:10060${path}`, { ...init, headers: { ...OWN_PAGE, ...init.headers } }),
        '::1',
      )
    const body = new URLSearchParams({ token: operatorToken })
    const cookie = (await ask('/operator', { method: 'POST', body })).headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const stream = await ask('/flow/stream', { headers: { cookie } })
    await createVisitor(app, emulator).pressGrant()
    await ask('/operator/sign-out', { method: 'POST', headers: { cookie } })
    await createVisitor(app, emulator).pressGrant()
    const text = await stream.text()
    expect(text).toMatch(/"flow":"[0-9a-f]{8}-1"/)
    expect(text).not.toContain('"flow":"2"')
  })

  it('is open to 20 readers, and to another when one has gone', async () => {
    const { asOperator } = createFlowTrip()
    const open = () => asOperator('/flow/stream', { headers: OWN_PAGE })
    const all = await Promise.all(Array.from({ length: 20 }, open))
    expect(all.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect((await open()).status).toBe(429)
    await all[0]?.body?.cancel()
    const next = await open()
    expect(next.status).toBe(200)
    for (const { body } of [...all.slice(1), next]) await body?.cancel()
  })
})
