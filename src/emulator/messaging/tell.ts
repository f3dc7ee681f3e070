import type { Change } from '../changes.ts'
import type { AttachmentAction } from './attachment-actions.ts'
import type { Person } from './colleagues.ts'
import type { Messaging } from './messaging.ts'
import { outlineMessage, showAction, showMembership, showRoom } from './show.ts'
import { listMemberUuids, type Member, type Message, mayRead, type Space } from './space.ts'

type Event = Change['event']

/** Tells webhooks and events what became of a space. */
export function tellRoom(messaging: Messaging, event: Event, actor: Person, space: Space): void {
  const data = showRoom(messaging, space, actor.uuid)
  tell(messaging, actor, { resource: 'rooms', event, data, audience: listMemberUuids(space), facts: {} })
}

/** Somebody who has just gone hears of it too. */
export function tellMembership(messaging: Messaging, event: Event, actor: Person, space: Space, member: Member): void {
  const data = showMembership(messaging, space, member)
  const audience = [...new Set([...listMemberUuids(space), member.personUuid])]
  tell(messaging, actor, { resource: 'memberships', event, data, audience, facts: {} })
}

/** A bot in a group hears only of messages that name it. */
export function tellMessage(messaging: Messaging, event: Event, actor: Person, space: Space, message: Message): void {
  const kindOf = (uuid: string) => messaging.directory.describe(uuid).kind
  const audience = listMemberUuids(space).filter((uuid) => mayRead(space, message, { uuid, kind: kindOf(uuid) }))
  const facts = {
    mentionedUuids: message.mentionedUuids ?? [],
    hasFiles: (message.fileUuids?.length ?? 0) > 0,
    hasAttachments: (message.cards?.length ?? 0) > 0,
  }
  const data = outlineMessage(messaging, space, message)
  tell(messaging, actor, { resource: 'messages', event, data, audience, facts })
}

export function tellAction(messaging: Messaging, actor: Person, space: Space, action: AttachmentAction): void {
  const audience = listMemberUuids(space)
  tell(messaging, actor, {
    resource: 'attachmentActions',
    event: 'created',
    data: showAction(action),
    audience,
    facts: {},
  })
}

function tell({ context }: Messaging, actor: Person, change: Omit<Change, 'at' | 'actorId'>): void {
  context.changes.tell({ ...change, at: context.clock.now(), actorId: actor.id })
}
