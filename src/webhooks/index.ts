export { type EnsuredWebhook, ensureWebhooks, type WebhooksAtWebex } from './ensure.ts'
export type {
  AttachmentActionData,
  MembershipData,
  MessageData,
  ReceivedEvent,
  RoomData,
  WebhookEnvelope,
} from './event.ts'
export type { WebhookRequest } from './raw-body.ts'
export { type ReceiveOptions, receiveWebhook } from './receive.ts'
export { memoryReplays, type ReplayStore, storedReplays } from './replays.ts'
export type { EnsureOptions, WantedWebhook, WatchedResource } from './wanted.ts'
