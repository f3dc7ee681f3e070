import { serve } from '@hono/node-server'
import { createGrantkeeper, isGrantkeeperError, optionsFromEnv } from 'grantkeeper'

const keeper = createGrantkeeper(optionsFromEnv())
const button = '<form method="post" action="/connect?return_to=/spaces"><button>GRANT</button></form>'

async function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/') return new Response(button, { headers: { 'content-type': 'text/html' } })
  if (pathname === '/spaces') return Response.json(await listSpaces(request))
  return (await keeper.handle(request)) ?? new Response('Not found', { status: 404 })
}

async function listSpaces(request) {
  const webex = await keeper.webex(request)
  return webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 })
}

function answerError(error) {
  if (!isGrantkeeperError(error)) throw error
  return Response.json({ code: error.code, fix: error.fix }, { status: error.status })
}

const fetch = (request) => answer(request).catch(answerError)
serve({ fetch, hostname: '127.0.0.1', port: keeper.port }, () => console.log(`Open ${keeper.origin}`))
