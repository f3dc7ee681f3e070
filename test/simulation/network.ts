import {
  TransportError,
  type TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from '../../src/environment.ts'
import { integration } from './client.ts'
import type { Faults } from './faults.ts'
import type { SimulatedProcess } from './process.ts'
import { type IssuedTokens, type Provider, readName } from './provider.ts'
import type { Schedule } from './schedule.ts'
import type { CallKind } from './troubles.ts'
import type { Witness } from './witness.ts'

interface Network {
  provider: Provider
  witness: Witness
  schedule: Schedule
  faults(call: CallKind): Faults
}

/** What becomes of one request, drawn before it is sent. */
interface Fate {
  fault: 'none' | 'unreachable' | 'requestLost' | 'answerLost' | 'failsBefore' | 'failsAfter' | 'tooMany' | 'garbage'
  workMs: number
  /** When in its work the provider changes its mind, from 0 to 1. */
  turningPoint: number
  /** A connection that breaks says so, now or later; or it is silent until the deadline. */
  breaksAfterMs: number
}

/** One request on its way. */
interface Call {
  request: TransportRequest
  fate: Fate
  /** The process no longer waits for the answer. */
  isGivenUp: boolean
  resolve(response: TransportResponse): void
}

/** The way from one process to the provider and back. */
export function connectNetwork(network: Network, process: SimulatedProcess) {
  const { schedule } = network
  return (request: TransportRequest): Promise<TransportResponse> =>
    new Promise((resolve, reject) => {
      const fate = drawFate(process, network.faults('request'))
      const call: Call = { request, fate, isGivenUp: false, resolve }
      const giveUp = (failure: TransportFailure) => {
        call.isGivenUp = true
        reject(new TransportError(failure, 'planned'))
      }
      request.signal?.addEventListener('abort', () => giveUp('aborted'), { once: true })
      const breakOff = (failure: TransportFailure) =>
        process.deliver(schedule.now() + fate.breaksAfterMs, () => giveUp(failure))
      // A process may be paused between its last check and the moment its bytes leave.
      process.deliver(schedule.now() + 1, () => {
        if (call.isGivenUp) return
        if (fate.fault === 'unreachable') return breakOff('unreachable')
        if (fate.fault === 'requestLost') return breakOff('interrupted')
        if (fate.fault === 'answerLost') breakOff('interrupted')
        const arriveAt = schedule.now() + process.random.between(1, 100)
        schedule.at(arriveAt, () => serve(network, process, call))
      })
    })
}

function drawFate({ random }: SimulatedProcess, faults: Faults): Fate {
  const { unreachable, requestLost, answerLost, failsBefore, failsAfter, tooMany, garbage } = faults
  const chances = { unreachable, requestLost, answerLost, failsBefore, failsAfter, tooMany, garbage }
  let left = random.next()
  let fault: Fate['fault'] = 'none'
  for (const [name, chance] of Object.entries(chances)) {
    if (left >= 0 && left < chance) fault = name as Fate['fault']
    left -= chance
  }
  return {
    fault,
    workMs: random.chance(faults.slow) ? random.between(2000, 25_000) : random.between(50, 500),
    turningPoint: random.next(),
    breaksAfterMs: random.chance(0.5) ? random.between(10, 5000) : 120_000,
  }
}

function serve(network: Network, process: SimulatedProcess, call: Call): void {
  const { schedule } = network
  const { fate } = call
  const answer = (response: TransportResponse) => {
    if (fate.fault === 'answerLost') return
    process.deliver(schedule.now() + process.random.between(1, 100), () => call.resolve(response))
  }
  if (fate.fault === 'failsBefore') answer(answerJson(503, { message: 'planned' }))
  if (fate.fault === 'tooMany') answer(answerJson(429, {}, { 'retry-after': '20' }))
  if (fate.fault === 'failsBefore' || fate.fault === 'tooMany') return

  const { decide, leave } = readWork(network, process, call)
  let decided: TransportResponse
  schedule.at(schedule.now() + fate.workMs * fate.turningPoint, () => {
    decided = decide()
  })
  schedule.at(schedule.now() + fate.workMs, () => {
    leave?.()
    answer(breakAnswer(fate.fault, decided))
  })
}

/** What a request asks of the provider. */
interface Work {
  decide(): TransportResponse
  /** Called when the provider has finished. */
  leave?(): void
}

function readWork(network: Network, process: SimulatedProcess, call: Call): Work {
  const { provider, witness } = network
  const form = new URLSearchParams(String(call.request.body))
  const read = (name: string) => form.get(name) ?? ''
  if (call.request.url === integration.revokeUrl) {
    return {
      decide() {
        witness.onRevocation(process, read('token'))
        provider.revoke(read('token'))
        return answerJson(200, {})
      },
    }
  }
  if (read('grant_type') === 'authorization_code') {
    return { decide: () => answerTokens(provider, provider.exchange(read('code'))) }
  }
  return refreshAt(network, process, call, read('refresh_token'))
}

function refreshAt({ provider, witness }: Network, process: SimulatedProcess, call: Call, refreshToken: string): Work {
  const leave = witness.onArrival(process, readName(refreshToken).consent, () => call.isGivenUp)
  const reaches = () => call.fate.fault === 'none' && !call.isGivenUp
  return {
    leave,
    decide() {
      const outcome = provider.refresh(refreshToken)
      witness.onOutcome(process, refreshToken, outcome, reaches)
      return 'refused' in outcome ? answerJson(400, { error: 'invalid_grant' }) : answerTokens(provider, outcome)
    },
  }
}

function breakAnswer(fault: Fate['fault'], answer: TransportResponse): TransportResponse {
  if (fault === 'failsAfter') return answerJson(502, { message: 'planned' })
  if (fault === 'garbage') return { status: 200, headers: {}, body: '<html>planned</html>' }
  return answer
}

function answerTokens({ lifeMs, refreshLifeMs }: Provider, tokens: IssuedTokens): TransportResponse {
  return answerJson(200, {
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    expires_in: lifeMs / 1000,
    refresh_token_expires_in: refreshLifeMs / 1000,
    token_type: 'Bearer',
  })
}

function answerJson(status: number, body: object, headers: Record<string, string> = {}): TransportResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
