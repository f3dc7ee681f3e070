import { isGrantkeeperError } from 'grantkeeper'

const html = (text) => new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } })

/** The app under test. It is given its keeper, so that a test can give it one that speaks to an emulator. */
export function createApp(keeper) {
  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/')
      return html('<form method="post" action="/connect?return_to=/spaces"><button>GRANT</button></form>')
    if (pathname === '/spaces') return showSpaces(request).catch(showError)
    return (await keeper.handle(request)) ?? new Response('Not found', { status: 404 })
  }

  async function showSpaces(request) {
    const webex = await keeper.webex(request)
    const rooms = await webex.rooms.list({ max: 20 }).toArray({ limit: 20 })
    return html(`<ul>${rooms.map(({ title }) => `<li>${escapeHtml(title)}</li>`).join('')}</ul>`)
  }
}

function showError(error) {
  if (!isGrantkeeperError(error)) throw error
  return Response.json({ code: error.code, fix: error.fix }, { status: error.status })
}

const escapeHtml = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)
