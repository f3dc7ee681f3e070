import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { readDatabase } from '../../src/config/database.ts'
import type { Rotation } from '../../src/emulator/index.ts'
import { createEmulator, type Emulator } from '../../src/emulator/index.ts'
import { isGrantkeeperError } from '../../src/errors/index.ts'
import { createTrip, REDIRECT_URI } from '../trips/trip.ts'
import { createParticipant, type Participation } from './participant.ts'
import type { Step } from './steps.ts'

export interface CycleOptions {
  step: Step
  rotation: Rotation
  /** As `DATABASE_URL` would name it; empty. */
  database: string
  /** Of a request to the token endpoint; the lease stands half as long again. */
  deadlineMs: number
}

export interface Aftermath {
  /** `works`: Webex takes the token that the next process got. Else the code of the error. */
  grant: string
  recoveredMs: number
  /** Most refreshes of the grant that Webex worked on at once. */
  overlap: number
}

const DAYS_AHEAD = 15 * 86_400_000
/** How long Webex takes for a refresh: long enough to kill a process in it. */
const WORK_MS = 200

/** Connects a grant, lets its token expire, kills the process that refreshes it at a step, and has another one take over. */
export async function killAt({ step, rotation, database, deadlineMs }: CycleOptions): Promise<Aftermath> {
  const emulator = createEmulator({ rotation })
  const { close } = await emulator.listen({ port: 0 })
  try {
    const participation = { ...(await connectGrant(emulator, database)), deadlineMs }
    emulator.clock.advance(DAYS_AHEAD)
    emulator.faults.add({ on: 'POST /v1/access_token', delayMs: WORK_MS })
    await runVictim(step, participation)
    return { ...(await takeOver(participation)), overlap: emulator.overlap() }
  } finally {
    await close()
  }
}

async function connectGrant(emulator: Emulator, database: string): Promise<Omit<Participation, 'deadlineMs'>> {
  const key = randomBytes(32).toString('base64')
  const store = readDatabase({ name: 'DATABASE_URL', origin: 'env', value: database }, '/').open()
  const trip = createTrip({ on: emulator, keeper: { store, keys: [key] } })
  await trip.newVisitor().grantAs('ada')
  const [grant] = await trip.keeper.grants.list()
  await trip.keeper.close()
  const { clientId, clientSecret, scopes } = trip.integration
  const integration = { clientId, clientSecret, redirectUri: REDIRECT_URI, scopes, baseUrl: `${emulator.url}/v1` }
  return { integration, database, key, grant: grant?.id ?? '', aheadMs: DAYS_AHEAD }
}

async function runVictim(step: Step, participation: Participation): Promise<void> {
  const victim = fork(join(import.meta.dirname, 'victim.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, VICTIM: JSON.stringify({ step, ...participation }) },
  })
  const exited = once(victim, 'exit')
  const [reached] = await Promise.race([once(victim, 'message'), exited])
  await new Promise((resolve) => setTimeout(resolve, onTheWayMs(step)))
  victim.kill('SIGKILL')
  await exited
  if (reached !== step) throw new Error(`the process came to "${reached}", not to "${step}"`)
}

/** Two steps take time, and the kill is to hit in their midst. */
function onTheWayMs(step: Step): number {
  if (step === 'while Webex works on the request') return WORK_MS / 2
  return step === 'while the write is under way' ? Math.random() * 4 : 0
}

/** The next process, in this one. */
async function takeOver(participation: Participation): Promise<Omit<Aftermath, 'overlap'>> {
  const startedAt = performance.now()
  const { grants, close } = createParticipant(participation, (environment, store) => ({ environment, store }))
  const grant = await grants.accessToken(participation.grant).then(
    ({ token }) => tryToken(participation, token.reveal()),
    (error) => (isGrantkeeperError(error) ? error.code : String(error)),
  )
  await close()
  return { grant, recoveredMs: Math.round(performance.now() - startedAt) }
}

async function tryToken({ integration }: Participation, token: string): Promise<string> {
  const { status } = await fetch(`${integration.baseUrl}/people/me`, { headers: { authorization: `Bearer ${token}` } })
  return status === 200 ? 'works' : `a token that Webex answers with ${status}`
}
