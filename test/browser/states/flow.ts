import type { Scene, State } from './state.ts'

const inspector = { inspector: true }

/** A sign-in, its calls, a renewal and the end of it. */
async function letFlow({ world }: Scene): Promise<undefined> {
  const ada = world.newVisitor()
  await ada.grantAs('ada')
  await ada.get('/spaces')
  const [grant] = await world.keeper.grants.list()
  await world.keeper.grants.refresh(grant?.id ?? '')
  await ada.post('/disconnect')
}

/** Opens the first flow of this kind, as the list shows it. */
async function openFirst(scene: Scene, kind: string): Promise<string> {
  const { world, page } = scene
  await page.goto(`${world.origin}/flow?kind=${kind}`)
  const path = await page.locator('[data-live] a[href^="/flow/"]').first().getAttribute('href')
  return path ?? `no flow of ${kind}`
}

const ofKind = (kind: string, shows: RegExp): State => ({
  name: `flow, one ${kind}`,
  world: inspector,
  async reach(scene) {
    await letFlow(scene)
    return openFirst(scene, kind)
  },
  shows,
})

/** What went on, from both sides. */
export const flowStates: readonly State[] = [
  { name: 'flow, none', world: inspector, path: '/flow', shows: /Every sign-in, renewal/ },
  { name: 'flow, several', world: inspector, reach: letFlow, path: '/flow', shows: /4 flows/ },
  { name: 'flow, nothing like it', world: inspector, reach: letFlow, path: '/flow?q=zzzz', shows: /Clear filter/ },
  { name: 'flow, cleared', world: inspector, path: '/flow?done=cleared', shows: /All flows were cleared/ },
  ofKind('sign-in', /exchanges the code for tokens/),
  ofKind('refresh', /renews the tokens/),
  ofKind('calls', /calls the Webex API/),
  ofKind('disconnect', /asks Webex to end the tokens/),
  {
    name: 'flow, declined',
    world: inspector,
    async reach(scene) {
      await scene.world.newVisitor().grantAs('ada', { accept: false })
      return openFirst(scene, 'sign-in')
    },
    shows: /Consent was not given/,
  },
  {
    name: 'flow, under way',
    world: inspector,
    async reach(scene) {
      await scene.world.newVisitor().pressGrant()
      return openFirst(scene, 'sign-in')
    },
    shows: /under way/,
  },
  { name: 'flow, unknown', world: inspector, path: '/flow/nothing', status: 404, shows: /WX-/ },
  { name: 'flow, where there is none', path: '/flow', status: 404, shows: /WX-PAGE-NOT-FOUND/ },
]
