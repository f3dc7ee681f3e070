import { openTokens } from '../../src/grants/records.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import { countOne } from './figures.ts'
import type { SimulatedProcess } from './process.ts'
import { type Provider, readName, type TokenName } from './provider.ts'
import { couldBeRevoked, countLoss, isInUse, trackConsent } from './watch-refreshes.ts'
import type { Scene } from './witness.ts'

/** What is known of one row: whose tokens lie in it and since when, or when it was deleted. */
export interface RowTrack {
  id: string
  generation: number
  consent: string
  number: number
  at: number
  /** When the person of these tokens signed in. */
  connectedAt: number
  deletedAt: number | undefined
}

export function noteLease(scene: Scene, process: SimulatedProcess, row: GrantRow): void {
  scene.trace.note(`${process.name} leases ${row.id} ${row.reason}`)
  trackConsent(scene, nameTokens(scene, row).consent).leasedAt.set(process, scene.now())
}

export function noteCommit(scene: Scene, process: SimulatedProcess | undefined, row: GrantRow): void {
  const { trace } = scene
  trace.note(`${process?.name ?? 'a person'} wrote ${row.id} ${row.generation} ${row.status} ${row.reason}`)
  const known = scene.rows.get(row.id)
  if (known?.deletedAt !== undefined) trace.accuse(`${row.id} came back after it was disconnected`)
  if (known && row.generation < known.generation) trace.accuse(`${row.id} went back to generation ${row.generation}`)
  if (row.status === 'healthy') keepTokens(scene, row, known)
  if (row.status === 'reconnect') checkEnd(scene, row)
}

function keepTokens(scene: Scene, row: GrantRow, known: RowTrack | undefined): void {
  const name = nameTokens(scene, row)
  if (row.generation !== (known?.generation ?? 0) + 1)
    scene.trace.accuse(`${row.id} went from ${known?.generation ?? 0} to ${row.generation}`)
  if (known) checkOrder(scene, row, known, name)
  const { id, generation, connectedAt } = row
  scene.rows.set(id, { id, generation, connectedAt, ...name, at: scene.now(), deletedAt: undefined })
  const consent = trackConsent(scene, name.consent)
  Object.assign(consent, { row: id, verdict: undefined })
  consent.everStored.add(name.number)
}

/** Only a sign-in may bring another consent; within one, numbers rise. */
function checkOrder({ trace }: Scene, row: GrantRow, known: RowTrack, { consent, number }: TokenName): void {
  const isSignIn = row.connectedAt !== known.connectedAt
  if (consent !== known.consent && !isSignIn) trace.accuse(`${row.id}: an older refresh wrote over a sign-in`)
  if (consent === known.consent && number < known.number)
    trace.accuse(`${row.id} had its tokens replaced by older ones`)
}

function checkEnd(scene: Scene, row: GrantRow): void {
  const { trace, mode } = scene
  const consent = trackConsent(scene, nameTokens(scene, row).consent)
  countOne(trace.figures.ends, row.reason ?? 'none')
  if (consent.verdict === 'replaced' || consent.verdict === 'reused') return
  if (!consent.verdict) trace.accuse(`${row.id} was ended though its token was good`)
  if (mode !== 'strict') countLoss(scene, consent)
  if (row.reason !== 'WX-ANSWER-LOST' && !consent.isTwofold)
    trace.accuse(`${row.id} lost an answer and says ${row.reason}`)
}

export function noteDelete(scene: Scene, process: SimulatedProcess, row: GrantRow): void {
  scene.trace.note(`${process.name} deleted ${row.id}`)
  scene.trace.figures.disconnects++
  const known = scene.rows.get(row.id)
  if (known) known.deletedAt = scene.now()
}

export function noteRevocation(scene: Scene, process: SimulatedProcess, token: string): void {
  scene.trace.note(`${process.name} revokes ${token}`)
  if (isInUse(scene, trackConsent(scene, readName(token).consent))) scene.trace.accuse(`${token} was revoked in use`)
}

/** What was disconnected was ended at the provider, unless nobody had the token to end it with. */
export function checkRevoked(scene: Scene, provider: Provider): void {
  const { figures, accuse } = scene.trace
  for (const { id, consent, deletedAt } of scene.rows.values()) {
    const newest = deletedAt === undefined ? undefined : provider.newestUnended(consent)
    if (newest === undefined) continue
    if (couldBeRevoked(trackConsent(scene, consent), newest)) accuse(`${id} was disconnected, and ${consent} lives on`)
    else figures.revocations.orphaned++
  }
}

function nameTokens({ seal }: Scene, row: GrantRow): TokenName {
  return readName(openTokens(seal, row).accessToken.reveal())
}
