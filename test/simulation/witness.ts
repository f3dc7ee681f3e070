import { createHash } from 'node:crypto'
import { openTokens } from '../../src/grants/records.ts'
import type { RefreshLimits } from '../../src/grants/refresh-limits.ts'
import type { Seal } from '../../src/grants/seal.ts'
import type { GrantRow } from '../../src/grants/store.ts'
import { createFigures, type Figures } from './figures.ts'
import type { SimulatedProcess } from './process.ts'
import { type Mode, type Refreshed, readName } from './provider.ts'

/** Sees everything, also what no process can see, and says what went wrong. */
export interface Witness {
  figures: Figures
  /** What must never happen and did. */
  violations: string[]
  note(line: string): void
  accuse(line: string): void
  onLease(process: SimulatedProcess, row: GrantRow): void
  /** A refresh reached the provider; call what it gives when the provider has finished. */
  onArrival(process: SimulatedProcess, grant: string, hasGivenUp: () => boolean): () => void
  /** The provider made up its mind. `reaches` tells whether its answer came to the process, or is still on its way there. */
  onOutcome(process: SimulatedProcess, refreshToken: string, outcome: Refreshed, reaches: () => boolean): void
  onCommit(process: SimulatedProcess | undefined, row: GrantRow): void
  /** The number of the token set that lies in the store, and since when. */
  stored(grant: string): { number: number; at: number }
  traceHash(): string
}

export interface WitnessOptions {
  mode: Mode
  limits: RefreshLimits
  seal: Seal
  now(): number
  outageMsSince(since: number): number
}

type Verdict = 'avoidable' | 'beyond limits' | 'unavoidable'

interface Visit {
  process: SimulatedProcess
  hasGivenUp: () => boolean
}

interface Receiver {
  process: SimulatedProcess
  reaches: () => boolean
}

/** What is known of one grant. */
interface Track {
  leasedAt: Map<SimulatedProcess, number>
  atProvider: Set<Visit>
  receivers: Map<number, Receiver>
  everStored: Set<number>
  stored: { number: number; at: number }
  generation: number
  verdict: Verdict | undefined
}

export function createWitness(options: WitnessOptions): Witness {
  const { mode, limits, seal, now } = options
  const figures = createFigures()
  const violations: string[] = []
  const trace = createHash('sha256')
  const tracks = new Map<string, Track>()
  const pauseLimitMs = limits.leaseMs - limits.deadlineMs

  const note = (line: string) => void trace.update(`${now()} ${line}\n`)
  const accuse = (line: string) => {
    note(line)
    violations.push(`${new Date(now()).toISOString().slice(11, 23)} ${line}`)
  }
  const trackOf = (grant: string): Track => {
    const track = tracks.get(grant) ?? createTrack()
    tracks.set(grant, track)
    return track
  }
  const pausedMs = (process: SimulatedProcess, track: Track) =>
    process.pausedMsSince(track.leasedAt.get(process) ?? now())
  const wasHindered = (process: SimulatedProcess, track: Track) =>
    pausedMs(process, track) + options.outageMsSince(track.leasedAt.get(process) ?? now()) > pauseLimitMs

  /** An older refresh token was used: could it have been known that there was a newer one? */
  const judge = (user: SimulatedProcess, track: Track, newest: number): Verdict => {
    const receiver = track.receivers.get(newest)
    const holder = receiver?.process.isAlive() && receiver.reaches() ? receiver.process : undefined
    if (!track.everStored.has(newest) && !holder) return 'unavoidable'
    const isExcused = wasHindered(user, track) || (holder && wasHindered(holder, track))
    return isExcused ? 'beyond limits' : 'avoidable'
  }
  const countLoss = (grant: string, track: Track) => {
    const verdict = track.verdict ?? 'avoidable'
    figures.losses[verdict]++
    if (verdict === 'avoidable') accuse(`${grant} was lost, avoidably`)
  }
  const checkEnd = (row: GrantRow, track: Track) => {
    figures.ends[row.reason ?? 'none'] = (figures.ends[row.reason ?? 'none'] ?? 0) + 1
    if (!track.verdict) accuse(`${row.id} was ended though its token was good`)
    if (mode !== 'strict') countLoss(row.id, track)
    if (row.reason !== 'WX-ANSWER-LOST') accuse(`${row.id} lost an answer and says ${row.reason}`)
  }
  const keepTokens = (row: GrantRow, track: Track) => {
    const { number } = readName(openTokens(seal, row).accessToken.reveal())
    if (row.generation !== track.generation + 1) accuse(`${row.id} went from ${track.generation} to ${row.generation}`)
    if (number < track.stored.number) accuse(`${row.id} had its tokens replaced by older ones`)
    Object.assign(track, { generation: row.generation, stored: { number, at: now() }, verdict: undefined })
    track.everStored.add(number)
  }

  return {
    figures,
    violations,
    note,
    accuse,
    onLease(process, row) {
      note(`${process.name} leases ${row.id} ${row.reason}`)
      trackOf(row.id).leasedAt.set(process, now())
    },
    onArrival(process, grant, hasGivenUp) {
      note(`${process.name} asks about ${grant}`)
      const track = trackOf(grant)
      for (const other of track.atProvider) {
        const isOver = other.hasGivenUp() || !other.process.isAlive()
        const isChosen = (limits.rotation === 'keep' || limits.rotation === 'grace') && isOver
        const isPaused = [process, other.process].some((one) => pausedMs(one, track) > pauseLimitMs)
        const kind = isChosen ? 'chosen' : isPaused ? 'beyond limits' : 'avoidable'
        figures.overlaps[kind]++
        if (kind === 'avoidable') accuse(`${grant} was refreshed by ${other.process.name} and ${process.name} at once`)
      }
      const visit = { process, hasGivenUp }
      track.atProvider.add(visit)
      return () => void track.atProvider.delete(visit)
    },
    onOutcome(process, refreshToken, outcome, reaches) {
      const { grant } = readName(refreshToken)
      const track = trackOf(grant)
      note(`${process.name} used ${refreshToken}: ${'refused' in outcome ? outcome.refused : outcome.number}`)
      if (!('refused' in outcome)) {
        figures.issued++
        track.receivers.set(outcome.number, { process, reaches })
        return
      }
      if (outcome.refused !== 'superseded') return
      track.verdict = judge(process, track, outcome.newest)
      if (mode === 'strict') countLoss(grant, track)
    },
    onCommit(process, row) {
      note(`${process?.name ?? 'a person'} wrote ${row.id} ${row.generation} ${row.status} ${row.reason}`)
      const track = trackOf(row.id)
      if (row.generation < track.generation) accuse(`${row.id} went back to generation ${row.generation}`)
      if (row.status === 'healthy') keepTokens(row, track)
      if (row.status === 'reconnect') checkEnd(row, track)
    },
    stored: (grant) => trackOf(grant).stored,
    traceHash: () => trace.copy().digest('hex').slice(0, 16),
  }
}

function createTrack(): Track {
  return {
    leasedAt: new Map(),
    atProvider: new Set(),
    receivers: new Map(),
    everStored: new Set(),
    stored: { number: 0, at: 0 },
    generation: 0,
    verdict: undefined,
  }
}
