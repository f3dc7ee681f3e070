import { DAY, HOUR, type Scene, type State, signedIn } from './state.ts'

const TOKEN = 'token-of-the-operator-of-this-test'
const byToken = { app: { operatorToken: TOKEN, operatorByTokenOnly: true } }
const crowd = { emulator: { seed: { users: [], generate: { users: 30, spacesEach: 1 } } } }

async function connectCrowd({ world }: Scene): Promise<undefined> {
  for (const { key } of world.emulator.users()) await world.newVisitor().grantAs(key)
}

/** Some renewed, some failing, some ended, one about to end. */
async function connectMixed(scene: Scene): Promise<undefined> {
  await connectCrowd(scene)
  const { keeper, emulator } = scene.world
  const grants = await keeper.grants.list()
  const refresh = async (from: number, to: number) => {
    for (const { id } of grants.slice(from, to)) await keeper.grants.refresh(id).catch(() => undefined)
  }
  await refresh(0, 10)
  emulator.clock.advance(5 * HOUR)
  emulator.faults.add({ on: 'POST /v1/access_token', status: 503, times: 20 })
  await refresh(10, 14)
  emulator.faults.clear()
  for (const user of ['user20', 'user21', 'user22']) emulator.revokeOutside(user)
  await refresh(15, 30)
  emulator.clock.advance(2 * DAY)
}

/** Months later: most end within days, and a few were renewed just now. */
async function connectLongAgo(scene: Scene): Promise<undefined> {
  await connectMixed(scene)
  const { keeper, emulator } = scene.world
  emulator.clock.advance(84 * DAY)
  for (const { id } of (await keeper.grants.list()).slice(0, 3)) await keeper.grants.refresh(id)
}

async function signInByToken({ world, page }: Scene): Promise<undefined> {
  await page.goto(`${world.origin}/operator`)
  await page.locator('#token').fill(TOKEN)
  await page.locator('main button[type=submit]').click()
  await page.waitForURL('**/overview')
}

async function openOne(scene: Scene, which = 'user21'): Promise<string> {
  await connectMixed(scene)
  const [grant] = await scene.world.keeper.grants.list({ search: `${which}@` })
  return `/connections/${grant?.id}`
}

async function runDisconnectAll(scene: Scene, delayMs: number): Promise<undefined> {
  const { world, page } = scene
  await connectCrowd(scene)
  world.emulator.faults.add({ on: 'POST /idb/oauth2/v1/revoke', delayMs })
  await page.goto(`${world.origin}/connections/disconnect-all`)
  await page.locator('#confirm').fill(await page.locator('label[for=confirm] strong').innerText())
  const arrived = page.waitForEvent('load')
  await page.locator('main form button[type=submit]').click()
  await arrived
}

/** What whoever runs the app sees. */
export const operatorStates: readonly State[] = [
  { name: 'operator, asked for the token', world: byToken, path: '/operator', shows: /Operator token/ },
  { name: 'operator, sent to sign in', world: byToken, path: '/overview', status: 401, shows: /Operator token/ },
  {
    name: 'operator, no token and not this computer',
    world: { app: {} },
    path: '/operator',
    shows: /You are the operator/,
  },
  { name: 'operator, signed in', world: byToken, reach: signInByToken, path: '/operator', shows: /by the token/ },
  { name: 'connections, none', path: '/connections', shows: /Nobody has connected yet/ },
  { name: 'connections, one', reach: signedIn, path: '/connections', shows: /1 of 1/ },
  { name: 'connections, many', world: crowd, reach: connectMixed, path: '/connections?limit=25', shows: /25 of 30/ },
  {
    name: 'connections, last page',
    world: crowd,
    async reach(scene) {
      await connectMixed(scene)
      const [last] = (await scene.world.keeper.grants.list({ limit: 25 })).slice(-1)
      return `/connections?limit=25&after=${last?.id}`
    },
    shows: /5 of 30/,
  },
  {
    name: 'connections, filtered',
    world: crowd,
    reach: connectMixed,
    path: '/connections?q=user2&status=reconnect',
    shows: /must reconnect/,
  },
  {
    name: 'connections, nothing like it',
    world: crowd,
    reach: connectMixed,
    path: '/connections?q=nobody',
    shows: /No connection matches/,
  },
  {
    name: 'connections, after one was disconnected',
    path: '/connections?done=disconnected-here',
    shows: /not confirmed/,
  },
  {
    name: 'connection, ended',
    world: crowd,
    reach: (scene) => openOne(scene),
    shows: /Webex has ended this connection/,
  },
  { name: 'connection, healthy', world: crowd, reach: (scene) => openOne(scene, 'user3'), shows: /What has happened/ },
  {
    name: 'connection, refreshed just now',
    world: crowd,
    reach: async (scene) => `${await openOne(scene, 'user3')}?done=refreshed`,
    shows: /Webex has given new tokens/,
  },
  {
    name: 'connection, not refreshed',
    world: crowd,
    reach: async (scene) => `${await openOne(scene, 'user3')}?done=not-refreshed&code=WX-REFRESH-FAILING`,
    shows: /WX-REFRESH-FAILING/,
  },
  { name: 'connection, unknown', path: '/connections/nothing', status: 404, shows: /WX-GRANT-UNKNOWN/ },
  {
    name: 'connection, disconnect asked',
    world: crowd,
    reach: async (scene) => `${await openOne(scene)}/disconnect`,
    shows: /Disconnect\?/,
  },
  { name: 'disconnect all, nobody there', path: '/connections/disconnect-all', shows: /Nobody is connected/ },
  {
    name: 'disconnect all, asked',
    world: crowd,
    reach: connectCrowd,
    path: '/connections/disconnect-all',
    shows: /To go on, type/,
  },
  {
    name: 'disconnect all, running',
    world: crowd,
    reach: (scene) => runDisconnectAll(scene, 2_000),
    path: '/connections/disconnect-all',
    shows: /It goes on when you leave this page/,
  },
  {
    name: 'disconnect all, done',
    world: crowd,
    async reach(scene) {
      await runDisconnectAll(scene, 0)
      await scene.page.locator('.notice').waitFor()
      return undefined
    },
    path: '/connections/disconnect-all',
    shows: /30 of 30 disconnected/,
  },
  { name: 'overview, empty', path: '/overview', shows: /Overview/ },
  {
    name: 'overview, full',
    world: crowd,
    reach: connectMixed,
    path: '/overview?range=7d',
    shows: /How long Webex took/,
  },
  {
    name: 'overview, many end soon',
    world: crowd,
    reach: connectLongAgo,
    path: '/overview',
    shows: /end within 7 days/,
  },
  { name: 'settings, unknown', path: '/settings', shows: /Settings/ },
  {
    name: 'settings, full',
    world: {
      app: {
        settings: () => [
          { name: 'WEBEX_CLIENT_ID', value: `C${'0'.repeat(64)}`, secret: false, origin: '.env' },
          { name: 'WEBEX_CLIENT_SECRET', secret: true, origin: 'WEBEX_CLIENT_SECRET' },
          { name: 'DATABASE_URL', secret: false },
        ],
      },
    },
    path: '/settings',
    shows: /WEBEX_CLIENT_ID/,
  },
]
