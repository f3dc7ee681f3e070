import type { EmulatorContext } from '../../context.ts'
import { readPairId } from '../../identifiers.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { showTeamMembership } from '../../messaging/show.ts'
import {
  addTeamMember,
  changeTeamMember,
  findOwnTeam,
  findTeamMembership,
  removeTeamMember,
  type TeamMembership,
} from '../../messaging/teams.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerNothing, type Call, expectId, openTo } from './call.ts'
import { expectPerson, expectText, readFlag, readJson, readQuery } from './input.ts'
import { answerPage, cutPage, readWindow } from './page.ts'

const READ = 'spark:team_memberships_read'
const WRITE = 'spark:team_memberships_write'

/** @see WEBEX.md §9 */
export function listTeamMembershipEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/team/memberships', openTo(context, READ, list)],
    ['POST', '/v1/team/memberships', openTo(context, WRITE, create)],
    ['GET', '/v1/team/memberships/:id', openTo(context, READ, (call) => show(call, find(call)))],
    ['PUT', '/v1/team/memberships/:id', openTo(context, WRITE, update)],
    ['DELETE', '/v1/team/memberships/:id', openTo(context, WRITE, remove)],
  ]
}

function list(call: Call): Response {
  const { messaging, caller } = call
  const window = readWindow(call)
  const id = expectText(readQuery(call), 'teamId', "Required String parameter 'teamId' is not present")
  const team = findOwnTeam(messaging, caller, expectId('TEAM', id))
  const { part, next } = cutPage([...team.members.values()], window)
  const items = part.map((member) => showTeamMembership(messaging, team, member))
  return answerPage(call, { items, next, max: window.max, keep: ['teamId'], what: 'team memberships' })
}

function create(call: Call): Response {
  const { messaging, caller } = call
  const input = readJson(call)
  const team = findOwnTeam(messaging, caller, expectId('TEAM', expectText(input, 'teamId', 'teamId cannot be null')))
  const isModerator = readFlag(input, 'isModerator') ?? false
  return show(call, addTeamMember(messaging, caller, team, { person: expectPerson(call, input), isModerator }))
}

function update(call: Call): Response {
  const isModerator = readFlag(readJson(call), 'isModerator')
  if (isModerator === undefined) throw new Refusal(400, 'isModerator cannot be null')
  return show(call, changeTeamMember(call.messaging, call.caller, find(call), isModerator))
}

function remove(call: Call): Response {
  removeTeamMember(call.messaging, call.caller, find(call))
  return answerNothing()
}

function find({ c, messaging, caller }: Call): TeamMembership {
  const ids = readPairId('TEAM_MEMBERSHIP', c.req.param('id') ?? '')
  if (!ids) throw new Refusal(400, 'Expect base64 ID or UUID.')
  return findTeamMembership(messaging, caller, ids)
}

function show({ messaging }: Call, { team, member }: TeamMembership): Response {
  return answerJson(showTeamMembership(messaging, team, member))
}
