import { demoSeed } from '../../src/emulator/index.ts'
import { type Answered, createCallers, type Json } from './caller.ts'

const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.3', body: [{ type: 'Input.Text', id: 'Name' }] },
}

/** Asks every endpoint for everything it can answer, and gives all answers. */
export async function walkEverything(): Promise<Answered[]> {
  const seed = demoSeed()
  const admin = { key: 'root', displayName: 'Admin Istrator', email: 'root@example.com', isAdmin: true }
  const { as, answers } = createCallers({ seed: { ...seed, users: [...seed.users, admin] } })
  const [ada, root] = [await as('ada'), await as('root')]
  await walkPeople(ada, root)
  const room = await walkRooms(ada)
  await walkMemberships(ada, room)
  await walkMessages(ada, room)
  await walkTeams(ada)
  await walkWebhooks(ada, root)
  await ada('DELETE', `/v1/rooms/${room}`)
  return answers
}

type Call = (method: string, path: string, body?: unknown) => Promise<Answered>

async function walkPeople(ada: Call, root: Call): Promise<void> {
  const { id } = (await ada('GET', '/v1/people/me')).body
  await root('GET', '/v1/people/me')
  await root('GET', `/v1/people/${id}`)
  await ada('GET', '/v1/people?email=grace@example.com')
  await ada('GET', '/v1/people?displayName=p&excludeStatus=true')
  await ada('GET', `/v1/people?id=${id},nobody`)
  await root('GET', '/v1/people?max=3')
}

async function walkRooms(ada: Call): Promise<string> {
  await ada('GET', '/v1/rooms?max=1000')
  await ada('GET', '/v1/rooms?orgPublicSpaces=true')
  const details = { title: 'New', isLocked: true, isAnnouncementOnly: true, isPublic: true, description: 'For all' }
  const { id } = (await ada('POST', '/v1/rooms', details)).body
  await ada('GET', '/v1/rooms?orgPublicSpaces=true')
  await ada('GET', `/v1/rooms/${id}`)
  await ada('GET', `/v1/rooms/${id}/meetingInfo`)
  const [team] = (await ada('GET', '/v1/teams')).body.items
  const inTeam = (await ada('POST', '/v1/rooms', { title: 'In a team', teamId: team.id, classificationId: 'x' })).body
  await ada('GET', `/v1/rooms/${inTeam.id}`)
  await ada('PUT', `/v1/rooms/${inTeam.id}`, { title: 'Still there' })
  await ada('GET', '/v1/rooms')
  await ada('PUT', `/v1/rooms/${id}`, { title: 'Newer', isAnnouncementOnly: false, classificationId: 'x' })
  return id
}

async function walkMemberships(ada: Call, roomId: string): Promise<void> {
  const own = (await ada('GET', '/v1/memberships?max=1000')).body.items
  const direct = own.find(({ roomType }: Json) => roomType === 'direct')
  await ada('GET', `/v1/memberships/${direct.id}`)
  await ada('PUT', `/v1/memberships/${direct.id}`, { isModerator: false, isRoomHidden: true })
  const made = await ada('POST', '/v1/memberships', { roomId, personEmail: 'grace@example.com' })
  await ada('GET', `/v1/memberships?roomId=${roomId}`)
  await ada('GET', `/v1/memberships/${made.body.id}`)
  await ada('PUT', `/v1/memberships/${made.body.id}`, { isModerator: true, isRoomHidden: false })
  await ada('DELETE', `/v1/memberships/${made.body.id}`)
}

async function walkMessages(ada: Call, roomId: string): Promise<void> {
  const say = (message: object) => ada('POST', '/v1/messages', { roomId, ...message })
  const first = (await say({ markdown: '**Hello** <@personEmail:grace@example.com|Grace> <@all>' })).body
  const reply = (await say({ text: 'A reply', parentId: first.id })).body
  await ada('PUT', `/v1/messages/${reply.id}`, { roomId, markdown: '<@personEmail:ada@example.com> <@all>' })
  const withCard = (await say({ text: 'A card', attachments: [card] })).body
  const form = new FormData()
  form.set('roomId', roomId)
  form.set('files', new File(['hello'], 'hello.txt', { type: 'text/plain' }))
  const withFile = (await ada('POST', '/v1/messages', form)).body
  await ada('GET', `/v1/messages?roomId=${roomId}`)
  for (const { id } of [first, reply, withCard, withFile]) await ada('GET', `/v1/messages/${id}`)
  const direct = (await ada('POST', '/v1/messages', { toPersonEmail: 'grace@example.com', markdown: '*Hi*' })).body
  await ada('POST', '/v1/messages', {
    toPersonEmail: 'grace@example.com',
    text: 'And',
    parentId: direct.id,
    attachments: [card],
  })
  const file = new FormData()
  file.set('toPersonId', (await ada('GET', '/v1/people?email=grace@example.com')).body.items[0].id)
  file.set('files', new File(['hi'], 'hi.txt'))
  await ada('POST', '/v1/messages', file)
  await ada('GET', '/v1/messages/direct?personEmail=grace@example.com')
  const inputs = { Name: 'Ada' }
  const action = await ada('POST', '/v1/attachment/actions', { type: 'submit', messageId: withCard.id, inputs })
  await ada('GET', `/v1/attachment/actions/${action.body.id}`)
  await ada('DELETE', `/v1/messages/${first.id}`)
}

async function walkTeams(ada: Call): Promise<void> {
  await ada('GET', '/v1/teams')
  const { id } = (await ada('POST', '/v1/teams', { name: 'New team', description: 'For tests' })).body
  await ada('GET', `/v1/teams/${id}`)
  await ada('GET', '/v1/teams?max=1000')
  await ada('PUT', `/v1/teams/${id}`, { name: 'Newer team' })
  const made = (await ada('POST', '/v1/team/memberships', { teamId: id, personEmail: 'grace@example.com' })).body
  await ada('GET', `/v1/team/memberships?teamId=${id}`)
  await ada('GET', `/v1/team/memberships/${made.id}`)
  await ada('PUT', `/v1/team/memberships/${made.id}`, { isModerator: true })
  await ada('DELETE', `/v1/team/memberships/${made.id}`)
  await ada('DELETE', `/v1/teams/${id}`)
}

async function walkWebhooks(ada: Call, root: Call): Promise<void> {
  const hook = { name: 'Hook', targetUrl: 'http://127.0.0.1:9/', resource: 'messages', event: 'created', secret: 's' }
  const { id } = (await ada('POST', '/v1/webhooks', { ...hook, filter: 'roomType=direct' })).body as Json
  await ada('GET', '/v1/webhooks')
  await ada('GET', `/v1/webhooks/${id}`)
  await ada('PUT', `/v1/webhooks/${id}`, { name: 'Newer', targetUrl: hook.targetUrl })
  await ada('DELETE', `/v1/webhooks/${id}`)
  const { body: events } = await root('GET', '/v1/events')
  await root('GET', `/v1/events/${events.items[0].id}`)
}
