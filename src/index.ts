export type { Page, Room, WebexClient } from './api/index.ts'
export type * as Webex from './api/webex.ts'
export { optionsFromEnv } from './config.ts'
export { type Environment, fetchTransport, nodeEnvironment, type Transport } from './environment.ts'
export { type CatalogueEntry, catalogue, type ErrorCode, GrantkeeperError, isGrantkeeperError } from './errors/index.ts'
export type { EventName, GrantkeeperEvents } from './events.ts'
export type {
  DeviceOptions,
  DeviceSignIn,
  DeviceWait,
  DeviceWaitOptions,
  Disconnection,
  Grantkeeper,
  GrantkeeperOptions,
  HostRequest,
  KeyProvider,
  KeyReport,
  Patience,
  Resealed,
  ResealOptions,
} from './front-door.ts'
export { createGrantkeeper } from './grantkeeper.ts'
export type { Grant, GrantStatus, Person } from './grants/grant.ts'
export { describeScope } from './oauth/scopes.ts'
export { Secret } from './secret.ts'
export type { Store } from './stores/store.ts'
