import { drawUuid } from '../identifiers.ts'
import type { Person } from './colleagues.ts'
import { findReadable } from './messages.ts'
import type { Messaging } from './messaging.ts'
import { Refusal } from './refusal.ts'
import { tellAction } from './tell.ts'

/** What somebody filled into a card and sent. */
export interface AttachmentAction {
  uuid: string
  personUuid: string
  spaceUuid: string
  messageUuid: string
  inputs: Record<string, unknown>
  createdAt: number
}

const MOST = 10_000

/** Sends the inputs of a card. @throws Refusal 400, 404 */
export function submitCard(
  messaging: Messaging,
  caller: Person,
  { messageUuid, inputs }: Pick<AttachmentAction, 'messageUuid' | 'inputs'>,
): AttachmentAction {
  const { space, message } = findReadable(messaging, caller, messageUuid)
  if (!message.cards) throw new Refusal(400, 'The message has no card.')
  const { context, actions } = messaging
  const action = {
    uuid: drawUuid(context.environment),
    personUuid: caller.uuid,
    spaceUuid: space.uuid,
    messageUuid,
    inputs,
    createdAt: context.clock.now(),
  }
  actions.set(action.uuid, action)
  const [oldest] = actions.keys()
  if (actions.size > MOST && oldest !== undefined) actions.delete(oldest)
  tellAction(messaging, caller, space, action)
  return action
}

/** @throws Refusal 404 */
export function findAction({ actions, spaces }: Messaging, caller: Person, uuid: string): AttachmentAction {
  const action = actions.get(uuid)
  if (!action || !spaces.find(action.spaceUuid)?.members.has(caller.uuid)) {
    throw new Refusal(404, 'Could not find an attachment action with provided ID.')
  }
  return action
}
