/** What webhooks can watch. Only the first four ever happen here by themselves; the others can be made up. */
export interface Watched {
  events: readonly string[]
  /** All of them are needed to make the webhook. */
  scopes: readonly string[]
  filters: readonly string[]
}

const COMMON = ['created', 'updated', 'deleted']

/** @see WEBEX.md §7, §10 */
const watched: Record<string, Watched> = {
  rooms: { events: [...COMMON, 'migrated'], scopes: ['spark:rooms_read'], filters: ['type', 'isLocked'] },
  memberships: {
    events: COMMON,
    scopes: ['spark:memberships_read'],
    filters: ['roomId', 'personId', 'personEmail', 'isModerator'],
  },
  messages: {
    events: COMMON,
    scopes: ['spark:messages_read'],
    filters: ['roomId', 'roomType', 'personId', 'personEmail', 'mentionedPeople', 'hasFiles', 'hasAttachments'],
  },
  attachmentActions: {
    events: ['created'],
    scopes: ['spark:messages_read'],
    filters: ['messageId', 'personId', 'roomId'],
  },
  meetings: { events: [...COMMON, 'started', 'ended'], scopes: ['meeting:schedules_read'], filters: [] },
  recordings: { events: COMMON, scopes: ['meeting:recordings_read'], filters: [] },
  meetingParticipants: { events: ['joined', 'left'], scopes: ['meeting:participants_read'], filters: [] },
  meetingTranscripts: { events: ['created'], scopes: ['meeting:transcripts_read'], filters: [] },
  all: {
    events: COMMON,
    scopes: ['spark:rooms_read', 'spark:memberships_read', 'spark:messages_read'],
    filters: [],
  },
}

/** What a resource of this name has to be watched for; undefined when no webhook can watch it. */
export function findWatched(resource: string): Watched | undefined {
  return Object.hasOwn(watched, resource) ? watched[resource] : undefined
}

/** Whether a webhook for `wanted` hears of `resource`: the firehose carries memberships, messages and rooms only. */
export function hearsResource(wanted: string, resource: string): boolean {
  return wanted === resource || (wanted === 'all' && ['memberships', 'messages', 'rooms'].includes(resource))
}

/** Whether a webhook for `wanted` hears of `event`. */
export function hearsEvent(wanted: string, event: string): boolean {
  return wanted === event || (wanted === 'all' && COMMON.includes(event))
}
