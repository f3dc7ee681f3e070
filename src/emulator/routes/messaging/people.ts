import type { Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import { encodeId, ORG_UUID, readId } from '../../identifiers.ts'
import type { User } from '../../people.ts'
import { answerError, answerJson } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'

/** `GET /v1/people/:id`, where `me` is the person the token belongs to. @see WEBEX.md §9 */
export function personRoute(context: EmulatorContext): Handler<Exchange> {
  return (c) => {
    const caller = authorizeCall(context, c, 'spark:people_read')
    if (caller instanceof Response) return caller
    const id = c.req.param('id') ?? ''
    if (id === 'me') return answerJson(showPerson(caller))
    const uuid = readId('PEOPLE', id)
    if (uuid === undefined) return answerError(c.env.trackingId, 400, 'Expect base64 ID or UUID.')
    const person = context.people.findByUuid(uuid)
    return person ? answerJson(showPerson(person)) : answerError(c.env.trackingId, 404, 'Person not found.')
  }
}

function showPerson({ id, email, displayName }: User) {
  const [firstName = '', ...rest] = displayName.split(' ')
  return {
    id,
    emails: [email],
    phoneNumbers: [],
    displayName,
    nickName: firstName,
    firstName,
    lastName: rest.join(' '),
    userName: email,
    orgId: encodeId('ORGANIZATION', ORG_UUID),
    created: '2024-03-11T09:12:44.120Z',
    lastModified: '2025-11-28T15:02:10.654Z',
    timezone: 'Europe/London',
    lastActivity: '2026-01-05T16:20:11.482Z',
    status: 'active',
    invitePending: false,
    loginEnabled: true,
    type: 'person',
  }
}
