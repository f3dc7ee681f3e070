import { serve } from '@hono/node-server'
import { createGrantkeeper, isGrantkeeperError, optionsFromEnv } from 'grantkeeper'
import { Hono } from 'hono'

const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
const app = new Hono()
app.get('/', (c) => c.html('<form method="post" action="/connect?return_to=/spaces"><button>GRANT</button></form>'))
app.get('/spaces', async (c) => {
  const webex = await keeper.webex(c.req.raw) // its token is always fresh
  return c.json(await webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 }))
})
app.all('*', async (c) => (await keeper.handle(c.req.raw)) ?? c.notFound()) // connect, callback, disconnect, status
app.onError((error) => {
  if (!isGrantkeeperError(error)) throw error
  return Response.json({ code: error.code, fix: error.fix }, { status: error.status }) // what it is, what to do
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: keeper.port }, () => console.log(`Open ${keeper.origin}`))
