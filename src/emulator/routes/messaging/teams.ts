import type { EmulatorContext } from '../../context.ts'
import { showTeam } from '../../messaging/show.ts'
import { createTeam, deleteTeam, findOwnTeam, updateTeam } from '../../messaging/teams.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { answerNothing, type Call, openTo, readPathId } from './call.ts'
import { expectText, readJson, readText } from './input.ts'
import { answerPage, cutPage, readWindow } from './page.ts'

const READ = 'spark:teams_read'
const WRITE = 'spark:teams_write'
const LONGEST = 1000

/** @see WEBEX.md §9 */
export function listTeamEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/teams', openTo(context, READ, list)],
    ['POST', '/v1/teams', openTo(context, WRITE, create)],
    ['GET', '/v1/teams/:id', openTo(context, READ, (call) => answerJson(showTeam(find(call))))],
    ['PUT', '/v1/teams/:id', openTo(context, WRITE, update)],
    ['DELETE', '/v1/teams/:id', openTo(context, WRITE, remove)],
  ]
}

function list(call: Call): Response {
  const window = readWindow(call)
  const { part, next } = cutPage(call.messaging.teams.listOf(call.caller), window)
  return answerPage(call, { items: part.map(showTeam), next, max: window.max, keep: [], what: 'teams' })
}

function create(call: Call): Response {
  const { name, description } = readDetails(call)
  return answerJson(showTeam(createTeam(call.messaging, call.caller, name, description)))
}

function update(call: Call): Response {
  const { name, description } = readDetails(call)
  return answerJson(showTeam(updateTeam(call.messaging, call.caller, find(call), name, description)))
}

function remove(call: Call): Response {
  deleteTeam(call.messaging, call.caller, find(call))
  return answerNothing()
}

function readDetails(call: Call) {
  const input = readJson(call)
  const name = expectText(input, 'name', 'name cannot be empty', LONGEST)
  return { name, description: readText(input, 'description', LONGEST) }
}

function find(call: Call) {
  return findOwnTeam(call.messaging, call.caller, readPathId(call, 'TEAM'))
}
