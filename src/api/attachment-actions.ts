import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant } from './item.ts'
import { createVerbs } from './resource.ts'

/**
 * What somebody sent with a card. Optional fields are absent, not null; fields not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface AttachmentAction {
  id: string
  type?: 'submit'
  /** The message with the card. */
  messageId: string
  /** What was filled in, by the ids of the card's inputs; nothing in it was checked. */
  inputs?: Record<string, unknown>
  personId?: string
  roomId?: string
  created?: Instant
  errors?: FieldErrors
}

/** What is to be sent with which card. */
export interface AttachmentActionDraft {
  /** The message with the card. */
  messageId: string
  inputs: Readonly<Record<string, unknown>>
}

/** Reading takes the scope spark:messages_read, sending spark:messages_write. @see WEBEX.md §7, §9 */
export interface AttachmentActions {
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<AttachmentAction>
  /** Sends a card as the person does who presses its button. @throws WX-API-* */
  create(draft: AttachmentActionDraft, options?: CallOptions): Promise<AttachmentAction>
}

export function createAttachmentActions(context: ApiContext): AttachmentActions {
  const about = { path: '/attachment/actions', essential: ['id', 'messageId'] } as const
  const { get, create } = createVerbs<AttachmentAction, never, AttachmentActionDraft & { type: 'submit' }>(
    context,
    about,
  )
  return { get, create: (draft, options) => create({ type: 'submit', ...draft }, options) }
}
