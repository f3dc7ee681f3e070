import { honoWebhooks } from 'grantkeeper/adapters/hono'
import { Hono } from 'hono'

export function createApp(keeper, secret, later) {
  return new Hono().post('/webhooks', honoWebhooks(keeper, { secret }, later))
}
