import { MINUTE, type Scene, type State } from './state.ts'

/** Goes to Webex and gives the address that it sends this browser back to. */
async function comeBack({ world, goOnAs }: Scene, choice: { accept?: boolean } = {}): Promise<string> {
  const visitor = world.newVisitor()
  const callback = await world.emulator.signIn(await visitor.pressGrant(), 'ada', choice)
  await goOnAs(visitor)
  return callback.slice(world.origin.length)
}

/** Signed in; then everything that Webex is asked goes so. */
async function breakCalls({ world, signIn }: Scene, on: string, fault: object): Promise<undefined> {
  await signIn()
  world.emulator.faults.add({ on, ...fault })
}

/** What goes wrong, each as a person meets it. */
export const errorStates: readonly State[] = [
  {
    name: 'error, declined at Webex',
    reach: (scene) => comeBack(scene, { accept: false }),
    status: 400,
    shows: /WX-ACCESS-DENIED/,
  },
  {
    name: 'error, state of another browser',
    async reach({ world }) {
      const callback = await world.emulator.signIn(await world.newVisitor().pressGrant(), 'ada')
      return callback.slice(world.origin.length)
    },
    status: 400,
    shows: /WX-STATE-FOREIGN/,
  },
  { name: 'error, no state', path: '/oauth?code=x', status: 400, shows: /WX-STATE-MISSING/ },
  {
    name: 'error, sign-in expired',
    async reach(scene) {
      const callback = await comeBack(scene)
      scene.world.emulator.clock.advance(11 * MINUTE)
      return callback
    },
    status: 400,
    shows: /WX-STATE-EXPIRED/,
  },
  {
    name: 'error, sign-in used',
    async reach(scene) {
      const callback = await comeBack(scene)
      const cookies = await scene.context.cookies()
      await scene.page.goto(scene.world.origin + callback)
      // A browser that was restored from a picture of before: else the cookie of a sign-in goes with its callback.
      await scene.context.addCookies(cookies)
      scene.world.emulator.clock.advance(2 * MINUTE)
      return callback
    },
    status: 400,
    shows: /WX-STATE-USED/,
  },
  {
    name: 'error, code refused',
    async reach(scene) {
      const callback = await comeBack(scene)
      scene.world.emulator.faults.add({ on: 'POST /v1/access_token', refuse: 'invalid_grant' })
      return callback
    },
    status: 400,
    shows: /WX-CODE-REJECTED/,
  },
  {
    name: 'error, wrong client secret',
    world: { keeper: { clientSecret: 'f'.repeat(64) } },
    reach: comeBack,
    status: 502,
    shows: /WX-CLIENT-REJECTED/,
  },
  {
    name: 'error, Webex away during the sign-in',
    async reach(scene) {
      const callback = await comeBack(scene)
      scene.world.emulator.faults.add({ on: 'POST /v1/access_token', status: 503 })
      return callback
    },
    status: 503,
    shows: /WX-TOKEN-UNAVAILABLE/,
  },
  {
    name: 'error, connection revoked at Webex',
    async reach({ world, signIn }) {
      await signIn()
      world.emulator.revokeOutside('ada')
      return '/spaces'
    },
    status: 401,
    shows: /WX-RECONNECT/,
  },
  {
    name: 'error, too many requests',
    reach: (scene) => breakCalls(scene, 'GET /v1/rooms', { status: 429, headers: { 'retry-after': '18' } }),
    path: '/spaces',
    status: 429,
    shows: /Webex asked us to wait/,
  },
  {
    name: 'error, Webex away',
    reach: (scene) => breakCalls(scene, '* /v1/*', { status: 503 }),
    path: '/spaces',
    status: 503,
    shows: /WX-API-UNAVAILABLE/,
  },
  {
    name: 'error, store away',
    async reach({ world, signIn }) {
      await signIn()
      world.breakStore('WX-STORE-UNAVAILABLE')
      return '/spaces'
    },
    status: 503,
    shows: /WX-STORE-UNAVAILABLE/,
  },
  {
    name: 'error, store full',
    async reach(scene) {
      const callback = await comeBack(scene)
      scene.world.breakStore('WX-STORE-FULL')
      return callback
    },
    status: 503,
    shows: /WX-STORE-FULL/,
  },
  { name: 'error, not connected', path: '/spaces', status: 401, shows: /WX-NOT-CONNECTED/ },
  { name: 'error, no such page', path: '/nowhere', status: 404, shows: /WX-PAGE-NOT-FOUND/ },
  { name: 'error, explained', path: '/errors/WX-STATE-EXPIRED', shows: /The same on the command line/ },
  { name: 'error, no such code', path: '/errors/WX-NOTHING', status: 404, shows: /WX-PAGE-NOT-FOUND/ },
  { name: 'help', path: '/help', shows: /Keyboard|keys/i },
]
