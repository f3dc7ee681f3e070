import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { expect, it } from 'vitest'
import * as inExpress from '../../examples/webhooks/express.js'
import * as inFastify from '../../examples/webhooks/fastify.js'
import * as inHono from '../../examples/webhooks/hono.js'
import * as plainNode from '../../examples/webhooks/plain-node.js'
import { watchSpaces } from '../../examples/webhooks/spaces.js'
import { type Environment, nodeEnvironment } from '../../src/environment.ts'
import { createTrip } from '../trips/trip.ts'

const SECRET = 'signed with this'

type Listen = (...app: Parameters<typeof inExpress.createApp>) => Server | Promise<Server>

const hosts: Record<string, Listen> = {
  express: (...app) => createServer(inExpress.createApp(...app) as RequestListener),
  fastify: async (...app) => {
    const fastify = await inFastify.createApp(...app)
    await fastify.ready()
    return createServer(fastify.routing)
  },
  hono: (...app) => createServer(getRequestListener(inHono.createApp(...app).fetch)),
  'plain-node': plainNode.createApp,
}

/** The environment of an emulator whose deliveries go to a port in place of the app's own. */
function sendTo(port: () => number): Environment {
  const environment = nodeEnvironment()
  const transport: Environment['transport'] = (request) => {
    const url = new URL(request.url)
    url.port = String(port())
    return environment.transport({ ...request, url: url.href })
  }
  return { ...environment, transport }
}

it.each(Object.entries(hosts))(
  'shows on %s webhooks that are made once, believed when signed, and acted on once',
  async (_, listen) => {
    let port = 0
    const trip = createTrip({ emulator: { environment: sendTo(() => port) } })
    const heard: unknown[] = []
    const server = (await listen(trip.keeper, SECRET, ({ data }) => heard.push(data.id))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
    await trip.newVisitor().grantAs('ada')
    const [grant] = await trip.keeper.grants.list()
    expect(await watchSpaces(trip.keeper, grant!.id, SECRET)).toMatchObject([{ action: 'created' }])
    expect(await watchSpaces(trip.keeper, grant!.id, SECRET)).toMatchObject([{ action: 'kept' }])
    trip.emulator.webhooks.trigger({ resource: 'rooms', event: 'created', data: { id: 'r1', title: 'New' } })
    await trip.emulator.webhooks.settled()
    expect(heard).toEqual(['r1'])
    const forged = await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', body: '{}' })
    expect([forged.status, await forged.text()]).toEqual([401, 'WX-WEBHOOK-SIGNATURE'])
    server.closeAllConnections()
    server.close()
  },
)
