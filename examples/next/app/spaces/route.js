import { nextErrors } from 'grantkeeper/adapters/next'
import { keeper } from '../../keeper.js'

// Not connected: what it is, what to do.
export const GET = nextErrors(async (request) => {
  const webex = await keeper.webex(request) // its token is always fresh
  return Response.json(await webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 }))
})
