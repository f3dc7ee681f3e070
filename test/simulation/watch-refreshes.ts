import { countOne } from './figures.ts'
import type { SimulatedProcess } from './process.ts'
import { type Refreshed, readName } from './provider.ts'
import type { Scene } from './witness.ts'

/** Whether an older refresh token was used although the newer one could have been known. */
export type Verdict = 'avoidable' | 'beyond limits' | 'unavoidable'

interface Visit {
  process: SimulatedProcess
  hasGivenUp(): boolean
}

interface Receiver {
  process: SimulatedProcess
  at: number
  reaches(): boolean
}

/** What is known of one consent. */
export interface ConsentTrack {
  id: string
  /** The row its tokens were stored in. */
  row: string | undefined
  leasedAt: Map<SimulatedProcess, number>
  atProvider: Set<Visit>
  /** Who got which token set. */
  receivers: Map<number, Receiver>
  everStored: Set<number>
  /** By choice it was asked about again while the provider was still at work: what came last may have gone to nobody. */
  isTwofold: boolean
  /** Why the provider refused it last: a verdict on us, nobody's fault, or what was judged before. */
  verdict: Verdict | 'replaced' | 'reused' | undefined
}

const HOUR = 3_600_000

export function trackConsent({ consents }: Scene, id: string): ConsentTrack {
  const track: ConsentTrack = consents.get(id) ?? {
    id,
    row: undefined,
    leasedAt: new Map(),
    atProvider: new Set(),
    receivers: new Map(),
    everStored: new Set(),
    isTwofold: false,
    verdict: undefined,
  }
  consents.set(id, track)
  return track
}

/** Whether a grant lives by this consent now: no sign-in replaced it, and nobody disconnected. */
export function isInUse({ rows }: Scene, track: ConsentTrack): boolean {
  const row = track.row === undefined ? undefined : rows.get(track.row)
  return row?.consent === track.id && row.deletedAt === undefined
}

export function noteArrival(scene: Scene, consent: string, visit: Visit): () => void {
  const { trace, limits } = scene
  trace.note(`${visit.process.name} asks about ${consent}`)
  const track = trackConsent(scene, consent)
  for (const other of track.atProvider) {
    const isOver = other.hasGivenUp() || !other.process.isAlive()
    const isChosen = (limits.rotation === 'keep' || limits.rotation === 'grace') && isOver
    const isPaused = [visit, other].some(({ process }) => pausedMs(scene, process, track) > pauseLimitMs(scene))
    const kind = isChosen ? 'chosen' : isPaused ? 'beyond limits' : 'avoidable'
    trace.figures.overlaps[kind]++
    if (kind === 'chosen') track.isTwofold = true
    if (kind === 'avoidable')
      trace.accuse(`${consent} was refreshed by ${other.process.name} and ${visit.process.name} at once`)
  }
  track.atProvider.add(visit)
  return () => void track.atProvider.delete(visit)
}

export function noteOutcome(scene: Scene, receiver: Receiver, refreshToken: string, outcome: Refreshed): void {
  const { trace, mode } = scene
  const track = trackConsent(scene, readName(refreshToken).consent)
  trace.note(
    `${receiver.process.name} used ${refreshToken}: ${'refused' in outcome ? outcome.refused : outcome.number}`,
  )
  if (!('refused' in outcome)) {
    trace.figures.issued++
    track.receivers.set(outcome.number, receiver)
    return
  }
  if (!isInUse(scene, track)) return
  if (outcome.refused === 'replaced') track.verdict = 'replaced'
  if (outcome.refused === 'reused') track.verdict ??= 'reused'
  if (outcome.refused === 'expired') trace.accuse(`${track.id} died of age`)
  if (outcome.refused !== 'superseded') return
  track.verdict = judge(scene, receiver.process, track, outcome.newest)
  if (mode === 'strict') countLoss(scene, track)
}

export function countLoss({ trace }: Scene, { id, verdict }: ConsentTrack): void {
  const kind = verdict === undefined || verdict === 'replaced' || verdict === 'reused' ? 'avoidable' : verdict
  countOne(trace.figures.losses, kind)
  if (kind === 'avoidable') trace.accuse(`${id} was lost, avoidably`)
}

/** Whether these tokens were in the store, or in a process for longer than the store is ever away. */
export function couldBeRevoked({ everStored, receivers }: ConsentTrack, number: number): boolean {
  const receiver = receivers.get(number)
  return everStored.has(number) || (receiver?.reaches() === true && receiver.process.livedMsSince(receiver.at) > HOUR)
}

/** The living process that has these tokens, or will have them in a moment. */
function findHolder({ receivers }: ConsentTrack, number: number): SimulatedProcess | undefined {
  const receiver = receivers.get(number)
  return receiver?.process.isAlive() && receiver.reaches() ? receiver.process : undefined
}

/** An older refresh token was used: could it have been known that there was a newer one? */
function judge(scene: Scene, user: SimulatedProcess, track: ConsentTrack, newest: number): Verdict {
  const holder = findHolder(track, newest)
  if (!track.everStored.has(newest) && !holder) return 'unavoidable'
  const isExcused = wasHindered(scene, user, track) || (holder && wasHindered(scene, holder, track))
  return isExcused ? 'beyond limits' : 'avoidable'
}

function wasHindered(scene: Scene, process: SimulatedProcess, track: ConsentTrack): boolean {
  const awayMs = scene.storeAwayMsSince(process, track.leasedAt.get(process) ?? scene.now())
  return pausedMs(scene, process, track) + awayMs > pauseLimitMs(scene)
}

function pausedMs({ now }: Scene, process: SimulatedProcess, track: ConsentTrack): number {
  return process.pausedMsSince(track.leasedAt.get(process) ?? now())
}

function pauseLimitMs({ limits }: Scene): number {
  return limits.leaseMs - limits.deadlineMs
}
