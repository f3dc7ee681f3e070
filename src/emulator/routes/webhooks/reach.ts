import type { EmulatorContext } from '../../context.ts'
import { readId } from '../../identifiers.ts'
import { mayRead } from '../../messaging/space.ts'
import type { User } from '../../people.ts'
import { type Condition, readFilter } from '../../webhooks/filter.ts'
import type { Terms } from './read-terms.ts'

/** The first condition of the filter that names what the person cannot see; undefined when there is none. */
export function findUnreachable(context: EmulatorContext, user: User, { resource, filter }: Terms): string | undefined {
  const reading = filter === undefined ? { conditions: [] } : readFilter(resource, filter)
  const conditions = 'conditions' in reading ? reading.conditions : []
  return conditions.find((condition) => !isReachable(context, user, condition))?.name
}

function isReachable({ messaging }: EmulatorContext, user: User, { name, value }: Condition): boolean {
  if (name === 'roomId') {
    return messaging.spaces.find(readId('ROOM', value) ?? '')?.members.has(user.uuid) ?? false
  }
  if (name === 'personId') return messaging.directory.find(readId('PEOPLE', value) ?? '') !== undefined
  if (name !== 'messageId') return true
  const found = messaging.findMessage(readId('MESSAGE', value) ?? '')
  return found !== undefined && mayRead(found.space, found.message, user)
}

/** What Webex's webhook engine says, word for word. @see WEBEX.md §8 */
export function tellUnreachable(name: string, trackingId: string): string {
  const url = 'https://webhook-engine-a.wbx2.com/webhook-engine/api/v1/webhooks'
  return `POST failed: HTTP/1.1 400 Bad Request (url = ${url}, request/response TrackingId = ${trackingId}, error = 'Invalid value for filter: ${name}')`
}
