/**
 * The front door. `createGrantkeeper(optionsFromEnv())` makes a keeper of people's grants; `keeper.webex(request)` is Webex on a
 * person's behalf. Besides: webhooks, scopes, and the errors that all of it throws.
 * @module
 */

export type { Page, Room, WebexClient } from './api/index.ts'
export type * as Webex from './api/webex.ts'
export { type Audit, type AuditNote, type AuditOptions, createAudit } from './audit.ts'
export { optionsFromEnv } from './config.ts'
export { type Environment, fetchTransport, nodeEnvironment, type Transport } from './environment.ts'
export { type CatalogueEntry, catalogue, type ErrorCode, GrantkeeperError, isGrantkeeperError } from './errors/index.ts'
export type { EventName, GrantkeeperEvents } from './events.ts'
export type {
  ActivityStep,
  BrowserSessions,
  DeviceOptions,
  DeviceSignIn,
  DeviceWait,
  DeviceWaitOptions,
  DisconnectAllOptions,
  Disconnection,
  Grantkeeper,
  GrantkeeperOptions,
  GrantSearch,
  Happening,
  HappeningKind,
  HostRequest,
  KeyProvider,
  KeyReport,
  Patience,
  Resealed,
  ResealOptions,
} from './front-door.ts'
export { createWebexClient, type OwnTokenOptions } from './grantkeeper/own-token.ts'
export { createGrantkeeper } from './grantkeeper.ts'
export type { Grant, GrantStatus, Person } from './grants/grant.ts'
export type { Login } from './oauth/login.ts'
export {
  checkScopes,
  compareScopes,
  describeScope,
  explainScope,
  narrowestScopes,
  needs,
  type ScopeDrift,
  type ScopedCall,
  type ScopeEntry,
  type ScopeExplanation,
  type ScopeFinding,
  type ScopeNeed,
  searchScopes,
  suggestScope,
  type UsedScopes,
} from './scopes/index.ts'
export { Secret } from './secret.ts'
export type { Store } from './stores/store.ts'
export {
  type EnsuredWebhook,
  type EnsureOptions,
  memoryReplays,
  type ReceivedEvent,
  type ReceiveOptions,
  type ReplayStore,
  receiveWebhook,
  type WantedWebhook,
  type WebhookRequest,
} from './webhooks/index.ts'
