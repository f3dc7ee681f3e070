import type { Emulator } from '../emulator/index.ts'
import type { Grantkeeper } from '../index.ts'
import type { Output } from './output.ts'
import { describeUser, listUsers } from './users.ts'
import { readVersion } from './version.ts'

interface Demo {
  keeper: Grantkeeper
  emulator: Emulator
  /** Since the process began. */
  readyMs: number
  /** Whether somebody sits there who can type. */
  hearsKeys: boolean
}

/** Says where everything is. */
export function tellDemo({ keeper, emulator, readyMs, hearsKeys }: Demo, output: Output, json: boolean): void {
  const { clientId, scopes } = keeper.integration
  if (json) {
    const ready = { app: keeper.origin, emulator: emulator.url, integration: { clientId }, users: listUsers(emulator) }
    return void output.print(JSON.stringify({ type: 'ready', ...ready, readyMs: Math.round(readyMs) }))
  }
  const { paint } = output
  const address = (url: string) => paint('cyan', url) + ' '.repeat(Math.max(2, 30 - url.length))
  output.print(`
  ${paint('bold', 'grantkeeper')} ${readVersion()}   demo: everything runs on this computer, no Webex account needed

  App         ${address(keeper.origin)}${paint('bold', '← open this')}
  Emulator    ${address(emulator.url)}portal, users, spaces, requests
  Inspector   ${address(`${keeper.origin}/flow`)}every step of OAuth, from both sides

  Integration "Demo Spaces" is registered (client id ${clientId.slice(0, 5)}…, ${scopes.length} scopes)
  Users       ${listUsers(emulator).map(describeUser).join(' · ')}
  Every start begins afresh: grants are kept in memory and end with the demo.
  Ready in ${(readyMs / 1000).toFixed(1)} s. ${hearsKeys ? 'o + Enter opens the app, ? + Enter lists more. ' : ''}Ctrl-C to stop.
`)
}
