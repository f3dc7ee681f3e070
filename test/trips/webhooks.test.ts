import { describe, expect, it } from 'vitest'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import { isGrantkeeperError } from '../../src/errors/index.ts'
import type { EnsuredWebhook, ReceivedEvent } from '../../src/webhooks/index.ts'
import { createTrip } from './trip.ts'

const SECRET = 'signed with this'
const options = { targetUrl: 'http://localhost:10060/hook', secret: SECRET }
const rooms = { resource: 'rooms', event: 'created' }
const updates = { resource: 'rooms', event: 'updated' }

/** Ada is connected; what Webex delivers to /hook is received by the keeper, unless the app is `away`. */
async function createHooked(emulator: object = {}) {
  const received: (ReceivedEvent | undefined | string)[] = []
  const state = { away: false }
  const answer = async (request: Request) => {
    if (state.away) return new Response(null, { status: 503 })
    try {
      received.push(await trip.keeper.webhooks.receive(request, { secret: SECRET }))
      return new Response(null, { status: 204 })
    } catch (error) {
      if (!isGrantkeeperError(error)) throw error
      received.push(error.code)
      return new Response(null, { status: error.status })
    }
  }
  const trip = createTrip({
    emulator: { environment: nodeEnvironment({ transport: fetchTransport(answer) }), ...emulator },
  })
  await trip.newVisitor().grantAs('ada')
  const [grant] = await trip.keeper.grants.list()
  const ensure = async (wanted: { resource: string; event: string }[], more = {}) =>
    summarise(await trip.keeper.webhooks.ensure({ grant: grant?.id ?? '' }, { ...options, wanted, ...more }))
  const trigger = (event = 'created') => {
    trip.emulator.webhooks.trigger({ resource: 'rooms', event, data: { id: `r${received.length}`, title: 'New' } })
    return trip.emulator.webhooks.settled()
  }
  return { ...trip, state, received, ensure, trigger }
}

const summarise = (report: EnsuredWebhook[]) =>
  report.map(({ action, event, changed }) => [action, event, ...changed].join(' '))

describe('webhooks, from wish to event', () => {
  it('are made once, deliver what happens, and are removed when nobody wants them', async () => {
    const { emulator, ensure, trigger, received, keeper } = await createHooked()
    expect(await ensure([rooms, updates])).toEqual(['created created', 'created updated'])
    expect(await ensure([rooms, updates])).toEqual(['kept created', 'kept updated'])
    await trigger()
    expect(received).toMatchObject([{ type: 'rooms.created', data: { id: 'r0', title: 'New' } }])
    expect(await ensure([rooms])).toEqual(['kept created', 'removed updated'])
    expect(await ensure([])).toEqual(['removed created'])
    expect(emulator.webhooks.list()).toEqual([])
    expect(keeper.scopes.used().narrowest).toEqual(['spark:people_read', 'spark:rooms_read'])
  })

  it('are signed in both ways, and either may be there', async () => {
    const { emulator, ensure, trigger, received } = await createHooked({ webexSignature: true })
    await ensure([rooms])
    await trigger()
    expect(received).toMatchObject([{ type: 'rooms.created' }])
    expect(emulator.webhooks.deliveries()).toMatchObject([{ status: 204 }])
  })

  it('that are delivered again are answered alike and told once, for a day; forged ones never', async () => {
    const { emulator, ensure, trigger, received } = await createHooked()
    await ensure([rooms])
    await trigger()
    const id = emulator.webhooks.deliveries()[0]?.id ?? ''
    emulator.webhooks.redeliver(id, { times: 5 })
    emulator.webhooks.redeliver(id, { badSignature: true })
    await emulator.webhooks.settled()
    expect(received.map((event) => (typeof event === 'object' ? event.type : event)).sort()).toEqual(
      ['rooms.created', 'WX-WEBHOOK-SIGNATURE', ...Array(5).fill(undefined)].sort(),
    )
    expect(
      emulator.webhooks
        .deliveries()
        .map(({ status }) => status)
        .sort(),
    ).toEqual([...Array(6).fill(204), 401])
  })

  it('that Webex disabled are made active by the next ensure', async () => {
    const { emulator, ensure, trigger, state, received } = await createHooked()
    await ensure([rooms])
    state.away = true
    for (let failures = 0; failures < 100; failures++) await trigger()
    expect(emulator.webhooks.list()).toMatchObject([{ status: 'inactive' }])
    state.away = false
    expect(await ensure([rooms])).toEqual(['enabled created status'])
    await trigger()
    expect(received).toHaveLength(1)
  })

  it('of many pages are all seen', async () => {
    const { ensure, emulator } = await createHooked()
    const counted = (i: number) => [
      ...Array(1 + Math.floor(i / 12)).fill('type=group'),
      ...Array(i % 12).fill('isLocked=true'),
    ]
    const wanted = Array.from({ length: 130 }, (_, i) => ({ ...updates, filter: counted(i).join('&') }))
    expect(new Set(await ensure(wanted))).toEqual(new Set(['created updated']))
    expect(emulator.webhooks.list()).toHaveLength(130)
    expect(new Set(await ensure(wanted))).toEqual(new Set(['kept updated']))
  })

  it('that two processes want at once are made once', async () => {
    const { ensure, emulator } = await createHooked()
    const both = await Promise.all([ensure([rooms, updates]), ensure([rooms, updates])])
    expect(emulator.webhooks.list()).toHaveLength(2)
    expect(both.flat().filter((line) => line.startsWith('created'))).toHaveLength(2)
  })

  it('that watch what was not granted are refused as Webex refuses them', async () => {
    const { ensure } = await createHooked()
    await expect(ensure([{ resource: 'messages', event: 'created' }])).rejects.toMatchObject({
      code: 'WX-API-FORBIDDEN',
    })
  })
})
