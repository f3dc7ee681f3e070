import { type ApiCall, callJson } from './call.ts'
import type { ApiContext, WebexClientOptions } from './context.ts'
import { createPeople, type People } from './people.ts'
import { createRooms, type Rooms } from './rooms.ts'

export type { ApiCall } from './call.ts'
export type { AccessTokenSource, CallOptions, Wait, WebexClientOptions } from './context.ts'
export type { List, Page } from './list.ts'
export type { People, WebexPerson } from './people.ts'
export type { Room, Rooms, RoomsQuery } from './rooms.ts'

/** Webex on one person's behalf. */
export interface WebexClient {
  people: People
  rooms: Rooms
  /** Any call the typed parts do not have. @throws WX-API-*, WX-REQUEST-INVALID */
  request<T>(call: ApiCall): Promise<T>
}

/** Makes a client whose token is always fresh, as far as its source can tell. */
export function createWebexClient(options: WebexClientOptions): WebexClient {
  const { deadlineMs = 30_000, maxWaitMs = 60_000, maxRetries = 3, onWait = () => undefined } = options
  const context: ApiContext = { ...options, deadlineMs, maxWaitMs, maxRetries, onWait }
  return {
    people: createPeople(context),
    rooms: createRooms(context),
    request: (call) => callJson(context, call),
  }
}
