import { createServer } from 'node:http'
import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { nodeListener } from 'grantkeeper/adapters/node'

const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
const button = (path, word) => `<form method="post" action="${path}"><button>${word}</button></form>`
const page = button('/connect?return_to=/spaces', 'GRANT') + button('/disconnect', 'Disconnect')

async function answer(req, res) {
  const [path] = req.url.split('?')
  if (path === '/') return res.setHeader('content-type', 'text/html').end(page)
  if (path === '/spaces') return res.end(JSON.stringify(await listSpaces(req)))
  res.writeHead(404).end('Not found')
}

async function listSpaces(req) {
  const webex = await keeper.webex(req) // its token is always fresh
  return webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 })
}

const server = createServer(nodeListener(keeper, answer))
server.listen(keeper.port, '127.0.0.1', () => console.log(`Open ${keeper.origin}`))
