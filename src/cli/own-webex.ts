import type { Grantkeeper } from '../index.ts'
import { COMMAND_LINE, explainOwnGrant } from './connections.ts'
import { type Opened, type OpenOptions, withKeeper } from './open-keeper.ts'
import { describeSpan } from './table.ts'

export type Webex = Awaited<ReturnType<Grantkeeper['webex']>>

/**
 * Webex as the person who connected the command line. Waits that Webex asks for are told.
 * @throws CommandFailure (exit code 4) when there is no such connection, or it has ended; whatever the work throws
 */
export async function withOwnWebex<T>(
  options: OpenOptions,
  work: (webex: Webex, opened: Opened) => Promise<T>,
): Promise<T> {
  const onWait = ({ reason, ms }: { reason: string; ms: number }) => {
    const why = reason === 'rate-limit' ? 'Webex asks to wait' : 'Webex is away, trying again in'
    if (ms >= 1000) options.output.note(`  ${why} ${describeSpan(ms)} …`)
  }
  try {
    return await withKeeper(options, async (opened) => {
      const webex = await opened.keeper.webex({ owner: COMMAND_LINE }, { onWait })
      return work(webex, opened)
    })
  } catch (error) {
    throw explainOwnGrant(error)
  }
}
