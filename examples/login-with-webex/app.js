import { honoErrors, honoRoutes } from 'grantkeeper/adapters/hono'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'

/** An app whose users sign in with Webex. `saveUser` is yours: it finds or makes the user of this `sub`. */
export function createApp(keeper, saveUser) {
  const app = new Hono().use(csrf({ origin: keeper.origin })).use(honoRoutes(keeper))
  app.get('/', async (c) => {
    const { login } = (await keeper.grantOf(c.req.raw)) ?? {}
    if (!login) return c.html('<form method="post" action="/connect"><button>Sign in with Webex</button></form>')
    const user = await saveUser(login.sub, login)
    return c.html(html`Hello, ${user.name}. <form method="post" action="/sign-out"><button>Sign out</button></form>`)
  })
  app.post('/sign-out', async (c) => {
    c.header('set-cookie', await keeper.sessions.end(c.req.raw))
    return c.redirect('/', 303)
  })
  app.onError(honoErrors(keeper))
  return app
}
