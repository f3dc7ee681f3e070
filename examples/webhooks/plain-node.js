import { createServer } from 'node:http'
import { nodeWebhooks } from 'grantkeeper/adapters/node'

export function createApp(keeper, secret, later) {
  const receive = nodeWebhooks(keeper, { secret }, later)
  return createServer(async (req, res) => {
    if (req.url === '/webhooks') return receive(req, res)
    res.writeHead(404).end()
  })
}
