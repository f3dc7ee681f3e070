import type { CatalogueEntry } from './entry.ts'

export const webhookErrors = {
  'WX-WEBHOOK-SIGNATURE': {
    status: 401,
    title: 'This delivery is not signed with the webhook’s secret',
    cause:
      'The signature is absent, malformed or of other bytes: somebody else sent it, the webhook has another secret or none, or the body was parsed and written again before it was checked.',
    fix: 'Compare the secret with the webhook’s, or let keeper.webhooks.ensure() set it. Give the bytes as they arrived.',
    action: 'none',
  },
  'WX-WEBHOOK-TOO-LARGE': {
    status: 413,
    title: 'This delivery is too large',
    cause: 'Its body has more than 1 MiB; what Webex sends has a few KiB.',
    fix: 'Nothing to do: it is not from Webex.',
    action: 'none',
  },
  'WX-WEBHOOK-RAW-BODY': {
    status: 400,
    title: 'The bytes of this delivery are gone',
    cause:
      'A body parser has read them before, or they were sent with a content type that it does not take; the signature is of the bytes as they arrived.',
    fix: 'Put receiveWebhook, or expressWebhooks and its like, before every body parser, or let a raw parser keep the bytes: in Express express.raw({ type: "*/*" }).',
    action: 'fix-config',
  },
  'WX-WEBHOOK-BODY': {
    status: 400,
    title: 'This delivery could not be read',
    cause: 'It broke off, or it is signed but is not the JSON of an event with an id, a resource, an event and data.',
    fix: 'Look at what was sent; a proxy in between may have cut it.',
    action: 'none',
  },
} as const satisfies Record<string, CatalogueEntry>
