import express from 'express'
import { expressWebhooks } from 'grantkeeper/adapters/express'

export function createApp(keeper, secret, later) {
  const app = express()
  app.post('/webhooks', expressWebhooks(keeper, { secret }, later)) // first: the signature is of the raw bytes
  app.use(express.json()) // for the rest of the app
  return app
}
