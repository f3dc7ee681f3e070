import { isGrantkeeperError } from '../errors/index.ts'
import type { Events } from '../events.ts'
import { openRevoked, openTokens, sealRevoked, sealTokens } from './records.ts'
import { keyIdOf, type Seal } from './seal.ts'
import type { GrantRow, GrantStore, RevocationRow } from './store.ts'

/** The part of the room's context that keys are a matter of. */
export interface KeysContext {
  integration: { clientId: string }
  store: Pick<GrantStore, 'getGrant' | 'listGrants' | 'updateGrant' | 'listRevocations' | 'updateRevocation'>
  seal: Seal
  events: Pick<Events, 'emit'>
}

/** How far a key rotation has come, and how to stop it. */
export interface ResealOptions {
  /** Stops between two rows; what is done stays done, and the next run does the rest. */
  signal?: AbortSignal
  /** Hears the counts so far, after each 100 rows. */
  onProgress?: (soFar: Resealed) => void
}

/** What became of the rows that were looked at: grants, and tokens still to be revoked. Keys appear as ids only. */
export interface Resealed {
  /** Opened with another key and sealed with the first. */
  resealed: number
  /** Were sealed with the first key already. */
  current: number
  /** Rows whose key is not among those given, by the id of that key; they are left as they are. */
  locked: Record<string, number>
  /** Do not open although their key is there: altered or moved. They are left as they are. */
  altered: number
}

/** The ids of the keys given, and how many rows each one sealed. */
export interface KeyReport {
  /** Seals whatever is written from now on. */
  first: string
  /** Open what they sealed; the first is among them. */
  known: readonly string[]
  /** Rows by the id of the key that sealed them, missing keys too; `?` where no id can be read. */
  rows: Record<string, number>
}

const PAGE = 100

type Outcome = 'resealed' | 'current' | 'altered' | 'gone' | { missing: string }

/**
 * Seals with the first key what another key sealed, row by row, while everything else goes on. Each row changes in one step
 * that keeps its generation, so a run that is killed leaves every row readable and is simply run again.
 * @throws WX-STORE-*
 */
export async function resealGrants(context: KeysContext, options: ResealOptions = {}): Promise<Resealed> {
  const rotated = await resealAll(context, options)
  const { resealed, altered } = rotated
  const locked = Object.values(rotated.locked).reduce((sum, rows) => sum + rows, 0)
  context.events.emit('keys.rotated', { keyId: context.seal.first, resealed, altered, locked })
  return rotated
}

async function resealAll(context: KeysContext, options: ResealOptions): Promise<Resealed> {
  const { signal, onProgress } = options
  const counts = { resealed: 0, current: 0, altered: 0, gone: 0 }
  const locked = new Map<string, number>()
  const report = () => {
    const { gone: _, ...told } = counts
    return { ...told, locked: Object.fromEntries(locked) }
  }
  for await (const page of listPages(context)) {
    for (const row of page) {
      if (signal?.aborted) return report()
      const outcome = await row.sealAgain()
      if (typeof outcome === 'string') counts[outcome]++
      else addOne(locked, outcome.missing)
    }
    onProgress?.(report())
  }
  return report()
}

/** Counts the rows of each key, and opens none. @throws WX-STORE-* */
export async function inspectKeys(context: KeysContext): Promise<KeyReport> {
  const { first, known } = context.seal
  const rows = new Map<string, number>()
  for await (const page of listPages(context)) {
    for (const { envelope } of page) addOne(rows, keyIdOf(envelope) ?? '?')
  }
  return { first, known, rows: Object.fromEntries(rows) }
}

/** A row with something sealed in it. */
interface SealedRow {
  envelope: string
  sealAgain(): Promise<Outcome>
}

/** Every sealed row of the integration, page by page: grants, then the tokens of disconnected ones. */
async function* listPages(context: KeysContext): AsyncGenerator<SealedRow[]> {
  const { store, integration } = context
  const pageAfter = (after: string | undefined) => ({ clientId: integration.clientId, after, limit: PAGE })
  for await (const page of walk((after) => store.listGrants(pageAfter(after)))) {
    yield page.map((row) => ({ envelope: row.sealedTokens, sealAgain: () => resealGrant(context, row) }))
  }
  for await (const page of walk((after) => store.listRevocations(pageAfter(after)))) {
    yield page.map((row) => ({ envelope: row.sealedToken, sealAgain: () => resealRevocation(context, row) }))
  }
}

async function* walk<Row extends { id: string }>(list: (after: string | undefined) => Promise<Row[]>) {
  let after: string | undefined
  do {
    const page = await list(after)
    if (page.length > 0) yield page
    after = page.length === PAGE ? page.at(-1)?.id : undefined
  } while (after !== undefined)
}

/** Whoever came between may itself have sealed with an older key, so the row is looked at again. */
async function resealGrant(context: KeysContext, row: GrantRow): Promise<Outcome> {
  const { store, seal } = context
  const { id, generation, sealedTokens } = row
  const sealed = sealAgain(seal, sealedTokens, () => sealTokens(seal, id, generation, openTokens(seal, row)))
  if ('outcome' in sealed) return sealed.outcome
  if (await store.updateGrant(id, generation, { sealedTokens: sealed.envelope })) return 'resealed'
  const newer = await store.getGrant(id)
  return newer ? resealGrant(context, newer) : 'gone'
}

/** Only another rotation writes to it; else it is done with and deleted. */
async function resealRevocation({ store, seal }: KeysContext, row: RevocationRow): Promise<Outcome> {
  const sealed = sealAgain(seal, row.sealedToken, () => sealRevoked(seal, row.id, openRevoked(seal, row)))
  if ('outcome' in sealed) return sealed.outcome
  return (await store.updateRevocation(row.id, row.sealedToken, sealed.envelope)) ? 'resealed' : 'gone'
}

/** The envelope under the first key, or why there is none to write. */
function sealAgain(seal: Seal, envelope: string, reseal: () => string): { envelope: string } | { outcome: Outcome } {
  const keyId = keyIdOf(envelope)
  if (keyId === seal.first) return { outcome: 'current' }
  if (keyId !== undefined && !seal.known.includes(keyId)) return { outcome: { missing: keyId } }
  try {
    return { envelope: reseal() }
  } catch (error) {
    if (isGrantkeeperError(error) && error.code === 'WX-GRANT-LOCKED') return { outcome: 'altered' }
    throw error
  }
}

function addOne(counts: Map<string, number>, keyId: string): void {
  counts.set(keyId, (counts.get(keyId) ?? 0) + 1)
}
