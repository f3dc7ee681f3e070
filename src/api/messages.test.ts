import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createApiWorld } from '../../test/api-world.ts'
import type { EmulatorOptions } from '../emulator/index.ts'
import { nodeEnvironment } from '../environment.ts'

async function openSpace(options: EmulatorOptions = {}) {
  const world = createApiWorld(options)
  const ada = world.clientOf('ada')
  const { id: roomId } = await ada.rooms.create({ title: 'Engines' })
  return { ...world, ada, roomId }
}

const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.3', body: [{ type: 'Input.Text', id: 'name' }] },
} as const

describe('a message', () => {
  it('is sent as text or markdown, edited and deleted', async () => {
    const { ada, roomId } = await openSpace()
    const sent = await ada.messages.create({ roomId, markdown: '**Done.**' })
    expect(sent).toMatchObject({ roomId, roomType: 'group', markdown: '**Done.**', text: 'Done.' })
    expect(sent).not.toHaveProperty('updated')
    const edited = await ada.messages.edit(sent.id, { roomId, text: 'Not done.' })
    expect(edited).toMatchObject({ text: 'Not done.', updated: expect.any(String) })
    expect(await ada.messages.get(sent.id)).toMatchObject({ text: 'Not done.' })
    await ada.messages.delete(sent.id)
    await expect(ada.messages.get(sent.id)).rejects.toMatchObject({ code: 'WX-API-NOT-FOUND' })
  })

  it('belongs to a thread', async () => {
    const { ada, roomId } = await openSpace()
    const head = await ada.messages.create({ roomId, text: 'Question' })
    const reply = await ada.messages.create({ roomId, parentId: head.id, text: 'Answer' })
    expect(reply.parentId).toBe(head.id)
    const thread = await ada.messages.list({ roomId, parentId: head.id }).toArray()
    expect(thread.map(({ text }) => text)).toEqual(['Answer'])
  })

  it('goes to a person without a space', async () => {
    const { ada, clientOf } = await openSpace()
    const sent = await ada.messages.create({ toPersonEmail: 'grace@example.com', text: 'Hello' })
    expect(sent).toMatchObject({ roomType: 'direct', toPersonEmail: 'grace@example.com' })
    const seen = await clientOf('grace').messages.listDirect({ personEmail: 'ada@example.com' }).toArray()
    expect(seen.map(({ id }) => id)).toEqual([sent.id])
  })

  it('has a card, which is answered', async () => {
    const { ada, roomId } = await openSpace()
    const sent = await ada.messages.create({ roomId, text: 'Who?', attachments: [card] })
    expect(sent.attachments).toEqual([card])
    const action = await ada.attachmentActions.create({ messageId: sent.id, inputs: { name: 'Ada' } })
    expect(await ada.attachmentActions.get(action.id)).toMatchObject({ type: 'submit', inputs: { name: 'Ada' } })
  })

  it('is listed newest first, page by page, and only what mentions oneself', async () => {
    const { ada, roomId } = await openSpace()
    const { id } = await ada.people.me()
    for (let number = 0; number < 7; number++) await ada.messages.create({ roomId, text: String(number) })
    await ada.messages.create({ roomId, markdown: `Hello <@personId:${id}>` })
    const texts = (await ada.messages.list({ roomId, max: 3 }).toArray()).map(({ text }) => text)
    expect(texts.slice(1)).toEqual(['6', '5', '4', '3', '2', '1', '0'])
    expect(await ada.messages.list({ roomId, mentionedPeople: 'me' }).toArray()).toHaveLength(1)
  })

  it('is not sent twice where nobody knows whether it was sent, unless told so', async () => {
    const { emulator, ada, roomId } = await openSpace()
    const count = async () => (await ada.messages.list({ roomId }).toArray()).length
    emulator.faults.add({ on: 'POST /v1/messages', drop: 'after', times: 2 })
    await expect(ada.messages.create({ roomId, text: 'Once' })).rejects.toMatchObject({
      code: 'WX-API-UNAVAILABLE',
      trackingId: expect.stringMatching(/^grantkeeper_/),
    })
    expect(await count()).toBe(1)
    await ada.messages.create({ roomId, text: 'Twice' }, { retry: true })
    expect(await count()).toBe(3)
  })
})

describe('a file', () => {
  const bytes = new Uint8Array(70_000).map((_, at) => (at * 31) % 256)

  it('is sent as bytes and comes back as they were, with its name', async () => {
    const { ada, roomId, clientOf } = await openSpace()
    const file = new File([bytes], 'naïve "plan".bin', { type: 'application/x-plan' })
    const sent = await ada.messages.create({ roomId, text: 'The plan', files: [file] })
    expect(sent).toMatchObject({ text: 'The plan', files: [expect.stringContaining('/v1/contents/')] })
    const { memberships } = ada
    await memberships.create({ roomId, personEmail: 'grace@example.com' })
    const download = await clientOf('grace').contents.download(sent.files![0]!)
    expect(download).toMatchObject({ type: 'application/x-plan', size: 70_000 })
    expect(download.name).toMatch(/^naïve .plan.*\.bin$/)
    expect(await download.bytes()).toEqual(bytes)
  })

  it('goes along with a card and a thread', async () => {
    const { ada, roomId } = await openSpace()
    const { id: parentId } = await ada.messages.create({ roomId, text: 'Head' })
    const sent = await ada.messages.create({ roomId, parentId, files: [new Blob(['a'])], attachments: [card] })
    expect(sent).toMatchObject({ parentId, attachments: [card], files: [expect.any(String)] })
  })

  it('is fetched by Webex from an address', async () => {
    const { ada, roomId } = await openSpace({ filesByUrl: 'name-only' })
    const sent = await ada.messages.create({ roomId, files: [new URL('https://files.example/plans/a%20plan.txt')] })
    expect(await ada.contents.describe(sent.files![0]!)).toMatchObject({ name: 'a plan.txt' })
  })

  it.each<[string, unknown[]]>([
    ['a path', ['./plan.txt']],
    ['a path of Windows', ['C:\\plan.txt']],
    ['an address that only this computer has', [new URL('file:///plan.txt')]],
    ['bytes', [new Uint8Array(1)]],
    ['two', [new Blob(['a']), new Blob(['b'])]],
    ['none', []],
  ])('that is %s is refused unsent', async (_, files) => {
    const { ada, emulator } = await openSpace()
    const before = emulator.journal.entries().length
    const draft = { roomId: '1', text: 'a', files: files as [Blob] }
    await expect(ada.messages.create(draft)).rejects.toMatchObject({ code: 'WX-REQUEST-INVALID' })
    expect(emulator.journal.entries()).toHaveLength(before)
  })

  it('travels over a real connection as well', async () => {
    const { emulator, roomId, clientOf } = await openSpace()
    const listening = await emulator.listen({ port: 0 })
    const environment = nodeEnvironment()
    const ada = clientOf('ada', { apiUrl: `${listening.url}/v1`, environment })
    try {
      const large = new File(
        Array.from({ length: 100 }, () => bytes),
        'large.bin',
      )
      const sent = await ada.messages.create({ roomId, files: [large] })
      const { stream, size } = await ada.contents.download(sent.files![0]!)
      const sha = createHash('sha256')
      for await (const chunk of stream) sha.update(chunk)
      expect(size).toBe(7_000_000)
      const whole = new Uint8Array(await large.arrayBuffer())
      expect(sha.digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'))
    } finally {
      await environment.close()
      await listening.close()
    }
  })

  it('has the more time, the larger it is', async () => {
    const spans: number[] = []
    const sleep = (ms: number) => new Promise<void>(() => spans.push(ms))
    const transport = async () => ({ status: 200, headers: {}, body: '{"id":"1","roomId":"1"}' })
    const { messages } = createApiWorld().clientOf('ada', { environment: nodeEnvironment({ sleep, transport }) })
    await messages.create({ roomId: '1', files: [new Blob([new Uint8Array(6_400_000)])] })
    expect(Math.floor((spans[0] ?? 0) / 1000)).toBe(130)
  })

  it('is sent again whole after a refused token and a wait', async () => {
    const { emulator, ada, roomId } = await openSpace()
    emulator.faults.add({ on: 'POST /v1/messages', status: 401, times: 1 })
    emulator.faults.add({ on: 'POST /v1/messages', status: 429, headers: { 'retry-after': '2' }, times: 1 })
    const sent = await ada.messages.create({ roomId, files: [new Blob([bytes])] })
    expect(await (await ada.contents.download(sent.files![0]!)).bytes()).toEqual(bytes)
  })
})

describe('a download', () => {
  async function sendFile(content: string, fileScan: EmulatorOptions['fileScan'] = 'clean') {
    const { ada, roomId, ...world } = await openSpace({ fileScan })
    const { files } = await ada.messages.create({ roomId, files: [new File([content], 'a.txt')] })
    return { ...world, ada, file: files![0]! }
  }

  it('is described without its bytes', async () => {
    const { ada, file } = await sendFile('text')
    expect(await ada.contents.describe(file)).toMatchObject({ name: 'a.txt', size: 4 })
  })

  it('waits while the file is scanned, as long as Webex asks', async () => {
    const { ada, file, waits } = await sendFile('text', 'scanning')
    expect(Buffer.from(await (await ada.contents.download(file)).bytes()).toString()).toBe('text')
    expect(waits).toEqual([10_000])
  })

  it('does not wait longer than it may', async () => {
    const { clientOf, file, waits } = await sendFile('text', 'scanning')
    const download = clientOf('ada', { maxWaitMs: 2000 }).contents.download(file)
    await expect(download).rejects.toMatchObject({ code: 'WX-API-FILE-SCANNING', retryAfterMs: 10_000 })
    expect(waits).toEqual([])
  })

  it('of an infected file is refused, and no option helps', async () => {
    const { ada, file } = await sendFile('text', 'infected')
    await expect(ada.contents.download(file, { allowUnscannable: true })).rejects.toMatchObject({
      code: 'WX-API-FILE-INFECTED',
    })
  })

  it('of a file that cannot be scanned needs the word for it', async () => {
    const { ada, file } = await sendFile('text', 'unscannable')
    await expect(ada.contents.download(file)).rejects.toMatchObject({ code: 'WX-API-FILE-UNSCANNABLE' })
    const download = await ada.contents.download(file, { allowUnscannable: true })
    expect(Buffer.from(await download.bytes()).toString()).toBe('text')
  })

  it('asks its own API, whatever host an address names', async () => {
    const { emulator, ada, file, origins } = await sendFile('text')
    const elsewhere = file.replace(emulator.url, 'https://evil.example')
    expect(await ada.contents.describe(elsewhere)).toMatchObject({ name: 'a.txt' })
    expect([...origins]).toEqual([emulator.url])
    await expect(ada.contents.download('https://evil.example/elsewhere')).rejects.toMatchObject({
      code: 'WX-REQUEST-INVALID',
    })
  })

  it('ends at its limit', async () => {
    const { ada, file } = await sendFile('x'.repeat(1000))
    const download = await ada.contents.download(file, { maxBytes: 999 })
    await expect(download.bytes()).rejects.toMatchObject({ code: 'WX-API-RESPONSE' })
  })
})
