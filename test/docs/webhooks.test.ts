import { expect, it } from 'vitest'
import { receiveSpace, watchSpaces } from '../../examples/webhooks/spaces.js'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import { isGrantkeeperError } from '../../src/errors/index.ts'
import { createTrip } from '../trips/trip.ts'

const SECRET = 'signed with this'

it('shows webhooks that are made once, believed when signed, and acted on once', async () => {
  const heard: string[] = []
  const receive = (request: Request) => receiveSpace(trip.keeper, request, SECRET, (id: string) => heard.push(id))
  const transport = fetchTransport(receive)
  const trip = createTrip({ emulator: { environment: nodeEnvironment({ transport }) } })
  await trip.newVisitor().grantAs('ada')
  const [grant] = await trip.keeper.grants.list()
  expect(await watchSpaces(trip.keeper, grant!.id, SECRET)).toMatchObject([{ action: 'created' }])
  expect(await watchSpaces(trip.keeper, grant!.id, SECRET)).toMatchObject([{ action: 'kept' }])
  trip.emulator.webhooks.trigger({ resource: 'rooms', event: 'created', data: { id: 'r1', title: 'New' } })
  await trip.emulator.webhooks.settled()
  expect(heard).toEqual(['r1'])
  const forged = new Request('http://localhost:10060/webhooks', { method: 'POST', body: '{}' })
  expect(await receive(forged).catch((error) => isGrantkeeperError(error, 'WX-WEBHOOK-SIGNATURE'))).toBe(true)
})
