import { once } from 'node:events'
import { type ClientHttp2Stream, connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { nodeListener } from '../../src/adapters/node.ts'
import type { Grantkeeper } from '../../src/front-door.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Sends one request over HTTP/2 and gives the status and the text of its answer. */
async function ask(keeper: Pick<Grantkeeper, 'origin' | 'handle' | 'renderError'>, path: string): Promise<string> {
  const listener = nodeListener(keeper, (_, res) => res.end('host'))
  const server = createServer((req, res) => void listener(req as never, res as never)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  ends.push(() => {
    client.destroy()
    server.close()
  })
  const stream: ClientHttp2Stream = client.request({ ':path': path, 'x-kept': 'yes' })
  const [headers] = await once(stream, 'response')
  return `${headers[':status']} ${Buffer.concat(await stream.toArray())}`
}

it('answers over HTTP/2, whose pseudo-headers are none of the web standard', async () => {
  const keeper = {
    origin: 'https://app.example',
    renderError: () => new Response(),
    handle: async ({ url, headers }: Request) =>
      url.endsWith('/status') ? new Response(`${url} ${headers.get('x-kept')}`, { status: 202 }) : undefined,
  }
  expect(await ask(keeper, '/status')).toBe('202 https://app.example/status yes')
  expect(await ask(keeper, '/other')).toBe('200 host')
})
