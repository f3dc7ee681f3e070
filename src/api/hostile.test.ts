import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { colleagues } from '../../test/api-world.ts'
import { createEmulator, type Emulator, type Fault } from '../emulator/index.ts'
import { nodeEnvironment } from '../environment.ts'
import { isGrantkeeperError } from '../errors/index.ts'
import { Secret } from '../secret.ts'
import { createWebexClient, type WebexClient } from './index.ts'

const ROOMS = 'GET /v1/rooms'
const MIB = 1024 * 1024

/** Does not wait between tries; deadlines stay what they are. */
const environment = nodeEnvironment({
  sleep: (ms, signal) => (ms >= 30_000 ? nodeEnvironment().sleep(ms, signal) : Promise.resolve()),
})
/** Another origin, where no request of ours may ever come. */
const caught: IncomingMessage[] = []
const elsewhere = createServer((request, response) => {
  caught.push(request)
  response.end('{"items":[]}')
})
let elsewherePort = 0
let emulator: Emulator
let client: WebexClient
let stop: () => Promise<void>

beforeAll(async () => {
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  elsewherePort = (elsewhere.address() as AddressInfo).port
  const users = colleagues.map((user) => ({ ...user, spaces: 250 }))
  emulator = createEmulator({ seed: { users } })
  const listening = await emulator.listen({ port: 0 })
  stop = async () => {
    await environment.close()
    await listening.close()
    await new Promise((resolve) => elsewhere.close(resolve))
  }
})

afterAll(() => stop())

beforeEach(() => {
  emulator.faults.clear()
  caught.length = 0
  const token = new Secret(emulator.issueToken('ada'))
  const accessToken = async () => ({ token, generation: 1, expiresAt: 0 })
  client = createWebexClient({ apiUrl: `${emulator.url}/v1`, environment, accessToken })
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) => error.code,
  )
const listRooms = () => client.rooms.list({ max: 100 }).toArray()

describe('a provider that redirects', () => {
  it.each([301, 302, 303, 307, 308])('by %i to another origin gets neither token nor body there', async (status) => {
    const headers = { location: `http://127.0.0.1:${elsewherePort}/v1/rooms` }
    emulator.faults.add({ on: '* /v1/*', status, headers })
    const file = new File(['x'], 'a.txt')
    const calls = [
      client.people.me(),
      listRooms(),
      client.rooms.create({ title: 'a' }),
      client.rooms.delete('1'),
      client.messages.create({ roomId: '1', files: [file] }),
      client.contents.download('1'),
      client.request({ method: 'GET', path: '/anything' }),
    ]
    expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['WX-API-RESPONSE']))
    expect(caught).toEqual([])
  })
})

describe('a provider whose links lead away', () => {
  it.each([
    'http://127.0.0.1:PORT/v1/rooms?cursor=a',
    '//127.0.0.1:PORT/v1/rooms',
    'http://HOST@127.0.0.1:PORT/v1/rooms',
    'http://127.0.0.1:PORT\\@HOST/v1/rooms',
    'http://HOST.127.0.0.1.nip.example:PORT/v1/rooms',
    'https://HOST/v1/rooms',
    'http://me:pw@HOST/v1/rooms',
    'http://localhost:PORT/v1/rooms',
    'http://HOST/v1/people/me',
    'file:///etc/passwd',
    'data:application/json,{"items":[]}',
  ])('to %s is not followed', async (target) => {
    const address = target.replaceAll('PORT', String(elsewherePort)).replaceAll('HOST', new URL(emulator.url).host)
    emulator.faults.add({ on: ROOMS, headers: { link: `<${address}>; rel="next"` } })
    const before = emulator.journal.entries().length
    expect(await codeOf(listRooms())).toBe('WX-API-LINK')
    expect([caught.length, emulator.journal.entries().length - before]).toEqual([0, 1])
  })

  it.each<[Fault['link'], string | undefined]>([
    ['other-origin', 'WX-API-LINK'],
    ['loop', 'WX-API-LINK'],
    ['max-null', undefined],
  ])('or are bent otherwise (%s) costs a few requests at most', async (link, code) => {
    emulator.faults.add({ on: ROOMS, link: link!, times: 3 })
    const before = emulator.journal.entries().length
    expect(await codeOf(listRooms())).toBe(code)
    expect(emulator.journal.entries().length - before).toBeLessThanOrEqual(4)
  })
})

describe('a provider whose bodies are hostile', () => {
  it.each<NonNullable<Fault['spoil']>>(['garbage', 'html', 'half', 'enormous', 'bomb'])(
    'gets an error for %s, and no memory',
    async (spoil) => {
      await listRooms()
      emulator.faults.add({ on: ROOMS, spoil })
      const heldBytes = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
      const before = heldBytes()
      let most = 0
      for (let call = 0; call < 12; call++) {
        expect(await codeOf(listRooms())).toBe('WX-API-RESPONSE')
        most = Math.max(most, heldBytes() - before)
      }
      // Twelve bodies of 256 MiB, of which 8 each were read before they were refused; the collector may be late by a few.
      expect(most).toBeLessThan(80 * MIB)
    },
  )

  it('gets no memory by a file that is larger than it said', async () => {
    emulator.faults.add({ on: 'GET /v1/contents/1', body: '', spoil: 'enormous' })
    const { stream } = await client.contents.download('1', { maxBytes: 64 * MIB })
    let most = 0
    const read = async () => {
      for await (const _ of stream) most = Math.max(most, process.memoryUsage().arrayBuffers)
    }
    const before = process.memoryUsage().arrayBuffers
    expect(await codeOf(read())).toBe('WX-API-RESPONSE')
    expect(most - before).toBeLessThan(48 * MIB)
  })

  it('gets an error of ours or a plain value for whatever it answers', async () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom('id', 'items', 'errors', 'x'), tie('any')),
      ),
    })).any
    const answer = fc.record({
      status: fc.constantFrom(200, 201, 204, 302, 400, 401, 404, 409, 423, 429, 500, 503),
      headers: fc.dictionary(fc.constantFrom('link', 'retry-after', 'trackingid', 'content-type'), fc.string()),
      body: fc.oneof(
        fc.string(),
        value.map((json) => JSON.stringify(json)),
      ),
    })
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        const accessToken = async () => ({ token: new Secret('canary'), generation: 1, expiresAt: 0 })
        const transport = async () => ({ ...given, headers: given.headers as Record<string, string> })
        const hostile = createWebexClient({
          apiUrl: 'https://webexapis.com/v1',
          environment: nodeEnvironment({
            transport,
            sleep: (ms) => (ms === 30_000 ? new Promise(() => {}) : Promise.resolve()),
          }),
          accessToken,
        })
        const calls: (() => Promise<unknown>)[] = [
          () => hostile.people.me(),
          () => hostile.rooms.list().toArray(),
          () => hostile.authorizations.tokenExpiresAt(),
          () => hostile.messages.create({ roomId: '1', text: 'a' }),
          () => hostile.contents.download('1').then((file) => file.bytes()),
        ]
        for (const call of calls) {
          const error = await call().then(
            () => undefined,
            (cause: unknown) => cause,
          )
          if (error === undefined) continue
          expect(isGrantkeeperError(error), String(error)).toBe(true)
          expect(error).toMatchObject({ trackingId: expect.stringMatching(/^[\w.-]{1,128}$/) })
        }
      }),
      { numRuns: 1000 },
    )
  })
})
