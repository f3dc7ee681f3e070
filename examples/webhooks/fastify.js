import Fastify from 'fastify'
import { fastifyWebhooks } from 'grantkeeper/adapters/fastify'

export async function createApp(keeper, secret, later) {
  const app = Fastify() // its parsers stay what they are for the rest of the app
  await app.register(fastifyWebhooks(keeper, { secret }, later), { prefix: '/webhooks' })
  return app
}
