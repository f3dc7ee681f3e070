/** One space with who and what is in it; instants in ms since 1970. */
export interface Space {
  uuid: string
  /** Empty for a direct space: everybody sees the other person's name. */
  title: string
  type: 'direct' | 'group'
  /** Whether only moderators manage it. */
  isLocked: boolean
  /** Whether only moderators post to it. */
  isAnnouncementOnly: boolean
  /** When it was made public; undefined when it is not. */
  madePublicAt?: number | undefined
  description?: string | undefined
  classificationId?: string | undefined
  teamUuid?: string | undefined
  creatorUuid: string
  createdAt: number
  lastActivityAt: number
  /** By uuid of the person. */
  members: Map<string, Member>
  /** Oldest first. */
  messages: Message[]
  /** How many messages there ever were; the number of the next one. */
  posted: number
}

export interface Member {
  personUuid: string
  isModerator: boolean
  isHidden?: boolean
  joinedAt: number
}

export interface Message {
  uuid: string
  /** Grows within the space, so that a list goes on where it was although messages come and go. */
  number: number
  authorUuid: string
  parentUuid?: string | undefined
  text?: string | undefined
  markdown?: string | undefined
  html?: string | undefined
  fileUuids?: string[]
  cards?: unknown[]
  mentionedUuids?: string[]
  mentionsAll?: boolean
  createdAt: number
  updatedAt?: number
  /** How often it was edited. */
  edits?: number
}

/** The people of a space. */
export function listMemberUuids(space: Pick<Space, 'members'>): string[] {
  return [...space.members.keys()]
}

/** Whether somebody may change the space and who is in it. In a locked space only a moderator may. */
export function mayManage({ isLocked, members }: Pick<Space, 'isLocked' | 'members'>, personUuid: string): boolean {
  const member = members.get(personUuid)
  return member !== undefined && (!isLocked || member.isModerator)
}

export function hasModerator({ members }: Pick<Space, 'members'>): boolean {
  return [...members.values()].some(({ isModerator }) => isModerator)
}

/** A bot hears in a group only what names it. @see WEBEX.md §6, §13 */
export function mayRead(space: Space, message: Message, reader: { uuid: string; kind: string }): boolean {
  if (!space.members.has(reader.uuid)) return false
  if (reader.kind !== 'bot' || space.type === 'direct') return true
  return message.authorUuid === reader.uuid || (message.mentionedUuids?.includes(reader.uuid) ?? false)
}
