import type { Disconnection, Grant } from '../index.ts'
import { labelOf } from './connections.ts'
import { type Input, requireAnswerer } from './input.ts'
import type { Opened } from './open-keeper.ts'
import type { Output } from './output.ts'

/** Webex has not confirmed yet. */
const UNCONFIRMED = 5

/**
 * Asks before tokens are deleted, unless that was said already.
 * @throws UsageError where nobody can answer
 */
export async function confirmDisconnecting(what: string, yes: boolean | undefined, input: Input): Promise<boolean> {
  if (yes) return true
  requireAnswerer(input, 'a confirmation', 'pass --yes')
  return (await input.ask(`Disconnect ${what}? Type yes to go on:`)).toLowerCase() === 'yes'
}

/** Disconnects one after the other, and says of each what was done here and what at Webex. Gives the exit code. */
export async function disconnectAndTell(
  { keeper, audit, signal }: Pick<Opened, 'keeper' | 'audit' | 'signal'>,
  chosen: readonly Grant[],
  output: Output,
  json: boolean,
): Promise<number> {
  let unconfirmed = 0
  for (const grant of chosen) {
    signal.throwIfAborted()
    audit.note({ what: 'operator.disconnect', who: 'command-line', grantId: grant.id })
    const done = await keeper.grants.disconnect(grant.id)
    if (!done.revokedAtWebex) unconfirmed += 1
    output.print(json ? JSON.stringify(done) : describeDone(grant, done, output))
  }
  return unconfirmed > 0 ? UNCONFIRMED : 0
}

function describeDone(grant: Grant, { revokedAtWebex, code }: Disconnection, output: Output): string {
  const good = output.paint('green', '✔')
  const there = revokedAtWebex
    ? `revoked at Webex ${good}`
    : `Webex has not confirmed ${output.paint('red', '✘')} ${code}`
  return `${labelOf(grant)}  deleted here ${good}, ${there}`
}
