import type { Emulator, RegisteredIntegration } from '../emulator/index.ts'

/** The tutorial's two scopes. */
export const demoScopes = ['spark:rooms_read', 'spark:people_read']

/** Registers the tutorial's app, as one does by hand in My Webex Apps. A reset of the emulator keeps it. */
export function registerDemo(emulator: Emulator, port: number): RegisteredIntegration {
  const integration = emulator.register({
    name: 'Demo Spaces',
    description: 'Lists the spaces you are in.',
    redirectUris: [redirectUriOf(port)],
    scopes: demoScopes,
  })
  emulator.snapshots.begin()
  return integration
}

/** The tutorial's callback, on a port of this computer. */
export function redirectUriOf(port: number): string {
  return `http://localhost:${port}/oauth`
}
