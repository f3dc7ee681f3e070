import { encodeId, ORG_UUID } from '../identifiers.ts'
import type { AttachmentAction } from './attachment-actions.ts'
import type { Person } from './colleagues.ts'
import type { Messaging } from './messaging.ts'
import type { Member, Message, Space } from './space.ts'
import type { Team } from './team-store.ts'

/**
 * Resources as Webex writes them; what is undefined is absent from the answer. Instants always have ms and a Z.
 * @see WEBEX.md §8, §9
 */
export type Shown = Record<string, unknown>

const ownerId = encodeId('ORGANIZATION', ORG_UUID)
const KMS_FAILURE = {
  title: {
    code: 'kms_failure',
    reason:
      'Key management server failed to respond appropriately. For more information: https://developer.webex.com/errors',
  },
}

function writeInstant(at: number): string {
  return new Date(at).toISOString()
}

export function showRoom({ directory, undecryptable }: Messaging, space: Space, viewerUuid: string): Shown {
  const [other = viewerUuid] = [...space.members.keys()].filter((uuid) => uuid !== viewerUuid)
  const title = space.type === 'direct' ? directory.describe(other).displayName : space.title
  const isReadable = !undecryptable.has(space.uuid)
  return {
    id: encodeId('ROOM', space.uuid),
    title: isReadable ? title : encryptedTitle(space.uuid),
    type: space.type,
    isLocked: space.isLocked,
    teamId: space.teamUuid && encodeId('TEAM', space.teamUuid),
    lastActivity: writeInstant(space.lastActivityAt),
    creatorId: encodeId('PEOPLE', space.creatorUuid),
    created: writeInstant(space.createdAt),
    ownerId,
    classificationId: space.classificationId,
    isAnnouncementOnly: space.isAnnouncementOnly,
    isReadOnly: false,
    isPublic: space.madePublicAt !== undefined,
    madePublic: space.madePublicAt === undefined ? undefined : writeInstant(space.madePublicAt),
    description: space.description,
    errors: isReadable ? undefined : KMS_FAILURE,
  }
}

/** What a title looks like to somebody without its key: a JWE. */
function encryptedTitle(spaceUuid: string): string {
  const header = { alg: 'dir', kid: `kms://emulator/keys/${spaceUuid}`, enc: 'A256GCM' }
  const encode = (text: string) => Buffer.from(text).toString('base64url')
  return `${encode(JSON.stringify(header))}..${encode(spaceUuid.slice(0, 12))}.${encode(spaceUuid)}.${encode(spaceUuid.slice(-16))}`
}

function membershipId(space: Pick<Space, 'uuid'>, personUuid: string): string {
  return encodeId('MEMBERSHIP', `${personUuid}:${space.uuid}`)
}

export function showMembership({ directory }: Messaging, space: Space, member: Member): Shown {
  return {
    id: membershipId(space, member.personUuid),
    roomId: encodeId('ROOM', space.uuid),
    ...showMember(directory.describe(member.personUuid)),
    isModerator: member.isModerator,
    isRoomHidden: space.type === 'direct' ? (member.isHidden ?? false) : undefined,
    roomType: space.type,
    isMonitor: false,
    created: writeInstant(member.joinedAt),
  }
}

function showMember({ id, email, displayName }: Person): Shown {
  return { personId: id, personEmail: email, personDisplayName: displayName, personOrgId: ownerId }
}

/** What everybody may hear of a message, also by a webhook: everything but what it says. */
export function outlineMessage({ directory }: Messaging, space: Space, message: Message): Shown {
  const { mentionedUuids, parentUuid, authorUuid } = message
  return {
    id: encodeId('MESSAGE', message.uuid),
    parentId: parentUuid && encodeId('MESSAGE', parentUuid),
    roomId: encodeId('ROOM', space.uuid),
    roomType: space.type,
    personId: encodeId('PEOPLE', authorUuid),
    personEmail: directory.describe(authorUuid).email,
    mentionedPeople: mentionedUuids?.map((uuid) => encodeId('PEOPLE', uuid)),
    mentionedGroups: message.mentionsAll ? ['all'] : undefined,
    created: writeInstant(message.createdAt),
    updated: message.updatedAt === undefined ? undefined : writeInstant(message.updatedAt),
  }
}

export function showMessage(messaging: Messaging, space: Space, message: Message): Shown {
  const { text, markdown, html, fileUuids, cards } = message
  const files = fileUuids?.map((uuid) => `${messaging.context.origin()}/v1/contents/${contentId(uuid)}`)
  return { ...outlineMessage(messaging, space, message), text, markdown, html, files, attachments: cards }
}

function contentId(fileUuid: string): string {
  return encodeId('CONTENT', `${fileUuid}/0`)
}

export function showTeam({ uuid, name, description, createdAt }: Team): Shown {
  return { id: encodeId('TEAM', uuid), name, description, created: writeInstant(createdAt) }
}

export function showTeamMembership({ directory }: Messaging, team: Team, member: Member): Shown {
  return {
    id: encodeId('TEAM_MEMBERSHIP', `${member.personUuid}:${team.uuid}`),
    teamId: encodeId('TEAM', team.uuid),
    ...showMember(directory.describe(member.personUuid)),
    isModerator: member.isModerator,
    created: writeInstant(member.joinedAt),
  }
}

export function showAction({ uuid, personUuid, spaceUuid, messageUuid, inputs, createdAt }: AttachmentAction): Shown {
  return {
    id: encodeId('ATTACHMENT_ACTION', uuid),
    personId: encodeId('PEOPLE', personUuid),
    roomId: encodeId('ROOM', spaceUuid),
    type: 'submit',
    messageId: encodeId('MESSAGE', messageUuid),
    inputs,
    created: writeInstant(createdAt),
  }
}
