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
