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
