import type { Context, Handler } from 'hono'
import type { EmulatorContext, Exchange } from '../../context.ts'
import type { ResourceType } from '../../identifiers.ts'
import { readId } from '../../identifiers.ts'
import type { Messaging } from '../../messaging/messaging.ts'
import { Refusal } from '../../messaging/refusal.ts'
import type { User } from '../../people.ts'
import { answerError } from '../../server/answers.ts'
import { authorizeCall } from '../../server/bearer.ts'

/** A request of somebody who may make it. */
export interface Call {
  c: Context<Exchange>
  context: EmulatorContext
  messaging: Messaging
  caller: User
  url: URL
  query: URLSearchParams
}

/** An address that wants a token with this scope; what is refused on the way becomes Webex's envelope. @see WEBEX.md §7, §8 */
export function openTo(
  context: EmulatorContext,
  scope: string,
  work: (call: Call) => Response | Promise<Response>,
): Handler<Exchange> {
  return async (c) => {
    const caller = authorizeCall(context, c, scope)
    if (caller instanceof Response) return caller
    const url = new URL(c.req.url)
    try {
      return await work({ c, context, messaging: context.messaging, caller, url, query: url.searchParams })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      c.env.findings.summary = error.message
      return answerError(c.env.trackingId, error.status, error.message, error.message, error.headers)
    }
  }
}

/** The uuid in the path. @throws Refusal 400 */
export function readPathId({ c }: Call, type: ResourceType): string {
  return expectId(type, c.req.param('id') ?? '')
}

/** @throws Refusal 400 */
export function expectId(type: ResourceType, id: string): string {
  const uuid = readId(type, id)
  if (uuid === undefined) throw new Refusal(400, 'Expect base64 ID or UUID.')
  return uuid
}

/** 204, as for everything that was deleted. */
export function answerNothing(): Response {
  return new Response(null, { status: 204 })
}
