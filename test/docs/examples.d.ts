declare module '*/examples/many-processes/keeper.js' {
  import type { Pool } from 'pg'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createKeeper(pool: Pool, env?: Record<string, string>): Grantkeeper
}

declare module '*/examples/webhooks/spaces.js' {
  import type { EnsuredWebhook, Grantkeeper } from '../../src/index.ts'

  export function watchSpaces(keeper: Grantkeeper, grant: string, secret: string): Promise<EnsuredWebhook[]>
}

declare module '*/examples/webhooks/express.js' {
  import type { Express } from 'express'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(keeper: Grantkeeper, secret: string, later: Later): Express
}

declare module '*/examples/webhooks/fastify.js' {
  import type { FastifyInstance } from 'fastify'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(keeper: Grantkeeper, secret: string, later: Later): Promise<FastifyInstance>
}

declare module '*/examples/webhooks/hono.js' {
  import type { Hono } from 'hono'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(keeper: Grantkeeper, secret: string, later: Later): Hono
}

declare module '*/examples/webhooks/plain-node.js' {
  import type { Server } from 'node:http'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(keeper: Grantkeeper, secret: string, later: Later): Server
}

/** What an example does with an event later. */
type Later = (event: { data: { id?: string } }) => unknown

declare module '*/examples/login-of-your-own/express.js' {
  import type { Express, RequestHandler } from 'express'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(login: RequestHandler): { app: Express; keeper: Grantkeeper }
}

declare module '*/examples/login-of-your-own/keeper.js' {
  import type { Grantkeeper, HostRequest } from '../../src/index.ts'

  export function createKeeper(
    currentUser: (request: HostRequest) => { id: string } | undefined,
    tell: (grantId: string, code: string) => unknown,
  ): Grantkeeper
  export function listSpaces(keeper: Grantkeeper): Promise<{ title?: string }[]>
}

declare module '*/examples/auth-js/keeper.js' {
  import type { Grantkeeper } from '../../src/index.ts'

  export const keeper: Grantkeeper
}

declare module '*/examples/keys/rotate.js' {
  import type { Grantkeeper } from '../../src/index.ts'

  export function rotateKeys(keeper: Grantkeeper, signal?: AbortSignal): Promise<{ current: number; rows: object }>
}

declare module '*/examples/proxy/outgoing.js' {
  import type { Grantkeeper } from '../../src/index.ts'

  export function createKeeper(proxy: string, env?: Record<string, string>): Grantkeeper
}

declare module '*/examples/calls/messages.js' {
  import type { Webex, WebexClient } from '../../src/index.ts'

  export function greet(webex: WebexClient, roomId: string): Promise<Webex.Message>
  export function sendFile(webex: WebexClient, toPersonEmail: string, path: string): Promise<Webex.Message>
  export function askForLunch(webex: WebexClient, roomId: string): Promise<Webex.Message>
  export function readLunch(webex: WebexClient, actionId: string): Promise<unknown>
  export function saveFiles(webex: WebexClient, roomId: string, folder: string): Promise<void>
}

declare module '*/examples/calls/lists.js' {
  import type { Room, WebexClient } from '../../src/index.ts'

  export function findLocked(webex: WebexClient): Promise<(string | undefined)[]>
  export function newestSpaces(webex: WebexClient): Promise<Room[]>
  export function listTabs(webex: WebexClient, roomId: string): Promise<unknown[]>
  export function readOrganization(webex: WebexClient, orgId: string): Promise<unknown>
}

declare module '*/examples/calls/errors.js' {
  import type { Grantkeeper, HostRequest, Room, WebexClient } from '../../src/index.ts'

  export function findSpace(webex: WebexClient, id: string): Promise<Room | undefined>
  export function showSpaces(keeper: Grantkeeper, request: HostRequest, known: Room[]): Promise<Room[]>
}

declare module '*/examples/calls/bot.js' {
  import type { WebexClient } from '../../src/index.ts'

  export function createBot(env?: Record<string, string>): WebexClient
}

declare module '*/examples/more-scopes/app.js' {
  import type { Grantkeeper } from '../../src/index.ts'

  export function createApp(keeper: Grantkeeper): { fetch(request: Request): Promise<Response> }
}

declare module '*/examples/more-scopes/keeper.js' {
  import type { Grantkeeper } from '../../src/index.ts'

  export function createKeeper(env?: Record<string, string>): Grantkeeper
}

declare module '*/examples/login-with-webex/app.js' {
  import type { Grantkeeper, Login } from '../../src/index.ts'

  export function createApp(
    keeper: Grantkeeper,
    saveUser: (sub: string, login: Login) => { name: string } | Promise<{ name: string }>,
  ): { fetch(request: Request): Promise<Response> }
}

declare module '*/examples/device/connect.js' {
  import type { Grant, Grantkeeper } from '../../src/index.ts'

  export function connectHere(
    keeper: Grantkeeper,
    show: (text: string) => unknown,
    signal?: AbortSignal,
  ): Promise<Grant>
}

declare module '*/site/gather-pages.js' {
  /** Puts the pages of the repository, with links that hold there, into a folder. */
  export function gatherPages(folder: string): void
}
