import { GrantkeeperError } from '../errors/index.ts'
import { readItem, readJson } from './answer.ts'
import { callWebex } from './client.ts'
import type { ApiContext, ApiRequest, CallOptions } from './context.ts'
import type { FieldErrors, Instant, PersonName } from './item.ts'
import { createList, type List } from './list.ts'
import { createMultipart } from './multipart.ts'
import { createVerbs } from './resource.ts'
import { buildUrl } from './url.ts'

/**
 * A message. Optional fields are absent, not null; fields that are not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface Message {
  id: string
  roomId: string
  roomType?: 'direct' | 'group'
  /** The message at the head of the thread. */
  parentId?: string
  /** Only in the answer to a message that was sent to a person. */
  toPersonId?: string
  toPersonEmail?: string
  text?: string
  markdown?: string
  html?: string
  /** Addresses for `contents.download`. */
  files?: string[]
  personId?: string
  personEmail?: string
  mentionedPeople?: string[]
  mentionedGroups?: string[]
  attachments?: CardAttachment[]
  created?: Instant
  /** Absent unless it was edited. */
  updated?: Instant
  isVoiceClip?: boolean
  errors?: FieldErrors
}

/** A card, as it stands in a message. @see https://adaptivecards.io/explorer/ */
export interface CardAttachment {
  contentType: 'application/vnd.microsoft.card.adaptive'
  content: AdaptiveCard
}

/** What a card shows; Webex checks the rest of it. @see https://adaptivecards.io/explorer/ */
export interface AdaptiveCard {
  type: 'AdaptiveCard'
  /** Webex knows versions up to 1.3. */
  version: string
  body?: readonly object[]
  actions?: readonly object[]
  [field: string]: unknown
}

/** Which messages of a space. */
export interface MessagesQuery {
  roomId: string
  /** Only the thread below this message. */
  parentId?: string
  /** Only what mentions oneself; bots must ask so in group spaces. Then there are 100 a page at most. */
  mentionedPeople?: 'me' | (string & {})
  /** Only what was sent before this instant, */
  before?: Instant
  /** or before this message. */
  beforeMessage?: string
  /** Items a page. Default 50. */
  max?: number
}

/** With whom; only the thread below a message where it is named. */
export type DirectMessagesQuery = PersonName & { parentId?: string }

/** Exactly one of a space, a person by id and a person by e-mail. */
export type MessageDestination =
  | { roomId: string; toPersonId?: never; toPersonEmail?: never }
  | { toPersonId: string; roomId?: never; toPersonEmail?: never }
  | { toPersonEmail: string; roomId?: never; toPersonId?: never }

/**
 * A file to send: its bytes, named if they are a `File`, or an address that Webex fetches it from. 100 MB at most.
 * A Blob is read while it is sent: `await openAsBlob(path)` of node:fs sends a file that never is in memory.
 */
export type Upload = Blob | URL | string

interface Parts {
  /** 7,439 bytes at most, as markdown. Beside markdown: what clients show that do not know it. */
  text?: string
  markdown?: string
  /** One at most. */
  files?: readonly [Upload]
  /** One card at most; a text beside it is for clients that show none. */
  attachments?: readonly [CardAttachment]
}

/** At least one part of a message. */
export type MessageParts = Parts &
  ({ text: string } | { markdown: string } | { files: readonly [Upload] } | { attachments: readonly [CardAttachment] })

/** A new message: where to, what, and below which other message. */
export type MessageDraft = MessageDestination & MessageParts & { parentId?: string }

/** What a message is to say instead; ten edits at most, and neither files nor cards. */
export type MessageChanges = { roomId: string } & (
  | { text: string; markdown?: string }
  | { text?: string; markdown: string }
)

/** Reading takes the scope spark:messages_read, sending spark:messages_write. @see WEBEX.md §7, §9 */
export interface Messages {
  /** Newest first. @throws WX-API-* when a page is read */
  list(query: MessagesQuery, options?: CallOptions): List<Message>
  /** The messages between oneself and another person. @throws WX-API-* when a page is read */
  listDirect(query: DirectMessagesQuery, options?: CallOptions): List<Message>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<Message>
  /**
   * Sends a message.
   * @example
   * await webex.messages.create({ toPersonEmail: 'ada@example.com', markdown: '**Done.**', files: [new File([csv], 'a.csv')] })
   * @throws WX-API-REQUEST and the other WX-API-*; after WX-API-UNAVAILABLE it may have been sent all the same.
   * WX-REQUEST-INVALID for a file that is neither a Blob nor an address, and for more than one: nothing was sent
   */
  create(draft: MessageDraft, options?: CallOptions): Promise<Message>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  edit(id: string, changes: MessageChanges, options?: CallOptions): Promise<Message>
  /** @throws WX-API-NOT-FOUND, WX-API-FORBIDDEN and the other WX-API-* */
  delete(id: string, options?: CallOptions): Promise<void>
}

/** An upload that is slower than 64 kB a second is given up. */
const SLOWEST_BYTES_A_MS = 64

const ABOUT = { path: '/messages', essential: ['id', 'roomId'] } as const

export function createMessages(context: ApiContext): Messages {
  const verbs = createVerbs<Message, MessagesQuery, never, MessageChanges>(context, ABOUT)
  return {
    list: verbs.list,
    listDirect: (query, options) =>
      createList<Message>(context, {
        path: '/messages/direct',
        query: { ...query },
        essential: ABOUT.essential,
        options,
      }),
    get: verbs.get,
    create: (draft, options) => sendMessage(context, draft, options),
    edit: verbs.update,
    delete: verbs.delete,
  }
}

async function sendMessage(context: ApiContext, draft: MessageDraft, options: CallOptions = {}): Promise<Message> {
  const url = buildUrl(context.apiUrl, ABOUT.path)
  const packed = packMessage(context, draft)
  const uploadMs = (packed.upload?.content.size ?? 0) / SLOWEST_BYTES_A_MS
  const { deadlineMs = context.deadlineMs + Math.ceil(uploadMs) } = options
  const answer = await callWebex(context, { method: 'POST', url, ...packed, options: { ...options, deadlineMs } })
  return readItem<Message>(readJson(answer), ABOUT.essential, answer.trackingId)
}

/** Bytes travel as multipart, everything else as JSON. @see WEBEX.md §8 "Files" */
function packMessage(
  { environment }: ApiContext,
  { files, ...fields }: MessageDraft,
): Pick<ApiRequest, 'body' | 'upload'> {
  if (files === undefined) return { body: JSON.stringify(fields) }
  const file = readUpload(files)
  if (!(file instanceof Blob)) return { body: JSON.stringify({ ...fields, files: [file] }) }
  return { upload: createMultipart(fields, { name: 'files', content: file }, environment.randomBytes) }
}

/**
 * What the types say, for those who have none: Webex would send the message without the second file, or without any.
 * @throws WX-REQUEST-INVALID
 */
function readUpload(files: readonly unknown[]): Blob | string {
  const [file] = files
  if (files.length === 1 && file instanceof Blob) return file
  const address = String(file)
  if (files.length === 1 && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address
  const detail =
    'The files of a message are one Blob, or one address that Webex can fetch; openAsBlob(path) reads a file.'
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail })
}
