import { createAttachmentActions } from './attachment-actions.ts'
import { createAuthorizations } from './authorizations.ts'
import { type ApiCall, callForAnswer } from './call.ts'
import { createContents } from './contents.ts'
import type { ApiContext, WebexClientOptions } from './context.ts'
import { createCooldowns } from './cooldown.ts'
import { createEvents } from './events.ts'
import { createList } from './list.ts'
import { createMemberships } from './memberships.ts'
import { createMessages } from './messages.ts'
import { createPeople } from './people.ts'
import { createRooms } from './rooms.ts'
import { createTeamMemberships } from './team-memberships.ts'
import { createTeams } from './teams.ts'
import type { WebexClient } from './webex-client.ts'
import { createWebhooks } from './webhooks.ts'

export type { WebexClientOptions } from './context.ts'
export { type Cooldown, createCooldowns, shareCooldown } from './cooldown.ts'
export type { Page } from './list.ts'
export type { Room } from './rooms.ts'
export type { WebexClient } from './webex-client.ts'

/** Makes a client whose token is always fresh, as far as its source can tell. */
export function createWebexClient(options: WebexClientOptions): WebexClient {
  const context = completeOptions(options)
  return {
    people: createPeople(context),
    rooms: createRooms(context),
    memberships: createMemberships(context),
    messages: createMessages(context),
    contents: createContents(context),
    teams: createTeams(context),
    teamMemberships: createTeamMemberships(context),
    attachmentActions: createAttachmentActions(context),
    webhooks: createWebhooks(context),
    authorizations: createAuthorizations(context),
    events: createEvents(context),
    request: async <T>(call: ApiCall) => (await callForAnswer(context, call)).value as T,
    list: (path, query, listOptions) => createList(context, { path, query, essential: [], options: listOptions }),
  }
}

function completeOptions(options: WebexClientOptions): ApiContext {
  const { deadlineMs = 30_000, maxWaitMs = 60_000, maxRetries = 3, onWait = () => undefined } = options
  const { cooldown = createCooldowns(options.environment)('this client') } = options
  return { ...options, deadlineMs, maxWaitMs, maxRetries, onWait, cooldown }
}
