import { isGrantkeeperError } from '../errors/index.ts'
import type { DisconnectAllOptions } from '../front-door.ts'
import type { Disconnection } from '../grants/disconnect.ts'
import type { GrantsRoom } from '../grants/index.ts'

/** Page by page, so that it can begin before it knows them all; those that fail to be deleted are met again by the next run. */
export async function disconnectAll(
  { list }: Pick<GrantsRoom, 'list'>,
  disconnect: (id: string) => Promise<Disconnection>,
  { owner, onEach, signal }: DisconnectAllOptions = {},
): Promise<Disconnection[]> {
  const all: Disconnection[] = []
  let after: string | undefined
  for (;;) {
    const page = await list({ owner, after, limit: 100 })
    for (const { id } of page) {
      if (signal?.aborted) return all
      const done = await disconnect(id).catch(passOverGone)
      if (!done) continue
      onEach?.(done)
      all.push(done)
    }
    after = page.at(-1)?.id
    if (after === undefined) return all
  }
}

/** Somebody else disconnected it since the page was read. */
function passOverGone(error: unknown): undefined {
  if (!isGrantkeeperError(error, 'WX-GRANT-UNKNOWN')) throw error
}
