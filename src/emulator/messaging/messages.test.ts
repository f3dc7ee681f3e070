import { beforeEach, describe, expect, it } from 'vitest'
import { type Caller, createCallers, type Json, nextOf } from '../../../test/openapi/caller.ts'
import { demoSeed } from '../seed/seed.ts'

const CARD = { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }
let world: ReturnType<typeof createCallers>
let ada: Caller
let grace: Caller
let roomId: string

beforeEach(async () => {
  const { users } = demoSeed()
  world = createCallers({ seed: { users: [...users] } })
  ada = await world.as('ada')
  grace = await world.as('grace')
  roomId = (await ada('POST', '/v1/rooms', { title: 'Tests' })).body.id
  await ada('POST', '/v1/memberships', { roomId, personEmail: 'Grace@example.com' })
})

const say = async (message: object, caller = ada): Promise<Json> =>
  (await caller('POST', '/v1/messages', { roomId, ...message })).body
const list = async (query = '', caller = ada): Promise<string[]> =>
  (await caller('GET', `/v1/messages?roomId=${roomId}${query}`)).body.items.map(({ text }: Json) => text)

describe('a message', () => {
  it('is read by everybody in the space, the newest first', async () => {
    for (const text of ['one', 'two', 'three']) await say({ text })
    expect(await list('', grace)).toEqual(['three', 'two', 'one'])
    const { lastActivity } = (await grace('GET', `/v1/rooms/${roomId}`)).body
    expect(lastActivity).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect((await grace('GET', '/v1/rooms')).body.items.map(({ title }: Json) => title)).toEqual(['Tests'])
  })

  it('becomes HTML and plain text when it is markdown, and names whom it mentions', async () => {
    const { id } = (await grace('GET', '/v1/people/me')).body
    const said = await say({ markdown: `**Hi** <@personId:${id}|Grace> & <@all>` })
    expect(said).toMatchObject({
      text: 'Hi Grace & All',
      html: `<p><strong>Hi</strong> <spark-mention data-object-type="person" data-object-id="${id}">Grace</spark-mention> &amp; <spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention></p>`,
      mentionedPeople: [id],
      mentionedGroups: ['all'],
    })
    await say({ text: 'nobody' })
    expect(await list('&mentionedPeople=me', grace)).toEqual(['Hi Grace & All'])
    expect((await ada('GET', `/v1/messages?roomId=${roomId}&mentionedPeople=${id}`)).status).toBe(400)
  })

  it('goes to the direct space of two people, which is made once and has the name of the other', async () => {
    const first = (await ada('POST', '/v1/messages', { toPersonEmail: 'grace@example.com', text: 'hi' })).body
    expect(first).toMatchObject({ roomType: 'direct', toPersonEmail: 'grace@example.com' })
    const back = (await grace('POST', '/v1/messages', { toPersonId: first.personId, text: 'hi Ada' })).body
    expect(back.roomId).toBe(first.roomId)
    expect((await grace('GET', `/v1/rooms/${first.roomId}`)).body.title).toBe('Ada Lovelace')
    const { items } = (await grace('GET', '/v1/messages/direct?personEmail=ada@example.com')).body
    expect(items.map(({ text }: Json) => text)).toEqual(['hi Ada', 'hi'])
  })

  it('to a made-up colleague goes to the made-up direct space', async () => {
    const [direct] = (await ada('GET', '/v1/rooms?type=direct&max=1')).body.items
    const members = (await ada('GET', `/v1/memberships?roomId=${direct.id}`)).body.items
    const other = members.find(({ personDisplayName }: Json) => personDisplayName === direct.title)
    expect((await ada('POST', '/v1/messages', { toPersonId: other.personId, text: 'x' })).body.roomId).toBe(direct.id)
    expect((await ada('POST', '/v1/messages', { toPersonEmail: other.personEmail, text: 'y' })).body.roomId).toBe(
      direct.id,
    )
  })

  it('answers in the thread of the first message', async () => {
    const first = await say({ text: 'first' })
    const reply = await say({ text: 'reply', parentId: first.id })
    const later = await say({ text: 'later', parentId: reply.id })
    expect([reply.parentId, later.parentId]).toEqual([first.id, first.id])
    expect(await list(`&parentId=${first.id}`)).toEqual(['later', 'reply'])
  })

  it('is edited ten times by its author and by nobody else', async () => {
    const { id } = await say({ text: '0' })
    expect((await grace('PUT', `/v1/messages/${id}`, { roomId, text: 'x' })).status).toBe(403)
    for (let edit = 1; edit <= 10; edit++) {
      const { status, body } = await ada('PUT', `/v1/messages/${id}`, { roomId, markdown: `*${edit}*` })
      expect([status, body.text, typeof body.updated]).toEqual([200, String(edit), 'string'])
    }
    expect((await ada('PUT', `/v1/messages/${id}`, { roomId, text: '11' })).status).toBe(400)
    const withCard = await say({ text: 'card', attachments: [CARD] })
    expect((await ada('PUT', `/v1/messages/${withCard.id}`, { roomId, text: 'x' })).status).toBe(400)
  })

  it('that is deleted is gone', async () => {
    const { id } = await say({ text: 'x' })
    expect((await grace('DELETE', `/v1/messages/${id}`)).status).toBe(403)
    const { status, text } = await ada('DELETE', `/v1/messages/${id}`)
    expect([status, text]).toEqual([204, ''])
    expect((await ada('GET', `/v1/messages/${id}`)).body.message).toBe('Unable to get message.')
    expect((await ada('DELETE', `/v1/messages/${id}`)).body.message).toBe('Unable to delete message.')
    expect(await list()).toEqual([])
  })

  it('stays hidden from who is not in the space', async () => {
    const { id } = await say({ text: 'x' })
    const alan = await world.as('grace', ['spark:messages_read'])
    await ada('DELETE', `/v1/memberships/${(await membershipOf('grace')).id}`)
    expect((await alan('GET', `/v1/messages/${id}`)).status).toBe(404)
    expect((await alan('GET', `/v1/messages?roomId=${roomId}`)).body.message).toBe(
      'Could not find a room with provided ID.',
    )
  })

  it.each([
    ['no destination', { roomId: undefined, text: 'x' }, 400],
    ['two destinations', { toPersonEmail: 'grace@example.com', text: 'x' }, 400],
    ['nothing to say', {}, 400],
    ['too much to say', { text: 'ä'.repeat(3720) }, 400],
    ['two files', { files: ['http://a/', 'http://b/'] }, 400],
    ['a file that is no URL', { files: ['file:///etc/passwd'] }, 400],
    ['something else than a card', { attachments: [{ contentType: 'text/plain', content: {} }] }, 400],
    ['an unknown parent', { text: 'x', parentId: '00000000-0000-4000-8000-000000000000' }, 404],
    ['an unknown person', { roomId: undefined, toPersonEmail: 'nobody@example.org', text: 'x' }, 404],
    ['itself', { roomId: undefined, toPersonEmail: 'ada@example.com', text: 'x' }, 400],
    ['a text that is none', { text: 5 }, 400],
  ])('with %s is refused', async (_, message, status) => {
    expect((await ada('POST', '/v1/messages', { roomId, ...message })).status).toBe(status)
  })

  it('in another form than JSON or multipart is refused', async () => {
    const xml = await ada('POST', '/v1/messages', '<x/>', { 'content-type': 'application/xml' })
    expect([xml.status, xml.body.message]).toEqual([415, "Content type 'application/xml' not supported"])
    for (const type of ['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x']) {
      expect((await ada('POST', '/v1/messages', '{', { 'content-type': type })).status).toBe(400)
    }
  })
})

async function membershipOf(key: string): Promise<Json> {
  const { items } = (await ada('GET', `/v1/memberships?roomId=${roomId}`)).body
  return items.find(({ personEmail }: Json) => personEmail === `${key}@example.com`)
}

describe('a list of messages', () => {
  it('goes on by cursor, whatever comes or goes and whatever `before` says', async () => {
    const said: Json[] = []
    for (let number = 0; number < 7; number++) said.push(await say({ text: String(number) }))
    const first = await ada('GET', `/v1/messages?roomId=${roomId}&max=3&beforeMessage=${said[6].id}`)
    expect(first.body.items.map(({ text }: Json) => text)).toEqual(['5', '4', '3'])
    await ada('DELETE', `/v1/messages/${said[1].id}`)
    await say({ text: 'new' })
    // A known client sends what it asked for at first with every page.
    const again = `${nextOf(first)}&beforeMessage=${said[6].id}&before=2100-01-01T00:00:00Z`
    const second = await ada('GET', again)
    expect([second.body.items.map(({ text }: Json) => text), nextOf(second)]).toEqual([['2', '0'], ''])
  })

  it('has those of before an instant only', async () => {
    await say({ text: 'old' })
    world.emulator.clock.advance(60_000)
    const { created } = await say({ text: 'new' })
    expect(await list(`&before=${created}`)).toEqual(['old'])
    for (const query of ['before=soon', 'beforeMessage=x', 'max=0', 'cursor=x', 'mentionedPeople=x']) {
      expect((await ada('GET', `/v1/messages?roomId=${roomId}&${query}`)).status).toBe(400)
    }
  })
})

describe('a bot', () => {
  it('hears in a group only what names it', async () => {
    world.emulator.addUser({ key: 'bot', displayName: 'Bot', email: 'bot@webex.bot' })
    const bot = await world.as('bot')
    world.emulator.users().find(({ key }) => key === 'bot')!.kind = 'bot'
    await ada('POST', '/v1/memberships', { roomId, personEmail: 'bot@webex.bot' })
    const secret = await say({ text: 'secret' })
    const named = await say({ markdown: '<@personEmail:bot@webex.bot|Bot> help' })
    expect((await bot('GET', `/v1/messages/${secret.id}`)).status).toBe(404)
    expect((await bot('GET', `/v1/messages/${named.id}`)).body.text).toBe('Bot help')
    expect((await bot('GET', `/v1/messages?roomId=${roomId}`)).status).toBe(403)
    expect(await list('&mentionedPeople=me', bot)).toEqual(['Bot help'])
    const direct = (await ada('POST', '/v1/messages', { toPersonEmail: 'bot@webex.bot', text: 'direct' })).body
    expect((await bot('GET', `/v1/messages/${direct.id}`)).body.text).toBe('direct')
  })
})

describe('a card', () => {
  it('is filled in by whoever sees it', async () => {
    const { id } = await say({ text: 'card', attachments: [CARD] })
    const submit = { type: 'submit', messageId: id, inputs: { Name: 'Grace' } }
    const action = await grace('POST', '/v1/attachment/actions', submit)
    expect([action.status, action.body.inputs]).toEqual([200, { Name: 'Grace' }])
    expect((await ada('GET', `/v1/attachment/actions/${action.body.id}`)).body).toEqual(action.body)
    const plain = await say({ text: 'no card' })
    for (const wrong of [{ messageId: plain.id }, { type: 'open' }, { inputs: [] }]) {
      expect((await grace('POST', '/v1/attachment/actions', { ...submit, ...wrong })).status).toBe(400)
    }
  })

  it('is answered with 202 when a setting says so', async () => {
    const late = createCallers({ attachmentActionStatus: 202 })
    const caller = await late.as('ada')
    const card = (await caller('POST', '/v1/messages', { toPersonEmail: 'grace@example.com', attachments: [CARD] }))
      .body
    const submit = { type: 'submit', messageId: card.id, inputs: {} }
    expect((await caller('POST', '/v1/attachment/actions', submit)).status).toBe(202)
  })
})
