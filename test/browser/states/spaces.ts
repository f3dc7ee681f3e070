import { MORE_SCOPES, SCOPES } from '../app-world.ts'
import { MINUTE, type Scene, type State, signedIn } from './state.ts'

const nobody = {
  emulator: { seed: { users: [{ key: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com' }] } },
}
const everyScope = { keeper: { scopes: [...SCOPES, ...MORE_SCOPES] } }

/** Makes a space with members and messages, and gives its page. */
async function openMade(scene: Scene, messages = 3): Promise<string> {
  const { emulator } = scene.world
  await scene.signIn()
  const made = { user: 'ada', title: 'Launch plan', members: ['grace', 'alan'] }
  const { id } = (await emulator.control('spaces add', made)) as { id: string }
  for (let count = 1; count <= messages; count++)
    await emulator.control('spaces post', { id, user: count % 2 ? 'grace' : 'ada', text: `№ ${count}` })
  return `/spaces/${id}`
}

const breakIt = async (scene: Scene, on: string, fault: object): Promise<string> => {
  const path = await openMade(scene)
  scene.world.emulator.faults.add({ on, ...fault })
  return path
}

/** The list was read; then a minute passes, and Webex is so. */
async function growOld(scene: Scene, fault: object): Promise<string> {
  const { world, page } = scene
  await scene.signIn()
  await page.goto(`${world.origin}/spaces`)
  world.emulator.faults.add({ on: 'GET /v1/rooms', ...fault })
  world.emulator.clock.advance(2 * MINUTE)
  return '/spaces?size=25'
}

const listStates: readonly State[] = [
  { name: 'spaces, many', reach: signedIn, path: '/spaces', shows: /312 spaces loaded/ },
  { name: 'spaces, second page', reach: signedIn, path: '/spaces?page=2&size=25', shows: /Showing 26–50 of 312/ },
  { name: 'spaces, none', world: nobody, reach: signedIn, path: '/spaces', shows: /You have no spaces yet/ },
  {
    name: 'spaces, not allowed',
    reach: async ({ signIn }) => void (await signIn('ada', { scopes: ['spark:people_read'] })),
    path: '/spaces',
    status: 403,
    shows: /Seeing your spaces needs the permission/,
  },
  { name: 'spaces, searched', reach: signedIn, path: '/spaces?q=lisbon&size=25', shows: /Showing 1–\d+ of \d+\b/ },
  {
    name: 'spaces, of one type by title',
    reach: signedIn,
    path: '/spaces?type=direct&sort=title&size=25',
    shows: /Showing 1/,
  },
  { name: 'spaces, of a team', reach: signedIn, path: '/spaces?team=any&size=25', shows: /Showing 1/ },
  { name: 'spaces, nothing like it', reach: signedIn, path: '/spaces?q=zzzz', shows: /No space matches/ },
  {
    name: 'spaces, some unreadable',
    reach: async (scene) => {
      await scene.signIn()
      scene.world.emulator.faults.add({ on: 'GET /v1/rooms', kmsFailureEvery: 7 })
      return '/spaces?size=25'
    },
    shows: /could not tell everything/,
  },
  {
    name: 'spaces, the rest still coming',
    world: {
      emulator: { seed: { users: [{ key: 'ada', displayName: 'Ada', email: 'ada@example.com', spaces: 2500 }] } },
    },
    async reach({ world, signIn }) {
      await signIn()
      world.emulator.faults.add({ on: 'GET /v1/rooms', status: 429, headers: { 'retry-after': '18' }, every: 2 })
      return '/spaces?size=25'
    },
    shows: /Webex asked us to wait/,
  },
  {
    name: 'spaces, stale while Webex is away',
    reach: (scene) => growOld(scene, { status: 503 }),
    shows: /312 spaces known/,
  },
  {
    name: 'spaces, stale while Webex wants a pause',
    reach: (scene) => growOld(scene, { status: 429, headers: { 'retry-after': '18' } }),
    shows: /Webex asked us to wait/,
  },
  {
    name: 'spaces, a newer list on its way',
    reach: (scene) => growOld(scene, { delayMs: 5_000 }),
    shows: /A newer list is on its way/,
  },
]

const detailStates: readonly State[] = [
  { name: 'space, with the least scopes', reach: openMade, shows: /needs the permission/ },
  { name: 'space, everything allowed', world: everyScope, reach: openMade, shows: /Send a message/ },
  {
    name: 'space, many messages',
    world: everyScope,
    reach: (scene) => openMade(scene, 60),
    shows: /Older ›/,
  },
  { name: 'space, no messages', world: everyScope, reach: (scene) => openMade(scene, 0), shows: /No messages yet/ },
  {
    name: 'space, messages failing',
    world: everyScope,
    reach: (scene) => breakIt(scene, 'GET /v1/messages', { status: 503 }),
    shows: /WX-API-UNAVAILABLE/,
  },
  {
    name: 'space, members held back by a wait',
    world: everyScope,
    reach: (scene) => breakIt(scene, 'GET /v1/memberships', { status: 429, headers: { 'retry-after': '18' } }),
    shows: /The rest of the page is not affected/,
  },
  {
    name: 'space, how to meet',
    world: everyScope,
    reach: async (scene) => `${await openMade(scene)}?meeting=1`,
    shows: /Meeting/,
  },
  {
    name: 'space, a message sent',
    world: everyScope,
    reach: async (scene) => `${await openMade(scene)}?sent=1`,
    shows: /Sent\./,
  },
  {
    name: 'space, title unreadable',
    world: everyScope,
    reach: async (scene) => {
      const path = await openMade(scene)
      await scene.world.emulator.control('spaces break', { id: path.slice('/spaces/'.length) })
      return path
    },
    shows: /cannot be decrypted/,
  },
  {
    name: 'space, as the list knows it while Webex is away',
    reach: async (scene) => {
      const path = await openMade(scene)
      await scene.page.goto(`${scene.world.origin}/spaces`)
      scene.world.emulator.faults.add({ on: 'GET /v1/rooms/:id', status: 503 })
      return path
    },
    shows: /stays visible/,
  },
  {
    name: 'space, gone',
    reach: async (scene) => {
      const path = await openMade(scene)
      await scene.world.emulator.control('spaces remove', { id: path.slice('/spaces/'.length) })
      return path
    },
    status: 404,
    shows: /WX-API-NOT-FOUND/,
  },
]

/** The list of spaces, and one of them. */
export const spacesStates: readonly State[] = [...listStates, ...detailStates]
