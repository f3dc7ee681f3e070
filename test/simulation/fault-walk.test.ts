import { describe, expect, it } from 'vitest'
import { isGrantkeeperError } from '../../src/errors/index.ts'
import { type Faults, noFaults } from './faults.ts'
import { addPerson } from './people.ts'
import { createWorld, type Place, type Plan, type World, type WorldOptions } from './world.ts'

const MINUTE = 60_000
const calm: Faults = { ...noFaults, readsQuickly: 0 }

/** One fault: in which calls it can be, what they see, and when the process dies of it. */
interface Fault {
  in: 'store' | 'network'
  faults: Partial<Faults>
  diesAfterMs?: number
  /** Where tokens rotate, it can lose the only copy of the new ones. */
  loses?: true
}

const faults: Record<string, Fault> = {
  'the store refuses': { in: 'store', faults: { storeRefuses: 1 } },
  'the store does it and does not say so': { in: 'store', faults: { storeLosesAcknowledgement: 1 } },
  'the process dies before the store does it': {
    in: 'store',
    faults: { storeRefuses: 1 },
    diesAfterMs: 0,
    loses: true,
  },
  'the process dies after the store did it': { in: 'store', faults: {}, diesAfterMs: 0 },
  'Webex is unreachable': { in: 'network', faults: { unreachable: 1 } },
  'the request is lost': { in: 'network', faults: { requestLost: 1 } },
  'the answer is lost': { in: 'network', faults: { answerLost: 1 }, loses: true },
  'Webex fails before it acts': { in: 'network', faults: { failsBefore: 1 } },
  'Webex fails after it acted': { in: 'network', faults: { failsAfter: 1 }, loses: true },
  'Webex asks to wait': { in: 'network', faults: { tooMany: 1 } },
  'Webex answers garbage': { in: 'network', faults: { garbage: 1 }, loses: true },
  'the process dies before it sends': { in: 'network', faults: {}, diesAfterMs: 0 },
  'the process dies while Webex works': {
    in: 'network',
    faults: { slow: 1 },
    diesAfterMs: 1000,
    loses: true,
  },
}

/** The nth call of that kind in the first process meets the fault; `calls` tells how many there were. */
function planFault(fault: Fault, nth: number): { plan: Plan; calls: () => number } {
  let count = 0
  const plan: Plan = (process, call) => {
    if (process.name !== 'p0' || (call === 'request') !== (fault.in === 'network') || ++count !== nth) return calm
    if (fault.diesAfterMs === 0) process.kill()
    else if (fault.diesAfterMs) process.environment.sleep(fault.diesAfterMs).then(process.kill)
    return { ...calm, ...fault.faults }
  }
  return { plan, calls: () => count }
}

/** What a call ends with, or that it does not. */
async function tryCall(world: World, { client, process }: Place, grant: string, forMs: number): Promise<string> {
  let ending = 'hanging'
  process.deliver(world.schedule.now(), () => {
    client.accessToken(grant).then(
      ({ token }) => {
        ending = world.provider.accepts(token.reveal()) ? 'token' : 'a token that does not work'
      },
      (error) => {
        ending = isGrantkeeperError(error) ? error.code : String(error)
      },
    )
  })
  await world.schedule.runUntil(world.schedule.now() + forMs)
  return process.isAlive() ? ending : 'dead'
}

/** A refresh with this fault, and so much later the next. */
async function walk(options: Pick<WorldOptions, 'mode' | 'rotation'>, fault: Fault, nth: number, laterMs: number) {
  const { plan, calls } = planFault(fault, nth)
  const world = createWorld({ ...options, seed: nth, plan })
  const { grant } = await addPerson(world, 'ann')
  await world.schedule.runUntil(world.schedule.now() + world.provider.lifeMs)
  const [first, second] = world.places as [Place, Place]
  const during = await tryCall(world, first, grant, laterMs)
  const wasHit = calls() >= nth
  const after = await tryCall(world, second, grant, 2 * MINUTE)
  return { wasHit, during, after, violations: world.witness.violations }
}

/** Moves the fault from call to call until there is none left to hit. Gives how the next refresh ended each time. */
async function walkAll(options: Pick<WorldOptions, 'mode' | 'rotation'>, fault: Fault, laterMs: number) {
  const endings: string[] = []
  for (let nth = 1; ; nth++) {
    const { wasHit, during, after, violations } = await walk(options, fault, nth, laterMs)
    expect(during).toMatch(/^(token|dead|WX-REFRESH-FAILING|WX-STORE-UNAVAILABLE)$/)
    expect(violations).toEqual([])
    if (!wasHit) {
      expect([during, after]).toEqual(['token', 'token'])
      return endings
    }
    endings.push(after)
  }
}

describe('a refresh with one fault, whichever call it hits', () => {
  it.each(Object.entries(faults))('loses nothing where the token stays: %s', async (_, fault) => {
    const endings = await walkAll({ mode: 'keep' }, fault, 2 * MINUTE)
    expect(new Set(endings)).toEqual(new Set(['token']))
  })

  it.each(Object.entries(faults))('loses nothing where a grace is known and used: %s', async (_, fault) => {
    const endings = await walkAll({ mode: 'grace', rotation: 'grace' }, fault, 50_000)
    expect(new Set(endings)).toEqual(new Set(['token']))
  })

  it.each(Object.entries(faults))('loses at most the one copy of the token, and says so: %s', async (_, fault) => {
    const endings = await walkAll({ mode: 'strict' }, fault, 2 * MINUTE)
    const lost = endings.filter((ending) => ending !== 'token')
    expect(lost).toEqual(fault.loses ? ['WX-ANSWER-LOST'] : [])
  })
})
