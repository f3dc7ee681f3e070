import { describe, expect, it } from 'vitest'
import { type Caller, createCallers } from '../../../test/openapi/caller.ts'
import { nodeEnvironment, type Transport } from '../../environment.ts'
import type { EmulatorOptions } from '../index.ts'

async function start(options?: EmulatorOptions) {
  const world = createCallers(options)
  const ada = await world.as('ada')
  return { ...world, ada }
}

async function upload(caller: Caller, content: string | Uint8Array<ArrayBuffer>, name = 'notes.txt') {
  const form = new FormData()
  form.set('toPersonEmail', 'grace@example.com')
  form.set('files', new File([content], name, { type: 'text/plain' }))
  const { status, body } = await caller('POST', '/v1/messages', form)
  return { status, url: body.files?.[0] as string, id: body.id as string }
}

describe('a file', () => {
  it('is uploaded with a message and downloaded by whoever reads it', async () => {
    const { ada, as, emulator } = await start()
    const { url } = await upload(ada, 'hello\n', 'Übung "1".txt')
    const { status, text, headers } = await (await as('grace'))('GET', url)
    expect([status, text, headers.get('content-type')]).toEqual([200, 'hello\n', 'text/plain'])
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="_bung _1_.txt"; filename*=UTF-8''%C3%9Cbung%20%221%22.txt`,
    )
    const head = await ada('HEAD', url)
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', '6'])
    emulator.addUser({ key: 'eve', displayName: 'Eve', email: 'eve@example.com' })
    expect((await (await as('eve'))('GET', url)).status).toBe(404)
    expect(emulator.journal.entries().some(({ status }) => status >= 500)).toBe(false)
  })

  it('larger than the limit is refused', async () => {
    const { ada } = await start({ uploadLimitBytes: 100_000 })
    expect((await upload(ada, new Uint8Array(100_000))).status).toBe(200)
    expect((await upload(ada, new Uint8Array(100_001))).status).toBe(413)
    expect((await upload(ada, new Uint8Array(200_000))).status).toBe(413)
    const huge = { toPersonEmail: 'grace@example.com', text: 'x'.repeat(70_000) }
    expect((await ada('POST', '/v1/messages', huge)).status).toBe(413)
  })

  it('waits for its scan by the clock of the emulator', async () => {
    const { ada, emulator } = await start({ fileScan: 'scanning' })
    const { url } = await upload(ada, 'x')
    emulator.clock.advance(4000)
    const { status, headers } = await ada('GET', url)
    expect([status, Number(headers.get('retry-after'))]).toEqual([
      423,
      expect.toSatisfy((left) => left >= 5 && left <= 6),
    ])
    emulator.clock.advance(6000)
    expect((await ada('GET', url)).status).toBe(200)
  })

  it('that is infected or cannot be scanned is held back', async () => {
    const { ada } = await start()
    const eicar = await upload(ada, 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')
    expect((await ada('GET', eicar.url)).status).toBe(410)
    const encryptedZip = Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 1, 0, 0, 0])
    const zip = await upload(ada, encryptedZip, 'a.zip')
    expect((await ada('GET', zip.url)).status).toBe(428)
    expect((await ada('GET', `${zip.url}?allow=unscannable`)).status).toBe(200)
  })
})

describe('a file named by its URL', () => {
  const message = { toPersonEmail: 'grace@example.com', files: ['http://files.example/a%20b.csv'] }
  const withAnswer = (transport: Transport) => start({ environment: nodeEnvironment({ transport }) })

  const answerWith = (bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    withAnswer(async () => ({ status: 200, headers, body: '', stream: new Blob([bytes]).stream() }))

  it('is fetched', async () => {
    const headers = { 'content-type': 'text/csv' }
    const { ada } = await withAnswer(async ({ url }) => {
      return { status: 200, headers, body: '', stream: new Blob([`from ${url}`]).stream() }
    })
    const { body } = await ada('POST', '/v1/messages', message)
    const file = await ada('GET', body.files[0])
    expect([file.text, file.headers.get('content-type')]).toEqual(['from http://files.example/a%20b.csv', 'text/csv'])
    expect(file.headers.get('content-disposition')).toContain('filename="a b.csv"')
  })

  it('is kept byte by byte, whatever is in it', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => n * 7)
    const { ada, emulator } = await answerWith(bytes, { 'content-type': 'image/png' })
    const { body } = await ada('POST', '/v1/messages', message)
    const authorization = `Bearer ${emulator.issueToken('ada')}`
    const kept = await emulator.fetch(new Request(body.files[0], { headers: { authorization } }))
    expect(kept.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('that is larger than an upload may be is refused, without waiting for its end', async () => {
    const endless = new ReadableStream({ pull: (queue) => queue.enqueue(new Uint8Array(60_000)) })
    const environment = nodeEnvironment({
      transport: async () => ({ status: 200, headers: {}, body: '', stream: endless }),
    })
    const { ada } = await start({ environment, uploadLimitBytes: 100_000 })
    expect((await ada('POST', '/v1/messages', message)).status).toBe(400)
  })

  it('that cannot be fetched is refused, and nothing is posted', async () => {
    const { ada } = await withAnswer(async () => ({ status: 404, headers: {}, body: '' }))
    expect((await ada('POST', '/v1/messages', message)).status).toBe(400)
    expect((await ada('GET', '/v1/messages/direct?personEmail=grace@example.com')).status).toBe(404)
  })

  it('is kept by its name alone when a setting says so', async () => {
    const { ada } = await start({ filesByUrl: 'name-only' })
    const { body } = await ada('POST', '/v1/messages', message)
    expect((await ada('GET', body.files[0])).text).toContain('did not fetch')
  })
})
