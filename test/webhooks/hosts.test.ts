import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express, { type Express, type Response as ExpressResponse } from 'express'
import express4 from 'express4'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isGrantkeeperError, memoryReplays, receiveWebhook, type WebhookRequest } from '../../src/index.ts'

const secret = 'of this webhook'
const body = JSON.stringify({ id: 'w1', resource: 'rooms', event: 'created', data: { id: 'r1' } })

/** What an app does with a delivery: the status it answers, and the event's type or the error's code. */
async function handle(request: WebhookRequest): Promise<{ status: number; text: string }> {
  try {
    const event = await receiveWebhook(request, { secret, replays: memoryReplays({ now: () => 0 }) })
    return { status: 200, text: event?.type ?? 'again' }
  } catch (error) {
    if (!isGrantkeeperError(error)) throw error
    return { status: error.status, text: error.code }
  }
}

async function send(res: ExpressResponse, request: WebhookRequest): Promise<void> {
  const { status, text } = await handle(request)
  res.status(status).send(text)
}

const buildExpress = (make: typeof express): Express =>
  make()
    .post('/plain', (req, res) => send(res, req))
    .post('/raw', express.raw({ type: '*/*' }), (req, res) => send(res, req))
    .post('/parsed', express.json(), (req, res) => send(res, req))

async function buildFastify(): Promise<RequestListener> {
  const fastify = Fastify()
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_, payload, done) => done(null, payload))
  fastify.post('/plain', async (request, reply) => {
    const { status, text } = await handle({ headers: request.headers, body: request.body })
    return reply.code(status).send(text)
  })
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes))
    scope.post('/raw', async (request, reply) => {
      const { status, text } = await handle(request)
      return reply.code(status).send(text)
    })
  })
  await fastify.ready()
  return (req, res) => fastify.routing(req, res)
}

const hono = new Hono().post('/plain', async (c) => {
  const { status, text } = await handle(c.req.raw)
  return new Response(text, { status })
})

const hosts: [string, string[], () => RequestListener | Promise<RequestListener>][] = [
  [
    'node',
    ['/plain'],
    () => (req, res) => void handle(req).then(({ status, text }) => res.writeHead(status).end(text)),
  ],
  ['express 5', ['/plain', '/raw', '/parsed'], () => buildExpress(express)],
  ['express 4', ['/plain', '/raw', '/parsed'], () => buildExpress(express4 as typeof express)],
  ['fastify 5', ['/plain', '/raw'], buildFastify],
  ['hono 4', ['/plain'], () => getRequestListener(hono.fetch)],
]

describe.each(hosts)('a delivery to %s', (_, paths, build) => {
  let server: ReturnType<typeof createServer>
  let origin: string

  beforeAll(async () => {
    server = createServer(await build()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const post = async (path: string, sent: string, headers: Record<string, string> = {}) => {
    const signature = createHmac('sha1', secret).update(body).digest('hex')
    const response = await fetch(origin + path, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json;charset=UTF-8', 'x-spark-signature': signature, ...headers },
    })
    return `${response.status} ${await response.text()}`
  }

  it.each(paths.filter((path) => path !== '/parsed'))('is received at %s', async (path) => {
    expect(await post(path, body)).toBe('200 rooms.created')
    expect(await post(path, body, { 'content-type': 'text/plain' })).toBe('200 rooms.created')
    expect(await post(path, body.replace('r1', 'r2'))).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(await post(path, body, { 'x-spark-signature': '' })).toBe('401 WX-WEBHOOK-SIGNATURE')
    expect(await post(path, '')).toBe('401 WX-WEBHOOK-SIGNATURE')
  })

  it.each(paths.filter((path) => path === '/parsed'))('whose bytes a parser has taken says so at %s', async (path) => {
    expect(await post(path, body)).toBe('400 WX-WEBHOOK-RAW-BODY')
  })

  it('that is too large is refused by its head', async () => {
    expect(await post('/plain', 'x'.repeat(1024 * 1024 + 1))).toBe('413 WX-WEBHOOK-TOO-LARGE')
  })
})
