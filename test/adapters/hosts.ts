import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { expressErrors, expressRoutes } from '../../src/adapters/express.ts'
import { fastifyErrors, fastifyRoutes } from '../../src/adapters/fastify.ts'
import { honoErrors, honoRoutes } from '../../src/adapters/hono.ts'
import { nodeListener } from '../../src/adapters/node.ts'
import { createEmulator } from '../../src/emulator/index.ts'
import { fetchTransport, nodeEnvironment } from '../../src/environment.ts'
import type { Grantkeeper, GrantkeeperOptions, HostRequest } from '../../src/front-door.ts'
import { createGrantkeeper } from '../../src/grantkeeper.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { createVisitor } from '../visitor.ts'

export const ORIGIN = 'http://localhost:10060'

/** How the app of a host is put together. */
export interface Setting {
  /** Whether the body parser comes before or after our routes. Default before. */
  parser?: 'before' | 'after'
  /** Where the adapter is mounted. Default: at the top. */
  mount?: string
  /** Whether the framework believes what a proxy says about the client. Default false. */
  trustProxy?: boolean
}

type Build = (keeper: Grantkeeper, setting: Setting) => RequestListener | Promise<RequestListener>

/** The same small app on each host: /spaces with a grant, /echo with a body, /broken with an error that is not ours. */
export const hosts: Record<string, Build> = {
  node: (keeper) => buildNode(keeper),
  'express 5': (keeper, setting) => buildExpress(express, keeper, setting),
  'express 4': (keeper, setting) => buildExpress(express4, keeper, setting),
  'fastify 5': buildFastify,
  'hono 4': buildHono,
}

async function listTitles(keeper: Grantkeeper, request: HostRequest): Promise<string[]> {
  const webex = await keeper.webex(request)
  const rooms = await webex.rooms.list().toArray({ limit: 3 })
  return rooms.map(({ title }) => title ?? '')
}

/** Stands for the middleware by which a host knows its own users. */
function signIn(request: object, headers: IncomingHttpHeaders): void {
  Object.assign(request, { user: headers['x-user'] })
}

function buildNode(keeper: Grantkeeper): RequestListener {
  const listener = nodeListener(keeper, async (req, res) => {
    if (req.url === '/spaces') res.end(JSON.stringify(await listTitles(keeper, req)))
    else if (req.url === '/echo') res.end(Buffer.concat(await req.toArray()))
    else if (req.url === '/broken') throw new Error('broken')
    else res.writeHead(404).end()
  })
  return (req, res) => {
    res.setHeader('set-cookie', 'own=1')
    signIn(req, req.headers)
    void listener(req, res).catch((error: Error) => res.writeHead(500).end(`host: ${error.message}`))
  }
}

function buildExpress(framework: typeof express, keeper: Grantkeeper, setting: Setting): RequestListener {
  const app = framework()
  app.set('trust proxy', setting.trustProxy ?? false)
  if (setting.parser !== 'after') app.use(framework.json(), framework.urlencoded({ extended: false }))
  app.use((req, res, next) => {
    res.cookie('own', '1')
    signIn(req, req.headers)
    next()
  })
  if (setting.mount) app.use(setting.mount, framework.Router().use(expressRoutes(keeper)))
  else app.use(expressRoutes(keeper))
  if (setting.parser === 'after') app.use(framework.json(), framework.urlencoded({ extended: false }))
  // Express 4 does not hear of a rejected handler.
  app.get('/spaces', (req, res, next) => {
    listTitles(keeper, req).then((titles) => res.json(titles), next)
  })
  app.post('/echo', (req, res) => void res.json(req.body))
  app.get('/broken', () => {
    throw new Error('broken')
  })
  app.use(expressErrors(keeper))
  app.use(((error, _req, res, _next) => {
    res.status(500).send(`host: ${error.message}`)
  }) satisfies express.ErrorRequestHandler)
  return app
}

async function buildFastify(keeper: Grantkeeper, setting: Setting): Promise<RequestListener> {
  const app = Fastify({ trustProxy: setting.trustProxy ?? false })
  app.setErrorHandler((error: Error, _request, reply) => reply.code(500).send(`host: ${error.message}`))
  app.addHook('onRequest', async (request, reply) => {
    reply.header('set-cookie', 'own=1')
    signIn(request, request.headers)
  })
  await app.register(async (scope) => {
    scope.setErrorHandler(fastifyErrors(keeper))
    const mounted = async (inner: typeof scope) => void inner.register(fastifyRoutes, { keeper })
    if (setting.mount) await scope.register(mounted, { prefix: setting.mount })
    scope.get('/spaces', (request) => listTitles(keeper, request))
    scope.post('/echo', async (request) => request.body)
    scope.get('/broken', async () => {
      throw new Error('broken')
    })
  })
  if (!setting.mount) await app.register(fastifyRoutes, { keeper })
  await app.ready()
  return app.routing
}

function buildHono(keeper: Grantkeeper, setting: Setting): RequestListener {
  const app = new Hono()
  if (setting.parser !== 'after') {
    app.use(async (c, next) => {
      await c.req.raw.clone().text()
      await next()
    })
  }
  app.use(async (c, next) => {
    await next()
    c.header('set-cookie', 'own=1', { append: true })
  })
  if (setting.mount) app.route(setting.mount, new Hono().use(honoRoutes(keeper)))
  else app.use(honoRoutes(keeper))
  app.get('/spaces', async (c) => c.json(await listTitles(keeper, c.req.raw)))
  app.post('/echo', async (c) => c.json(await c.req.json()))
  app.get('/broken', () => {
    throw new Error('broken')
  })
  app.onError(async (error, c) => honoErrors(keeper)(error, c).catch((e: Error) => c.text(`host: ${e.message}`, 500)))
  return getRequestListener(app.fetch)
}

/** A keeper and an emulator in this process, and a host that listens on a free port. */
export async function startHost(build: Build, setting: Setting & { keeper?: Partial<GrantkeeperOptions> } = {}) {
  const emulator = createEmulator()
  const redirectUri = `${ORIGIN}${setting.mount ?? ''}/oauth`
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const { clientId, clientSecret } = emulator.register({ name: 'Host', redirectUris: [redirectUri], scopes })
  const environment = nodeEnvironment({ transport: fetchTransport((request) => emulator.fetch(request)) })
  const paths = setting.mount && { connect: `${setting.mount}/connect`, disconnect: `${setting.mount}/disconnect` }
  const keeper = createGrantkeeper({
    ...{ clientId, clientSecret, redirectUri, scopes, environment },
    baseUrl: `${emulator.url}/v1`,
    store: memoryStore({ now: environment.now }),
    keys: [randomBytes(32).toString('base64')],
    ...(paths ? { paths } : {}),
    ...setting.keeper,
  })
  const server = createServer(await build(keeper, setting)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    keeper,
    emulator,
    port,
    ask: (path: string, init?: RequestInit) =>
      fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init }),
    newVisitor: (headers = {}) =>
      createVisitor({ fetch: (request) => sendTo(port, request, headers) }, emulator, ORIGIN),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await keeper.close()
    },
  }
}

/** To the port the host got, in place of the one that the redirect URI says. */
function sendTo(port: number, request: Request, headers: Record<string, string>): Promise<Response> {
  const url = new URL(request.url)
  url.port = String(port)
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
  return fetch(new Request(url, request), { redirect: 'manual' })
}
