import express from 'express'
import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { expressErrors, expressRoutes } from 'grantkeeper/adapters/express'

const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
const button = (path, word) => `<form method="post" action="${path}"><button>${word}</button></form>`
const app = express().use(expressRoutes(keeper)) // answers connect, callback, disconnect and status
app.get('/', (_, res) => res.send(button('/connect?return_to=/spaces', 'GRANT') + button('/disconnect', 'Disconnect')))
app.get('/spaces', async (req, res) => {
  const webex = await keeper.webex(req) // its token is always fresh
  res.json(await webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 }))
})
app.use(expressErrors(keeper)).listen(keeper.port, '127.0.0.1', () => console.log(`Open ${keeper.origin}`))
