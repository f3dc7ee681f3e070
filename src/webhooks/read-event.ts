import { GrantkeeperError } from '../errors/index.ts'
import type { ReceivedEvent } from './event.ts'

type Fields = Record<string, unknown>

/** The fields that `event.ts` promises of a resource: `required` are texts, the others are absent or of their kind. */
interface Shape {
  events: readonly string[]
  required: readonly string[]
  texts: readonly string[]
  booleans: readonly string[]
}

const CHANGES = ['created', 'updated', 'deleted']

const SHAPES = new Map<string, Shape>([
  [
    'messages',
    {
      events: CHANGES,
      required: ['id', 'roomId', 'personId'],
      texts: ['personEmail', 'roomType', 'created'],
      booleans: [],
    },
  ],
  [
    'memberships',
    {
      events: CHANGES,
      required: ['id', 'roomId', 'personId'],
      texts: ['personEmail', 'personDisplayName', 'personOrgId', 'roomType', 'created'],
      booleans: ['isModerator', 'isMonitor', 'isRoomHidden'],
    },
  ],
  [
    'rooms',
    {
      events: [...CHANGES, 'migrated'],
      required: ['id'],
      texts: ['title', 'type', 'teamId', 'creatorId', 'lastActivity', 'created'],
      booleans: ['isLocked'],
    },
  ],
  [
    'attachmentActions',
    {
      events: ['created'],
      required: ['id', 'messageId', 'personId', 'roomId'],
      texts: ['type', 'created'],
      booleans: [],
    },
  ],
])

const ENVELOPE_TEXTS = [
  'name',
  'targetUrl',
  'filter',
  'orgId',
  'createdBy',
  'appId',
  'ownedBy',
  'status',
  'created',
  'actorId',
]

/**
 * Reads the event of a body whose signature was right. Unknown fields are kept; data of another shape than known makes the
 * event an `other`, so that a field that Webex changes refuses no delivery.
 * @throws WX-WEBHOOK-BODY
 */
export function readWebhookEvent(body: Uint8Array): ReceivedEvent {
  const envelope = parse(body)
  const { id, resource, event, data } = isFields(envelope) ? envelope : {}
  if (!isFields(envelope) || !isText(id) || !isText(resource) || !isText(event) || !isFields(data)) {
    throw new GrantkeeperError('WX-WEBHOOK-BODY')
  }
  const type = hasShape(SHAPES.get(resource), event, data) ? `${resource}.${event}` : 'other'
  return { ...dropMistyped(envelope), type, id, resource, event, data } as ReceivedEvent
}

/** Without keys named `__proto__`: they are harmless here, but set the prototype of whatever a caller copies them into. */
function parse(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value))
  } catch (cause) {
    throw new GrantkeeperError('WX-WEBHOOK-BODY', { cause: cause instanceof RangeError ? undefined : cause })
  }
}

function hasShape(shape: Shape | undefined, event: string, data: Fields): boolean {
  if (!shape?.events.includes(event)) return false
  return (
    shape.required.every((name) => isText(data[name])) &&
    shape.texts.every((name) => data[name] === undefined || typeof data[name] === 'string') &&
    shape.booleans.every((name) => data[name] === undefined || typeof data[name] === 'boolean')
  )
}

/** What the type says is a text, is one or is absent. */
function dropMistyped(envelope: Fields): Fields {
  const isMistyped = (name: string, value: unknown) => ENVELOPE_TEXTS.includes(name) && typeof value !== 'string'
  return Object.fromEntries(Object.entries(envelope).filter(([name, value]) => !isMistyped(name, value)))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
