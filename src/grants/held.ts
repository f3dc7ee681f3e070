import type { Environment } from '../environment.ts'
import type { GrantsContext } from './context.ts'
import { type OpenedTokens, openTokens } from './records.ts'
import type { GrantRow } from './store.ts'
import { waitAtMost } from './wait-at-most.ts'

/** A row and its tokens, opened when first asked for. */
export interface HeldGrant {
  row: GrantRow
  tokens(): OpenedTokens
}

/** Rows read a moment ago. Short, so that a disconnect in another process is honoured within the second. */
export interface HeldGrants {
  get(id: string): HeldGrant | undefined
  put(row: GrantRow, held: HeldGrant): void
  forget(id: string): void
}

const HELD_FOR_MS = 1000
const MOST_HELD = 10_000
/** How long a store is given that may be away. */
const READ_WITHIN_MS = 250

export function createHeldGrants(environment: Environment): HeldGrants {
  const entries = new Map<string, { held: HeldGrant; until: number }>()
  return {
    get(id) {
      const entry = entries.get(id)
      if (!entry) return undefined
      if (entry.until > environment.monotonic()) return entry.held
      entries.delete(id)
      return undefined
    },
    put(row, held) {
      if (entries.size >= MOST_HELD) entries.clear()
      entries.set(row.id, { held, until: environment.monotonic() + HELD_FOR_MS })
    },
    forget: (id) => void entries.delete(id),
  }
}

/**
 * Reads a grant, from memory when it was read within the last second. Where its newest tokens are not yet known to be in the
 * store, a store that is away is not waited for; it is asked again by the next caller, or in a second if it does not answer.
 */
export async function holdGrant(context: GrantsContext, id: string): Promise<HeldGrant | undefined> {
  const known = context.held.get(id)
  if (known) return known
  const here = context.unsaved.get(id)?.row
  const row = await (here ? readUnlessAway(context, here) : context.store.getGrant(id))
  if (row === 'away') return here && openRow(context, here)
  return row && row.clientId === context.integration.clientId ? holdRow(context, row) : undefined
}

async function readUnlessAway(
  { environment, store }: GrantsContext,
  here: GrantRow,
): Promise<GrantRow | undefined | 'away'> {
  try {
    const stored = await waitAtMost(environment, READ_WITHIN_MS, store.getGrant(here.id))
    return stored === 'late' ? here : stored
  } catch {
    return 'away'
  }
}

/** Keeps a row just read or written at hand, unless this process has newer tokens: a refresh may overtake a read. */
export function holdRow(context: GrantsContext, found: GrantRow): HeldGrant {
  const here = context.unsaved.get(found.id)?.row
  const row = here && here.generation > found.generation ? here : found
  const known = context.held.get(row.id)
  // Those who shared one refresh share its opened tokens too.
  if (known && (known.row === row || known.row.generation > row.generation)) return known
  const held = openRow(context, row)
  context.held.put(row, held)
  return held
}

function openRow({ seal }: GrantsContext, row: GrantRow): HeldGrant {
  let opened: OpenedTokens | undefined
  return {
    row,
    tokens() {
      opened ??= openTokens(seal, row)
      return opened
    },
  }
}
