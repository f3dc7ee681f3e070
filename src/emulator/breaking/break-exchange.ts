import type { EmulatorContext, Findings } from '../context.ts'
import { answerInstead } from './answer-instead.tsx'
import { letHappen } from './before-answer.ts'
import type { Caller } from './caller.ts'
import { changeAnswer } from './change-answer.ts'
import { DroppedConnection, type TakenFault } from './faults.ts'

/** The request a fault hit. */
export interface HitExchange {
  url: URL
  path: string
  trackingId: string
  caller: Caller
  findings: Findings
  stop: AbortSignal | undefined
  answerTruly(): Promise<Response>
}

/** Answers as the fault wants; rejects with {@link DroppedConnection} where it drops the whole answer. */
export async function breakExchange(context: EmulatorContext, taken: TakenFault, hit: HitExchange): Promise<Response> {
  const { fault, delayMs } = taken
  noteHit(taken, hit)
  if (delayMs > 0) {
    await context.environment.sleep(delayMs, hit.stop).catch(() => {
      throw new DroppedConnection()
    })
  }
  letHappen(context, fault, hit.caller)
  if (fault.drop === 'before') throw noteDrop(hit.findings, 'before')
  const instead = fault.drop === 'after' ? undefined : await answerInstead(fault, hit.path, hit.trackingId)
  if (instead) hit.findings.summary = 'fault: answered unprocessed'
  const { grant } = hit.caller
  const formerAccessToken = grant && context.grants.accessTokensOf(grant).at(-1)?.text
  const answer = instead ?? (await hit.answerTruly())
  if (fault.drop === 'after') throw noteDrop(hit.findings, 'after')
  return changeAnswer(fault, answer, { now: context.clock.now(), url: hit.url, formerAccessToken })
}

function noteHit({ id }: TakenFault, { caller, findings }: HitExchange): void {
  const { user, clientId, grantType } = caller
  findings.fault = id
  if (user !== undefined) findings.user = user
  if (clientId !== undefined) findings.clientId = clientId
  if (grantType !== undefined) findings.grantType = grantType
}

function noteDrop(findings: Findings, when: 'before' | 'after'): DroppedConnection {
  findings.summary = `fault: connection dropped ${when} processing`
  return new DroppedConnection()
}
