import { type Scene, type State, signedIn } from './state.ts'

const nobody = {
  emulator: { seed: { users: [{ key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com' }] } },
}

async function openFirst({ world, signIn }: Scene): Promise<string> {
  await signIn()
  const [space] = await listSpaces(world)
  return `/spaces/${space?.id}`
}

async function listSpaces({ emulator }: Scene['world']): Promise<{ id: string }[]> {
  const { items } = (await emulator.control('spaces list', { user: 'ada' })) as { items: { id: string }[] }
  return items
}

/** The list of spaces and one of them. */
export const spacesStates: readonly State[] = [
  { name: 'spaces, many', reach: signedIn, path: '/spaces', shows: /312/ },
  { name: 'spaces, second page', reach: signedIn, path: '/spaces?page=2&size=25', shows: /312/ },
  { name: 'spaces, none', world: nobody, reach: signedIn, path: '/spaces', shows: /No spaces|no spaces/ },
  { name: 'spaces, searched', reach: signedIn, path: '/spaces?q=launch', shows: /launch/i },
  { name: 'spaces, of one type by title', reach: signedIn, path: '/spaces?type=direct&sort=title', shows: /312/ },
  { name: 'spaces, of a team', reach: signedIn, path: '/spaces?team=any', shows: /312/ },
  { name: 'spaces, nothing like it', reach: signedIn, path: '/spaces?q=zzzz', shows: /zzzz/ },
  {
    name: 'spaces, partial',
    async reach({ world, signIn }) {
      await signIn()
      world.emulator.faults.add({ on: 'GET /v1/rooms', kmsFailureEvery: 7 })
      return '/spaces'
    },
    shows: /312/,
  },
  {
    name: 'spaces, stale while Webex is away',
    async reach({ world, page, signIn }) {
      await signIn()
      await page.goto(`${world.origin}/spaces`)
      world.emulator.faults.add({ on: 'GET /v1/rooms', status: 503 })
      world.emulator.clock.advance(120_000)
      return '/spaces'
    },
    shows: /WX-API-UNAVAILABLE/,
  },
  {
    name: 'spaces, stale while Webex wants a pause',
    async reach({ world, page, signIn }) {
      await signIn()
      await page.goto(`${world.origin}/spaces`)
      world.emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '18' } })
      world.emulator.clock.advance(120_000)
      return '/spaces'
    },
    shows: /WX-API-RATE-LIMITED/,
  },
  { name: 'space, with the least scopes', reach: openFirst, shows: /All spaces|Spaces/ },
  {
    name: 'space, gone',
    async reach(scene) {
      await scene.signIn()
      return '/spaces/Y2lzY29zcGFyazovL3VzL1JPT00vbm90aGluZw'
    },
    status: 404,
    shows: /WX-API-NOT-FOUND/,
  },
]
