import { type ErrorCode, isGrantkeeperError } from '../../src/errors/index.ts'
import { countOne } from './figures.ts'
import type { SimulatedProcess } from './process.ts'
import { readName } from './provider.ts'
import type { Place, World } from './world.ts'

/** Something asked of a process and not answered yet. */
export interface OpenCall {
  process: SimulatedProcess
  what: string
  startedAt: number
}

/** All of one world; those that never end are to be found here afterwards. */
export type OpenCalls = Set<OpenCall>

interface Task {
  process: SimulatedProcess
  what: string
  /** The errors it may end in, as things stand when it does. */
  mayFail(): readonly ErrorCode[]
  work(call: OpenCall): Promise<unknown>
}

/** A call that began this long after newer tokens were stored must not get older ones, but for pauses and a store out of reach. */
const HELD_FOR_MS = 1000
/** It may give tokens so long that it got itself and has not written yet: the write is tried every 5 s, and may fail. */
const UNWRITTEN_FOR_MS = 15_000
const TOKEN_ERRORS = ['WX-REFRESH-FAILING', 'WX-STORE-UNAVAILABLE', 'WX-RECONNECT', 'WX-ANSWER-LOST'] as const

/** Does something in a process now, and notes how it ended. */
export async function attend(world: World, open: OpenCalls, { process, what, mayFail, work }: Task): Promise<void> {
  const { witness, schedule } = world
  const call = { process, what, startedAt: schedule.now() }
  open.add(call)
  try {
    await work(call)
    witness.note(`${process.name}: ${what} done`)
  } catch (error) {
    const code = isGrantkeeperError(error, ...mayFail()) ? error.code : undefined
    witness.note(`${process.name}: ${what} failed with ${code}`)
    if (code) countOne(witness.figures.failed, code)
    else witness.accuse(`${process.name}: ${what} failed with ${error}`)
  }
  open.delete(call)
}

/** Asks for an access token and uses it at once; Webex may refuse also one that is good. */
export async function callWebex(
  world: World,
  { process, client }: Place,
  grant: string,
  open: OpenCalls,
  fate?: 'refused',
): Promise<void> {
  const { witness, provider, schedule } = world
  const { figures } = witness
  const startedAt = schedule.now()
  figures.calls++
  const mayFail = () => (isDeleted(world, grant) ? [...TOKEN_ERRORS, 'WX-GRANT-UNKNOWN' as const] : TOKEN_ERRORS)
  const work = async (call: OpenCall) => {
    const given = await client.accessToken(grant)
    checkToken(world, call, grant, given.token.reveal())
    // Another process renewed it where that ends the older one at once: Webex refuses it, and it is replaced.
    if (fate === 'refused' || !provider.accepts(given.token.reveal())) {
      const replaced = await client.accessToken(grant, { rejected: { generation: given.generation } })
      if (replaced.generation <= given.generation) witness.accuse(`${grant}: a refused token was given again`)
    }
    figures.served++
  }
  await attend(world, open, { process, what: `a call for ${grant}`, mayFail, work })
  figures.longestCallMs = Math.max(figures.longestCallMs, schedule.now() - startedAt)
}

export function checkToken(
  { witness, provider, schedule, troubles }: World,
  call: OpenCall,
  grant: string,
  token: string,
): void {
  const { process, startedAt } = call
  witness.note(`${process.name} gives ${token}`)
  if (provider.expiresAt(token) <= schedule.now()) witness.accuse(`${process.name} gave expired ${token}`)
  const row = witness.row(grant)
  if (!row) return
  const { consent, number } = readName(token)
  const heldForMs = witness.wasStored(consent, number) ? HELD_FOR_MS : UNWRITTEN_FOR_MS
  const hinderedMs = (at: number) => process.pausedMsSince(at) + troubles.storeAwayMsSince(process, at)
  const couldKnow = (at: number) => startedAt > at + heldForMs + hinderedMs(at)
  const isOld = consent !== row.consent || number < row.number
  if (isOld && couldKnow(row.at)) witness.accuse(`${process.name} gave old ${token}`)
  if (row.deletedAt !== undefined && couldKnow(row.deletedAt))
    witness.accuse(`${process.name} gave ${token} after the disconnect`)
}

export function isDeleted({ witness }: World, grant: string): boolean {
  return witness.row(grant)?.deletedAt !== undefined
}
