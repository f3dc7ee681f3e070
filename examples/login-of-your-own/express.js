import express from 'express'
import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { expressErrors, expressRoutes, hostRequestOf } from 'grantkeeper/adapters/express'

/** `login` is the middleware that says who is signed in: passport's, or another that sets `req.user`. */
export function createApp(login) {
  const keeper = createGrantkeeper({ ...optionsFromEnv(), ownerOf: (request) => hostRequestOf(request).user?.id })

  const app = express()
  app.use(login).use(expressRoutes(keeper)) // after the login, which sets req.user
  app.get('/spaces', async (req, res) => {
    const webex = await keeper.webex(req)
    res.json(await webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 200 }))
  })
  app.use(expressErrors(keeper))
  return { app, keeper }
}
