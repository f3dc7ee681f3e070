import { honoErrors, honoRoutes } from 'grantkeeper/adapters/hono'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'

const WRITE = 'spark:messages_write'
const form = html`<form method="post"><input name="to" type="email" aria-label="To"><button>Say hello</button></form>`

/** Sends a greeting for whoever allows it, and asks for that only once somebody wants it. */
export function createApp(keeper) {
  const app = new Hono().use(csrf({ origin: keeper.origin })).use(honoRoutes(keeper))
  app.get('/', async (c) => {
    const grant = await keeper.grantOf(c.req.raw)
    if (!grant) return c.html(html`<form method="post" action="/connect"><button>GRANT</button></form>`)
    if (grant.scopesGranted.includes(WRITE)) return c.html(form)
    const more = keeper.scopes.askFor([WRITE], '/')
    return c.html(html`<form method="post" action="${more}"><button>Allow this app to send messages</button></form>`)
  })
  app.post('/', async (c) => {
    const { to } = await c.req.parseBody()
    const webex = await keeper.webex(c.req.raw)
    await webex.messages.create({ toPersonEmail: to, text: 'Hello!' })
    return c.redirect('/', 303)
  })
  app.onError(honoErrors(keeper))
  return app
}
