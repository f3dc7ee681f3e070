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
      const done = await disconnect(id)
      onEach?.(done)
      all.push(done)
    }
    after = page.at(-1)?.id
    if (after === undefined) return all
  }
}
