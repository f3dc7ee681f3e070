/** Does one task with Webex's SDK, composed of the parts that run on Node, and prints what came of it. */
require('@webex/plugin-authorization-node')
require('@webex/plugin-people')
require('@webex/plugin-rooms')
require('@webex/plugin-messages')
require('@webex/plugin-logger')
const { default: WebexCore } = require('@webex/webex-core')

const { clientId, clientSecret, redirectUri, code } = JSON.parse(process.env.SDK_TASK)

async function run() {
  const webex = new WebexCore({
    config: {
      logger: { level: 'error' },
      credentials: {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
        clientType: 'confidential',
      },
    },
  })
  await webex.authorization.requestAuthorizationCodeGrant({ code })
  const me = await webex.people.get('me')
  const page = await webex.rooms.list({ max: 5 })
  const next = await page.next()
  const message = await webex.messages.create({ roomId: page.items[0].id, text: 'Hello from the SDK' })
  const before = webex.credentials.supertoken.access_token
  await webex.credentials.refresh({ force: true })
  const after = webex.credentials.supertoken.access_token
  await webex.people.get('me')
  return {
    me: me.emails[0],
    rooms: page.items.length,
    nextRooms: next.items.length,
    posted: message.text,
    renewed: before !== after,
  }
}

run().then(
  (result) => {
    process.stdout.write(`RESULT ${JSON.stringify(result)}\n`, () => process.exit(0))
  },
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
