import { randomBytes } from 'node:crypto'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expectTypeOf, it } from 'vitest'
import { expressErrors, expressRoutes, expressWebhooks } from '../src/adapters/express.ts'
import { fastifyErrors, fastifyRoutes } from '../src/adapters/fastify.ts'
import { honoErrors, honoRoutes } from '../src/adapters/hono.ts'
import { hostRequestOf, nodeListener } from '../src/adapters/node.ts'
import { createEmulator, type Emulator } from '../src/emulator/index.ts'
import {
  createGrantkeeper,
  createWebexClient,
  type Grant,
  type Grantkeeper,
  GrantkeeperError,
  type GrantkeeperOptions,
  isGrantkeeperError,
  optionsFromEnv,
  type ReceivedEvent,
  receiveWebhook,
} from '../src/index.ts'
import { memoryStore } from '../src/stores/memory.ts'
import { postgresStore } from '../src/stores/postgres.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'

/** Nothing here runs: it is the compiler that says whether a call is right, and `npm run types` that asks it. */
const never = (_: unknown) => undefined

describe('the compiler refuses wrong options', () => {
  it('of a keeper', () => {
    never((options: GrantkeeperOptions) => {
      createGrantkeeper(options)
      createGrantkeeper({ ...optionsFromEnv(), ownerOf: async () => undefined, rotation: 'keep' })
      // @ts-expect-error a keeper has a store and keys
      createGrantkeeper({ clientId: 'C1', clientSecret: 's', redirectUri: 'http://localhost/oauth', scopes: 'a' })
      // @ts-expect-error a misspelt option
      createGrantkeeper({ ...options, afterConect: '/spaces' })
      // @ts-expect-error a user key is a text
      createGrantkeeper({ ...options, ownerOf: () => 42 })
      // @ts-expect-error there is no such way to rotate
      createGrantkeeper({ ...options, rotation: 'sometimes' })
      // @ts-expect-error the callback's path is the redirect URI's
      createGrantkeeper({ ...options, paths: { callback: '/oauth' } })
      // @ts-expect-error keys are texts or secrets, not bytes
      createGrantkeeper({ ...options, keys: [randomBytes(32)] })
    })
  })

  it('of its methods', () => {
    never(async (keeper: Grantkeeper, request: Request) => {
      await keeper.webex(request, { maxWaitMs: 2000 })
      await keeper.webex({ owner: 'user-42' })
      // @ts-expect-error somebody is meant
      await keeper.webex()
      // @ts-expect-error an owner or a grant, not a person
      await keeper.webex({ person: 'ada@example.com' })
      // @ts-expect-error spans are numbers of milliseconds
      await keeper.webex(request, { maxWaitMs: '2s' })
      // @ts-expect-error there is no such event
      keeper.on('grant.gone', () => undefined)
      // @ts-expect-error the event does not tell it
      keeper.on('grant.reconnect', ({ token }) => token)
      // @ts-expect-error a status is a word of three
      await keeper.grants.list({ status: 'broken' })
      // @ts-expect-error what is wanted is said
      await keeper.webhooks.ensure(request, { targetUrl: 'https://a.example', secret: 's' })
      // @ts-expect-error a delivery is checked with a secret
      await receiveWebhook(request, {})
      // @ts-expect-error what the keeper is cannot be changed
      keeper.port = 8080
    })
  })

  it('of stores, clients and the emulator', () => {
    never((emulator: Emulator) => {
      sqliteStore({ file: ':memory:', timeoutMs: 1000 })
      // @ts-expect-error a file is named
      sqliteStore({})
      // @ts-expect-error a memory store has a clock
      memoryStore({})
      // @ts-expect-error a pool or a connection string
      postgresStore({ timeoutMs: 1000 })
      // @ts-expect-error a client without grants has a token
      createWebexClient({ baseUrl: 'https://webexapis.com/v1' })
      createEmulator({ rotation: 'strict' })
      // @ts-expect-error there is no such way to rotate
      createEmulator({ rotation: 'unknown' })
      emulator.faults.add({ on: 'GET /v1/rooms', status: 503, times: 1 })
      // @ts-expect-error a fault hits something
      emulator.faults.add({ status: 503 })
      // @ts-expect-error an integration has redirect URIs
      emulator.register({ name: 'Mine', scopes: [] })
    })
  })

  it('of adapters, which fit into what they adapt to', () => {
    never(async (keeper: Grantkeeper, onEvent: (event: ReceivedEvent) => void) => {
      express().use(expressRoutes(keeper)).use(expressErrors(keeper))
      express().post('/webhooks', expressWebhooks(keeper, { secret: 's' }, onEvent))
      new Hono().use(honoRoutes(keeper)).onError(honoErrors(keeper))
      const fastify = Fastify()
      await fastify.register(fastifyRoutes, { keeper })
      fastify.setErrorHandler(fastifyErrors(keeper))
      // @ts-expect-error the plugin has a keeper
      await fastify.register(fastifyRoutes, {})
      // @ts-expect-error the app's own handler follows
      nodeListener(keeper)
      // @ts-expect-error the options hold a secret
      expressWebhooks(keeper, onEvent)
    })
  })
})

describe('the compiler knows what may be absent', () => {
  it('of a grant', () => {
    expectTypeOf<Grant['person']>().extract<undefined>().toEqualTypeOf<undefined>()
    expectTypeOf<Grant['scopesGranted']>().toEqualTypeOf<string[]>()
    never(async (keeper: Grantkeeper, request: Request) => {
      const grant = await keeper.grantOf(request)
      // @ts-expect-error nobody may be connected
      grant.id
      // @ts-expect-error it may be nameless
      grant?.person.displayName
      // @ts-expect-error a login has no password
      grant?.login?.password
      // @ts-expect-error no token can be had
      grant?.accessToken
    })
  })

  it('of an error', () => {
    expectTypeOf<GrantkeeperError['trackingId']>().toEqualTypeOf<string | undefined>()
    never((error: unknown) => {
      // @ts-expect-error it may be anything
      error.code
      if (isGrantkeeperError(error)) expectTypeOf(error).toEqualTypeOf<GrantkeeperError>()
      // @ts-expect-error there is no such code
      isGrantkeeperError(error, 'WX-NOT-CONECTED')
      // @ts-expect-error there is no such code
      new GrantkeeperError('WX-NONE')
    })
  })

  it('of an event', () => {
    never((event: ReceivedEvent) => {
      if (event.type === 'messages.created') expectTypeOf(event.data.roomId).toEqualTypeOf<string>()
      // @ts-expect-error there is no such event
      if (event.type === 'messages.read') return
      // @ts-expect-error only some events have it
      event.data.roomId.length
    })
  })

  it('of a request of a framework', () => {
    never((request: Request) => {
      // @ts-expect-error only the app knows what is on it
      hostRequestOf(request).user
      expectTypeOf(hostRequestOf<{ user?: string }>(request).user).toEqualTypeOf<string | undefined>()
    })
  })
})
