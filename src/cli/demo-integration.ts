import type { Emulator, RegisteredIntegration, Seed } from '../emulator/index.ts'

/** The tutorial's two scopes. */
export const demoScopes = ['spark:rooms_read', 'spark:people_read']

/** Ticked as well, and asked for only when somebody wants what they open. */
export const demoOptionalScopes = [
  'spark:teams_read',
  'spark:memberships_read',
  'spark:messages_read',
  'spark:messages_write',
]

/** Registers the tutorial's app, as one does by hand in My Webex Apps. A reset of the emulator keeps it. */
export function registerDemo(emulator: Emulator, port: number): RegisteredIntegration {
  const integration = emulator.register({
    name: 'Demo Spaces',
    description: 'Lists the spaces you are in.',
    redirectUris: [redirectUriOf(port)],
    scopes: [...demoScopes, ...demoOptionalScopes],
  })
  emulator.snapshots.begin()
  return integration
}

/** The integration an app is to use, with the scopes it may ask for: the first of the seed, or else the tutorial's. */
export async function chooseIntegration(emulator: Emulator, { integrations = [] }: Seed, port: number) {
  const index = integrations.findIndex(({ kind }) => kind !== 'service-app')
  const seeded = ((await emulator.control('apps list')) as RegisteredIntegration[])[index]
  if (!seeded) return { ...registerDemo(emulator, port), scopes: demoScopes }
  emulator.snapshots.begin()
  return { ...seeded, scopes: integrations[index]?.scopes ?? [] }
}

/** The tutorial's callback, on a port of this computer. */
export function redirectUriOf(port: number): string {
  return `http://localhost:${port}/oauth`
}
