import Fastify from 'fastify'
import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { fastifyErrors, fastifyRoutes } from 'grantkeeper/adapters/fastify'

const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
const button = (path, word) => `<form method="post" action="${path}"><button>${word}</button></form>`
const app = Fastify()
await app.register(fastifyRoutes, { keeper }) // answers connect, callback, disconnect and status
app.get('/', (_, reply) =>
  reply.type('text/html').send(button('/connect?return_to=/spaces', 'GRANT') + button('/disconnect', 'Disconnect')),
)
app.get('/spaces', async (request) => {
  const webex = await keeper.webex(request) // its token is always fresh
  return webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 })
})
app.setErrorHandler(fastifyErrors(keeper)) // not connected: what it is, what to do
await app.listen({ host: '127.0.0.1', port: keeper.port })
console.log(`Open ${keeper.origin}`)
