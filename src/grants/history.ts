import type { Environment } from '../environment.ts'
import { type ErrorCode, GrantkeeperError, isErrorCode } from '../errors/index.ts'
import type { Events } from '../events.ts'
import type { ActivityStep, Happening, HappeningKind } from './happening.ts'
import type { ActivityRow, HappeningRow, HistoryStore } from './history-store.ts'

const KEPT_FOR_MS = 90 * 86_400_000
/** Most rows that wait for a store that is away; those beyond are dropped. */
const MOST_WAITING = 1000
const MOST_STEPS = 1000

export interface HistoryOptions {
  clientId: string
  environment: Environment
  events: Events
  store: HistoryStore
}

/** What happened to each grant, written behind the work: nothing waits for it, and what cannot be written is dropped. */
export interface History {
  /** Newest first. @throws WX-REQUEST-INVALID, WX-STORE-* */
  list(grantId: string, page?: { before?: string; limit?: number }): Promise<Happening[]>
  /** Of all grants, oldest first. @throws WX-REQUEST-INVALID, WX-STORE-* */
  summarize(since: number, stepMs: number): Promise<ActivityStep[]>
  /** Forgets what is older than 90 days. */
  forgetOld(): Promise<void>
  /** Waits for what is still to be written. */
  settle(): Promise<void>
}

/** Keeps the history of what this process tells of; other processes keep theirs. */
export function createHistory({ clientId, environment, events, store }: HistoryOptions): History {
  const written = writeBehind((rows) => store.insertHappenings(rows))
  const createId = countIds(environment)
  const note = (grantId: string, what: HappeningKind, { code, tookMs }: { code?: string; tookMs?: number } = {}) => {
    const known = code !== undefined && isErrorCode(code) ? code : null
    const at = Math.floor(environment.now())
    written.add({ id: createId(at), clientId, grantId, at, what, code: known, tookMs: tookMs ?? null })
  }
  noteEvents(events, note)
  return {
    async list(grantId, { before, limit = 50 } = {}) {
      await written.settle()
      return (await store.listHappenings({ clientId, grantId, before, limit })).map(readHappening)
    },
    async summarize(since, stepMs) {
      await written.settle()
      const from = Math.floor(Math.max(since, environment.now() - KEPT_FOR_MS))
      refuseOddSteps(environment.now() - from, stepMs)
      return (await store.summarizeHappenings({ clientId, since: from, stepMs })).map(readStep)
    },
    async forgetOld() {
      await store.deleteHappenings(environment.now() - KEPT_FOR_MS)
    },
    settle: written.settle,
  }
}

type Note = (grantId: string, what: HappeningKind, more?: { code?: string; tookMs?: number }) => void

function noteEvents({ on }: Events, note: Note): void {
  on('grant.connected', ({ grantId }) => note(grantId, 'connected'))
  on('grant.refreshed', ({ grantId, tookMs }) => note(grantId, 'refreshed', { tookMs }))
  on('grant.failing', ({ grantId, code, failures }) => {
    // A run of failures may last for days, with one every five minutes.
    if (failures === 1) note(grantId, 'failing', { code })
  })
  on('grant.recovered', ({ grantId }) => note(grantId, 'recovered'))
  on('grant.reconnect', ({ grantId, code }) => note(grantId, 'reconnect', { code }))
  on('grant.expiring', ({ grantId }) => note(grantId, 'expiring'))
}

/** One write at a time; what comes meanwhile goes together with the next. */
function writeBehind(write: (rows: HappeningRow[]) => Promise<void>) {
  let waiting: HappeningRow[] = []
  let writing: Promise<void> | undefined
  const writeAll = async () => {
    while (waiting.length > 0) {
      const rows = waiting
      waiting = []
      await write(rows).catch(() => undefined)
    }
    writing = undefined
  }
  return {
    add(row: HappeningRow) {
      if (waiting.length < MOST_WAITING) waiting.push(row)
      writing ??= writeAll()
    },
    settle: async () => writing,
  }
}

/** Ids that sort by time, and within a millisecond by their order in this process: 48 bits of time, a count, 48 random bits. */
function countIds(environment: Environment): (at: number) => string {
  let count = 0
  return (at) => {
    count = (count + 1) % 0x10000
    const random = Buffer.from(environment.randomBytes(6)).toString('hex')
    return `${toHex(at, 12)}${toHex(count, 4)}${random}`
  }
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

function refuseOddSteps(spanMs: number, stepMs: number): void {
  if (Number.isInteger(stepMs) && stepMs > 0 && spanMs / stepMs <= MOST_STEPS) return
  const detail = `A step is a whole number of milliseconds, and there are at most ${MOST_STEPS} steps.`
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail })
}

function readHappening({ id, grantId, at, what, code, tookMs }: HappeningRow): Happening {
  return {
    id,
    grantId,
    at,
    what,
    ...(code !== null && { code: code as ErrorCode }),
    ...(tookMs !== null && { tookMs }),
  }
}

function readStep({ at, what, count, meanMs, longestMs }: ActivityRow): ActivityStep {
  return { at, what, count, ...(meanMs !== null && { meanMs }), ...(longestMs !== null && { longestMs }) }
}
