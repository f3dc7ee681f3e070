import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { personRoute } from './people.ts'
import { roomRoute, roomsRoute } from './rooms.ts'

/** Webex's messaging API. @see WEBEX.md §8, §9 */
export function listMessagingEndpoints(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/v1/people/:id', personRoute(context)],
    ['GET', '/v1/rooms', roomsRoute(context)],
    ['GET', '/v1/rooms/:id', roomRoute(context)],
  ]
}
