import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { expressWebhooks } from '../../src/adapters/express.ts'
import { fastifyWebhooks } from '../../src/adapters/fastify.ts'
import { honoWebhooks } from '../../src/adapters/hono.ts'
import { nextWebhooks } from '../../src/adapters/next.ts'
import { nodeWebhooks } from '../../src/adapters/node.ts'
import type { OnEvent, Receiver } from '../../src/adapters/webhooks/answer-delivery.ts'
import { memoryReplays, receiveWebhook } from '../../src/index.ts'

const SECRET = 'of this webhook'
const body = JSON.stringify({ id: 'w1', resource: 'rooms', event: 'created', data: { id: 'r1', title: 'ü' } })

/** What stands before the adapter: nothing, or a parser of the framework, which the app has at its top. */
type Before = 'nothing' | 'json' | 'keeping json' | 'raw' | 'form' | 'reader'
type Build = (keeper: Receiver, onEvent: OnEvent, before: Before) => RequestListener | Promise<RequestListener>

const codeOf = (error: unknown) => `host: ${(error as { code?: string }).code ?? (error as Error).message}`

const buildExpress =
  (framework: typeof express): Build =>
  (keeper, onEvent, before) => {
    const app = framework()
    if (before === 'json') app.use(framework.json())
    const verify = (req: object, _: object, rawBody: Buffer) => void Object.assign(req, { rawBody })
    if (before === 'keeping json') app.use(framework.json({ verify }))
    if (before === 'raw') app.use(framework.raw({ type: '*/*' }))
    if (before === 'form') app.use(framework.urlencoded({ extended: false }))
    app.post('/hooks/webex', expressWebhooks(keeper, { secret: SECRET }, onEvent))
    app.use(framework.json())
    app.post('/echo', (req, res) => void res.json(req.body))
    app.use(((error, _req, res, _next) => {
      res.status(error.status ?? 500).send(codeOf(error))
    }) satisfies express.ErrorRequestHandler)
    return app
  }

const hosts: Record<string, { build: Build; before: Before[]; takes: Before[] }> = {
  node: {
    build: (keeper, onEvent, before) => {
      const answer = nodeWebhooks(keeper, { secret: SECRET }, onEvent)
      return async (req, res) => {
        if (before === 'reader') await req.toArray()
        if (req.url === '/echo') return void req.pipe(res)
        answer(req, res).catch((error) => res.writeHead(error.status ?? 500).end(codeOf(error)))
      }
    },
    before: ['nothing'],
    takes: ['reader'],
  },
  'express 5': { build: buildExpress(express), before: ['nothing', 'raw', 'form', 'keeping json'], takes: ['json'] },
  'express 4': {
    build: buildExpress(express4 as typeof express),
    before: ['nothing', 'raw', 'form', 'keeping json'],
    takes: ['json'],
  },
  'fastify 5': {
    async build(keeper, onEvent, before) {
      const app = Fastify()
      if (before === 'raw') app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes))
      if (before === 'reader')
        app.addHook('preParsing', async (_, __, payload) => {
          await (payload as NodeJS.ReadableStream & { toArray(): Promise<unknown> }).toArray()
          return payload
        })
      app.setErrorHandler((error, _, reply) =>
        reply.code((error as { status?: number }).status ?? 500).send(codeOf(error)),
      )
      await app.register(fastifyWebhooks(keeper, { secret: SECRET }, onEvent), { prefix: '/hooks/webex' })
      app.post('/echo', async (request) => request.body)
      await app.ready()
      return app.routing
    },
    before: ['nothing', 'raw'],
    takes: ['reader'],
  },
  'hono 4': {
    build(keeper, onEvent, before) {
      const app = new Hono()
      app.use('/hooks/*', async (c, next) => {
        if (before === 'json') await c.req.json()
        await next()
      })
      app.post('/hooks/webex', honoWebhooks(keeper, { secret: SECRET }, onEvent))
      app.post('/echo', async (c) => c.json(await c.req.json()))
      app.onError((error, c) => c.text(codeOf(error), (error as unknown as { status?: 400 }).status ?? 500))
      return getRequestListener(app.fetch)
    },
    before: ['nothing'],
    takes: ['json'],
  },
  // Next itself runs in test/interop; its route handlers are functions of the web's own types.
  next: {
    build(keeper, onEvent, before) {
      const POST = nextWebhooks(keeper, { secret: SECRET }, onEvent)
      return getRequestListener(async (request) => {
        if (request.url.endsWith('/echo')) return Response.json(await request.json())
        if (before === 'json') await request.json()
        return POST(request).catch((error) => new Response(codeOf(error), { status: error.status ?? 500 }))
      })
    },
    before: ['nothing'],
    takes: ['json'],
  },
}

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

async function start(build: Build, before: Before, onEvent?: OnEvent) {
  const heard: string[] = []
  const replays = memoryReplays({ now: () => 0 })
  const keeper: Receiver = {
    webhooks: { receive: (request, options) => receiveWebhook(request, { ...options, replays }) },
  }
  const hear: OnEvent = (event) => heard.push(`${event.type} ${(event.data as { id: string }).id}`)
  const server = createServer(await build(keeper, onEvent ?? hear, before)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  running.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const post = async (sent = body, { path = '/hooks/webex', ...headers }: Record<string, string> = {}) => {
    const signature = createHmac('sha1', SECRET).update(body).digest('hex')
    const head = { 'content-type': 'application/json;charset=UTF-8', 'x-spark-signature': signature, ...headers }
    const response = await fetch(origin + path, { method: 'POST', body: sent, headers: head })
    return `${response.status} ${await response.text()}`.trim()
  }
  return { heard, post }
}

describe.each(Object.entries(hosts))('deliveries to %s', (_, { build, before, takes }) => {
  it.each(before)('are answered, and heard of once, with a parser of %s before', async (parser) => {
    const { heard, post } = await start(build, parser)
    expect(await post()).toBe('204')
    expect(await post()).toBe('204')
    expect(heard).toEqual(['rooms.created r1'])
  })

  it.each(before)('that nobody signed change nothing, with a parser of %s before', async (parser) => {
    const { heard, post } = await start(build, parser)
    expect(await post(body.replace('r1', 'r2'))).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(await post(body, { 'x-spark-signature': '' })).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(await post('')).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(heard).toEqual([])
  })

  it('that are too large are refused', async () => {
    const { post } = await start(build, 'nothing')
    expect(await post('x'.repeat(1024 * 1024 + 1))).toMatch(/^413 /)
  })

  it.each(takes)('whose bytes are gone, by a %s before, are an error of the app that says so', async (parser) => {
    const { heard, post } = await start(build, parser)
    expect(await post()).toBe('400 host: WX-WEBHOOK-RAW-BODY')
    expect(heard).toEqual([])
  })

  it('that the app fails to handle are an error of the app', async () => {
    const { post } = await start(build, 'nothing', async () => {
      throw new Error('the queue is full')
    })
    expect(await post()).toBe('500 host: the queue is full')
  })

  it('leave the bodies of other paths as they were', async () => {
    const { post } = await start(build, 'nothing')
    expect(await post('{"a":1}', { path: '/echo' })).toBe('200 {"a":1}')
  })
})
