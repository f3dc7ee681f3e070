/** A process that refreshes one grant, says when it has come to a step, and goes no further: its parent kills it there. */
import type { Environment } from '../../src/environment.ts'
import type { GrantStore } from '../../src/grants/store.ts'
import { createParticipant } from './participant.ts'
import type { Step } from './steps.ts'

const { step: fatal, ...participation } = JSON.parse(process.env.VICTIM ?? '{}')

const { grants } = createParticipant(participation, watch)
await grants.accessToken(participation.grant)
process.send?.('survived')

function watch(environment: Environment, store: GrantStore) {
  return {
    environment: { ...environment, transport: watchTransport(environment.transport) },
    store: {
      ...store,
      takeLease: watchCall(
        store.takeLease,
        'before the lease is asked for',
        'when the lease is taken, before the process knows',
      ),
      noteAsked: watchCall(
        store.noteAsked,
        'before the request is noted',
        'when the request is noted, before the process knows',
      ),
      updateGrant: watchCall(
        store.updateGrant,
        'while the write is under way',
        'when the write is done, before the process knows',
      ),
    },
  }
}

function watchCall<Given extends unknown[], Result>(
  call: (...given: Given) => Promise<Result>,
  before: Step,
  after: Step,
) {
  return async (...given: Given): Promise<Result> => {
    await reach(before)
    const result = await call(...given)
    await reach(after)
    return result
  }
}

function watchTransport(transport: Environment['transport']): Environment['transport'] {
  return async (request) => {
    await reach('before the request is sent')
    const answer = transport(request)
    await reach('while Webex works on the request')
    const response = await answer
    await reach('when the answer has come')
    return response
  }
}

/** The write goes on while the signal is on its way, so that it is hit in its midst; at all other steps nothing goes on. */
async function reach(step: Step): Promise<void> {
  if (step !== fatal) return
  process.send?.(step)
  if (step !== 'while the write is under way') await new Promise(() => undefined)
}
