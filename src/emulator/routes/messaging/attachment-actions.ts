import type { EmulatorContext } from '../../context.ts'
import { findAction, submitCard } from '../../messaging/attachment-actions.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { showAction } from '../../messaging/show.ts'
import { answerJson } from '../../server/answers.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { type Call, expectId, openTo, readPathId } from './call.ts'
import { expectText, type Input, readJson } from './input.ts'

/** @see WEBEX.md §9 */
export function listAttachmentActionEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['POST', '/v1/attachment/actions', openTo(context, 'spark:messages_write', create)],
    ['GET', '/v1/attachment/actions/:id', openTo(context, 'spark:messages_read', get)],
  ]
}

function create(call: Call): Response {
  const input = readJson(call)
  if (input.type !== 'submit') throw new Refusal(400, "Invalid value for 'type': submit")
  const messageUuid = expectId('MESSAGE', expectText(input, 'messageId', 'messageId cannot be null'))
  const action = submitCard(call.messaging, call.caller, { messageUuid, inputs: readInputs(input) })
  return answerJson(showAction(action), call.context.settings.attachmentActionStatus)
}

function readInputs({ inputs }: Input): Input {
  if (typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs)) return inputs as Input
  throw new Refusal(400, "Invalid value for 'inputs'")
}

function get(call: Call): Response {
  return answerJson(showAction(findAction(call.messaging, call.caller, readPathId(call, 'ATTACHMENT_ACTION'))))
}
