import type { EmulatorContext } from '../../context.ts'
import { encodeId, ORG_UUID, readId } from '../../identifiers.ts'
import type { Person } from '../../messaging/colleagues.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { answerJson, FORBIDDEN } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { type Call, openTo, readPathId } from './call.ts'
import { type Input, readQuery, readText } from './input.ts'
import { answerPage, cutPage, readWindow } from './page.ts'

const READ = 'spark:people_read'
const MOST_IDS = 85
const orgId = encodeId('ORGANIZATION', ORG_UUID)

/** People are read only; accounts are made under Users. @see WEBEX.md §9 */
export function listPeopleEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/people', openTo(context, READ, list)],
    ['GET', '/v1/people/:id', openTo(context, READ, get)],
  ]
}

function get(call: Call): Response {
  const { c, caller, messaging } = call
  if (c.req.param('id') === 'me') return answerJson(showPerson(caller, caller))
  const person = messaging.directory.find(readPathId(call, 'PEOPLE'))
  if (!person) throw new Refusal(404, 'Person not found.')
  return answerJson(showPerson(person, caller))
}

function list(call: Call): Response {
  const input = readQuery(call)
  checkAllowed(call, input)
  if (input.id !== undefined) return listByIds(call, String(input.id))
  const window = readWindow(call)
  const { part, next } = cutPage(findPeople(call, input), window)
  const withStatus = input.excludeStatus !== 'true'
  const items = part.map((person) => showListed(person, withStatus))
  const keep = ['email', 'displayName', 'orgId', 'roles', 'locationId', 'excludeStatus', 'callingData']
  return answerPage(call, { items, next, max: window.max, keep, what: 'people' })
}

/** What only an administrator may ask. */
function checkAllowed({ caller }: Call, input: Input): void {
  const named = ['email', 'displayName', 'id'].some((name) => input[name])
  if (caller.isAdmin) return
  if (!named) throw new Refusal(400, 'Email, displayName, or id list should be specified.')
  if (input.roles !== undefined || input.locationId !== undefined) throw new Refusal(403, FORBIDDEN)
}

function findPeople({ messaging }: Call, input: Input): Person[] {
  const { directory } = messaging
  const email = readText(input, 'email')
  const name = readText(input, 'displayName')?.toLowerCase() ?? ''
  const org = readText(input, 'orgId')
  if (org !== undefined && readId('ORGANIZATION', org) !== ORG_UUID) throw new Refusal(403, FORBIDDEN)
  // There are no locations, so nobody is in one.
  if (input.locationId !== undefined) return []
  const people =
    email === undefined ? directory.all() : [directory.findByEmail(email)].filter((found) => found !== undefined)
  const roles = readText(input, 'roles')?.split(',')
  return people
    .filter((person) => person.displayName.toLowerCase().startsWith(name))
    .filter((person) => !roles || rolesOf(person).some((role) => roles.includes(role)))
}

function listByIds(call: Call, list: string): Response {
  const ids = [...new Set(list.split(',').filter(Boolean))]
  if (ids.length > MOST_IDS) throw new Refusal(400, `At most ${MOST_IDS} ids can be asked for at once.`)
  const findById = (id: string) => call.messaging.directory.find(readId('PEOPLE', id) ?? '')
  const items = ids.flatMap((id) => findById(id) ?? []).map((person) => showListed(person, false))
  const notFoundIds = ids.filter((id) => !findById(id))
  return answerJson({ items, ...(notFoundIds.length > 0 && { notFoundIds }) })
}

/** In a list nobody's roles and licences are shown. */
function showListed(person: Person, withStatus: boolean) {
  const { status, lastActivity, ...shown } = showPerson(person, undefined)
  return withStatus ? { ...shown, lastActivity, status } : shown
}

function showPerson(person: Person, viewer: { isAdmin: boolean } | undefined) {
  const { id, email, displayName, kind } = person
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
    orgId,
    ...(viewer?.isAdmin && { roles: rolesOf(person), licenses: [] }),
    created: '2024-03-11T09:12:44.120Z',
    lastModified: '2025-11-28T15:02:10.654Z',
    timezone: 'Europe/London',
    lastActivity: '2026-01-05T16:20:11.482Z',
    status: 'active',
    invitePending: false,
    loginEnabled: true,
    type: kind,
  }
}

function rolesOf({ isAdmin }: Person): string[] {
  return isAdmin ? [Buffer.from('ciscospark://us/ROLE/id_full_admin').toString('base64').replace(/=+$/, '')] : []
}
