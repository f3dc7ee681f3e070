import { serve } from '@hono/node-server'
import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { honoErrors, honoRoutes } from 'grantkeeper/adapters/hono'
import { Hono } from 'hono'

const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
const button = (path, word) => `<form method="post" action="${path}"><button>${word}</button></form>`
const app = new Hono().use(honoRoutes(keeper)) // answers connect, callback, disconnect and status
app.get('/', (c) => c.html(button('/connect?return_to=/spaces', 'GRANT') + button('/disconnect', 'Disconnect')))
app.get('/spaces', async (c) => {
  const webex = await keeper.webex(c.req.raw) // its token is always fresh
  return c.json(await webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 }))
})
app.onError(honoErrors()) // not connected: what it is, what to do
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: keeper.port }, () => console.log(`Open ${keeper.origin}`))
