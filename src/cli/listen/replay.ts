import { createHmac } from 'node:crypto'
import type { Environment } from '../../index.ts'
import { UsageError } from '../arguments.ts'
import { cleanText } from '../output.ts'
import type { Webex } from '../own-webex.ts'
import type { Delivered } from './receiver.ts'

interface Replay {
  webex: Webex
  environment: Pick<Environment, 'now'>
  /** Signs what is passed on, as it signs what comes from Webex. */
  secret: string
  signal: AbortSignal
}

/** What an id names, and how it is read. @see WEBEX.md §8 "Ids" */
const KINDS = {
  MESSAGE: { resource: 'messages', read: ({ messages }: Webex) => messages },
  ROOM: { resource: 'rooms', read: ({ rooms }: Webex) => rooms },
  MEMBERSHIP: { resource: 'memberships', read: ({ memberships }: Webex) => memberships },
  ATTACHMENT_ACTION: { resource: 'attachmentActions', read: ({ attachmentActions }: Webex) => attachmentActions },
} as const

/** An event of a message tells no more than this: the rest is fetched by its id. @see WEBEX.md §10 */
const OF_MESSAGES = ['id', 'roomId', 'roomType', 'personId', 'personEmail', 'created']

/**
 * The event of something that is there, as Webex told of it when it was made. The instant in it is now, so that an app that
 * drops deliveries it has seen takes it once more.
 * @throws UsageError for an id that names none of these; WX-API-*
 */
export async function replayEvent(id: string, { webex, environment, secret, signal }: Replay): Promise<Delivered> {
  const { resource, read } = KINDS[readKind(id)]
  const found: Readonly<Record<string, unknown>> = { ...(await read(webex).get(id, { signal })) }
  const told = resource === 'messages' ? OF_MESSAGES.filter((name) => found[name] !== undefined) : Object.keys(found)
  const actorId = found.personId ?? found.creatorId
  const envelope = {
    id: Buffer.from('ciscospark://us/WEBHOOK/00000000-0000-4000-8000-000000000000').toString('base64url'),
    name: 'grantkeeper listen --replay',
    resource,
    event: 'created',
    ownedBy: 'creator',
    status: 'active',
    created: new Date(environment.now()).toISOString(),
    ...(actorId !== undefined && { actorId }),
    data: Object.fromEntries(told.map((name) => [name, found[name]])),
  }
  const body = Buffer.from(JSON.stringify(envelope))
  const signature = createHmac('sha1', secret).update(body).digest('hex')
  const bytes = new Uint8Array(body).buffer
  return { bytes, headers: { 'content-type': 'application/json', 'x-spark-signature': signature } }
}

function readKind(id: string): keyof typeof KINDS {
  const [, kind = ''] = /^ciscospark:\/\/[^/]+\/([A-Z_]+)\//.exec(Buffer.from(id, 'base64url').toString('latin1')) ?? []
  if (Object.hasOwn(KINDS, kind)) return kind as keyof typeof KINDS
  throw new UsageError(
    `--replay takes the id of a message, a room, a membership or an attachment action, not "${cleanText(id)}".`,
  )
}
