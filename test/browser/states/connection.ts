import { SCOPES } from '../app-world.ts'
import { type Scene, type State, signedIn } from './state.ts'

/** Webex has ended the grant, and this app knows it. */
async function endGrant({ world, signIn }: Scene): Promise<undefined> {
  await signIn()
  world.emulator.revokeOutside('ada')
  const [grant] = await world.keeper.grants.list()
  await world.keeper.grants.refresh(grant?.id ?? '').catch(() => undefined)
}

async function failRenewal({ world, signIn }: Scene): Promise<undefined> {
  await signIn()
  world.emulator.faults.add({ on: 'POST /v1/access_token', status: 503 })
  const [grant] = await world.keeper.grants.list()
  await world.keeper.grants.refresh(grant?.id ?? '').catch(() => undefined)
}

async function connectSeveral({ signIn, world, goOnAs }: Scene): Promise<undefined> {
  const visitor = await signIn('ada')
  for (const user of ['grace', 'joan']) {
    const { headers } = await visitor.get('/')
    if (headers.has('location')) throw new Error('the first page leads elsewhere')
    await visitor.get(await world.emulator.signIn(await visitor.pressGrant(), user))
  }
  await goOnAs(visitor)
}

const several = {
  emulator: {
    seed: {
      users: [
        { key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com', spaces: 3 },
        { key: 'grace', displayName: 'Grace Hopper', email: 'grace@example.com' },
        { key: 'joan', displayName: 'Joan Clarke', email: 'joan@example.com' },
      ],
    },
  },
}

/** Pages about one's own connection and accounts. */
export const connectionStates: readonly State[] = [
  { name: 'connect, offered', path: '/', shows: /GRANT ACCESS/ },
  {
    name: 'connect, offered as a login',
    world: { keeper: { scopes: ['openid', 'email', 'profile', ...SCOPES] } },
    path: '/',
    shows: /SIGN IN WITH WEBEX/,
  },
  {
    name: 'granted, signed in with Webex',
    world: { keeper: { scopes: ['openid', 'email', 'profile', ...SCOPES] } },
    reach: signedIn,
    path: '/granted',
    shows: /Signed in with Webex as Ada Lovelace/,
  },
  {
    name: 'granted, without a name',
    world: { keeper: { scopes: ['openid', 'spark:rooms_read'] } },
    reach: signedIn,
    path: '/granted',
    shows: /as someone whose name this app may not see/,
  },
  { name: 'connect, connected', reach: signedIn, path: '/', shows: /SHOW SPACES/ },
  { name: 'connect, to be renewed', reach: endGrant, path: '/', shows: /RECONNECT/ },
  { name: 'granted, everything', reach: signedIn, path: '/granted', shows: /Granted 2 of 2 scopes/ },
  {
    name: 'granted, less than was asked for',
    reach: async ({ signIn }) => void (await signIn('ada', { scopes: ['spark:people_read'] })),
    path: '/granted',
    shows: /Granted 1 of 2 scopes/,
  },
  {
    name: 'granted, renewal failing',
    reach: failRenewal,
    path: '/granted',
    shows: /Webex did not answer the last renewal/,
  },
  { name: 'granted, ended', reach: endGrant, path: '/granted', shows: /has ended and must be renewed once/ },
  { name: 'accounts, none', path: '/accounts', shows: /No account is connected/ },
  { name: 'accounts, one', reach: signedIn, path: '/accounts', shows: /Connect another account/ },
  { name: 'accounts, several', world: several, reach: connectSeveral, path: '/accounts', shows: /Use this one/ },
  {
    name: 'accounts, another chosen',
    world: several,
    reach: connectSeveral,
    path: '/accounts?chosen',
    shows: /You now use/,
  },
  { name: 'accounts, ended', reach: endGrant, path: '/accounts', shows: /must be reconnected/ },
  { name: 'signed out', path: '/signed-out', shows: /This browser is signed out/ },
  { name: 'disconnect, asked', reach: signedIn, path: '/disconnect', shows: /Disconnect\?/ },
  { name: 'disconnected, also at Webex', path: '/disconnected?revoked=yes', shows: /the access has ended/ },
  { name: 'disconnected, here only', path: '/disconnected?revoked=no', shows: /not confirmed yet/ },
  {
    name: 'disconnected, another account left',
    world: several,
    reach: connectSeveral,
    path: '/disconnected?revoked=yes',
    shows: /You now use the account of/,
  },
  { name: 'waiting for an administrator', path: '/waiting', shows: /A note for your administrator/ },
]
