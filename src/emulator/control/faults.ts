import type { Fault } from '../breaking/fault.ts'
import { faultSchema } from '../breaking/fault.ts'
import { aCount, aText, ControlError, operation } from './operation.ts'

/** What can be done about what breaks. */
export const faultOperations = [
  operation('faults list', 'Lists the faults that may still hit.', {
    reads: true,
    run: ({ faults }) => faults.list(),
  }),
  operation<Fault>('faults add', 'Adds a fault and gives the id to remove it by.', {
    required: ['on'],
    // Of what `on` must look like, `faults.add` speaks more plainly than a pattern.
    properties: { ...faultSchema.properties, on: aText },
    run: ({ faults }, fault) => ({ id: faults.add(fault).id }),
  }),
  operation<{ id: string }>('faults remove', 'Removes one fault.', {
    required: ['id'],
    properties: { id: aText },
    run({ faults }, { id }) {
      if (!faults.remove(id)) throw new ControlError('EMU-NOT-FOUND', `there is no fault ${id}`)
      return faults.list()
    },
  }),
  operation('faults clear', 'Removes every fault.', {
    run({ faults }) {
      faults.clear()
      return []
    },
  }),
  operation('limits list', 'Lists the rate limits, in requests a minute.', {
    reads: true,
    run: ({ rateLimits }) => rateLimits.list(),
  }),
  operation<{ perMinute: number; user?: string }>('limits set', 'Limits the requests of each user, or of one.', {
    required: ['perMinute'],
    properties: { perMinute: aCount, user: aText },
    run({ rateLimits }, { perMinute, user }) {
      rateLimits.set(perMinute, user)
      return rateLimits.list()
    },
  }),
  operation<{ user?: string }>('limits lift', 'Lifts the limit of everybody, or of one user.', {
    properties: { user: aText },
    run({ rateLimits }, { user }) {
      rateLimits.set(undefined, user)
      return rateLimits.list()
    },
  }),
]
