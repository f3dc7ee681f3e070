import { serve } from '@hono/node-server'
import { createGrantkeeper, isGrantkeeperError } from 'grantkeeper'
import { sqliteStore } from 'grantkeeper/stores/sqlite'
import { openFakeKms } from './fake-kms.js'
import { wrappedKeys } from './wrapped-keys.js'

const kms = openFakeKms('.grantkeeper/fake-kms') // in its place: the client of your cloud's KMS
const provider = wrappedKeys({ kms, file: '.grantkeeper/wrapped-key' })

const keeper = createGrantkeeper({
  clientId: process.env.WEBEX_CLIENT_ID,
  clientSecret: process.env.WEBEX_CLIENT_SECRET,
  redirectUri: process.env.WEBEX_REDIRECT_URI,
  scopes: process.env.WEBEX_SCOPES,
  baseUrl: process.env.WEBEX_BASE_URL,
  store: sqliteStore({ file: '.grantkeeper/grants.db' }),
  keys: await provider.keys(), // asked once, at the start
})
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
