import type { MadeUp, Redelivery } from '../webhooks/webhooks.ts'
import { aCount, aFlag, aText, operation } from './operation.ts'

/** What can be done about webhooks and their deliveries. */
export const webhookOperations = [
  operation('webhooks list', 'Lists the webhooks, without their secrets.', {
    reads: true,
    run: ({ webhooks }) => webhooks.list(),
  }),
  operation<{ max?: number }>('webhooks deliveries', 'Lists deliveries, oldest first.', {
    reads: true,
    properties: { max: aCount },
    run: ({ webhooks }, { max = 1000 }) => webhooks.deliveries().slice(-max || undefined),
  }),
  operation<{ id: string } & Redelivery>(
    'webhooks redeliver',
    'Makes a delivery once more: several times, late, or signed with a wrong secret.',
    {
      required: ['id'],
      properties: { id: aText, times: aCount, delayMs: { type: 'number', minimum: 0 }, badSignature: aFlag },
      run({ webhooks }, { id, ...how }) {
        webhooks.redeliver(id, how)
        return { queued: how.times ?? 1 }
      },
    },
  ),
  operation<MadeUp>('webhooks trigger', 'Tells webhooks of something that did not happen.', {
    required: ['resource', 'event'],
    properties: { resource: aText, event: aText, data: { type: 'object' }, actorId: aText, webhookId: aText },
    run: ({ webhooks }, madeUp) => ({ told: webhooks.trigger(madeUp) }),
  }),
]
