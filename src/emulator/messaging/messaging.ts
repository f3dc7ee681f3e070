import type { Kept } from '../changes.ts'
import type { EmulatorContext } from '../context.ts'
import type { Seed } from '../seed/seed.ts'
import type { AttachmentAction } from './attachment-actions.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createFiles, type Files } from './files.ts'
import { makeSpace, type Owner, readMadeUuid } from './made-spaces.ts'
import { createMessageIndex, type MessageIndex } from './message-index.ts'
import { createOwnerFinder } from './owner-finder.ts'
import { plantSpaces } from './seeded-spaces.ts'
import type { Message, Space } from './space.ts'
import { createSpaceStore, type SavedSpaces, type SpaceStore } from './space-store.ts'
import { createTeamStore, type SavedTeams, type TeamStore } from './team-store.ts'

export type MessagingContext = Pick<
  EmulatorContext,
  'environment' | 'clock' | 'settings' | 'people' | 'changes' | 'origin'
>

/** Spaces and what is in them. */
export interface Messaging extends Kept {
  context: MessagingContext
  directory: Directory
  spaces: SpaceStore
  teams: TeamStore
  files: Files
  /** The newest 10,000, by uuid. */
  actions: Map<string, AttachmentAction>
  /** UUIDs of spaces whose keys fail: items of lists carry `errors` and a title nobody can read. @see WEBEX.md §8 */
  undecryptable: Set<string>
  /** The space and its messages to change, so that the changes stay. @throws Refusal when too many are held */
  hold(space: Space): Space
  /** The space is gone with all that is in it. */
  remove(space: Space): void
  /** Of the messages in held spaces. */
  index: MessageIndex
  findMessage(uuid: string): { space: Space; message: Message } | undefined
}

interface Saved {
  spaces: SavedSpaces
  teams: SavedTeams
  actions: AttachmentAction[]
  undecryptable: string[]
}

export function createMessaging(context: MessagingContext, seed: Pick<Seed, 'spaces'> = {}): Messaging {
  const owners = createOwnerFinder(context.people)
  const spaces = createSpaceStore(context.people, owners)
  const index = createMessageIndex((spaceUuid, messageUuid) => forget(spaces, spaceUuid, messageUuid))
  const messaging: Messaging = {
    context,
    directory: createDirectory(context.people),
    spaces,
    teams: createTeamStore(context.people, owners),
    files: createFiles(context),
    actions: new Map(),
    undecryptable: new Set(),
    index,
    hold: (space) => hold(messaging, space),
    remove: (space) => remove(messaging, space),
    findMessage(uuid) {
      const spaceUuid = index.spaceOf(uuid)
      if (spaceUuid === undefined) return findMadeMessage(spaces, owners.find(uuid), uuid)
      return pick(spaces.find(spaceUuid), uuid)
    },
    save: () => save(messaging),
    restore: (saved) => restore(messaging, saved as Saved),
  }
  plantSpaces(messaging, seed.spaces ?? [])
  return messaging
}

function hold({ spaces, index }: Messaging, space: Space): Space {
  const held = spaces.findHeld(space.uuid)
  if (held) return held
  spaces.hold(space)
  for (const message of space.messages) index.add(space, message)
  return space
}

function remove({ spaces, index, files, undecryptable }: Messaging, space: Space): void {
  spaces.remove(space)
  undecryptable.delete(space.uuid)
  for (const message of space.messages) {
    index.remove(message)
    for (const uuid of message.fileUuids ?? []) files.remove(uuid)
  }
}

function forget(spaces: SpaceStore, spaceUuid: string, messageUuid: string): void {
  const space = spaces.find(spaceUuid)
  const place = space?.messages.findIndex(({ uuid }) => uuid === messageUuid) ?? -1
  if (place >= 0) space?.messages.splice(place, 1)
}

/** A message of a space that nobody has changed. */
function findMadeMessage(spaces: SpaceStore, owner: Owner | undefined, uuid: string) {
  const place = owner && readMadeUuid(owner, uuid)
  if (!place || !('index' in place) || place.message === undefined) return undefined
  return spaces.isUntouched(owner, place.index) ? pick(makeSpace(owner, place.index), uuid) : undefined
}

function pick(space: Space | undefined, uuid: string): { space: Space; message: Message } | undefined {
  const message = space?.messages.find((known) => known.uuid === uuid)
  return space && message && { space, message }
}

function save({ spaces, teams, actions, undecryptable }: Messaging): Saved {
  return {
    spaces: spaces.save(),
    teams: teams.save(),
    actions: [...actions.values()],
    undecryptable: [...undecryptable],
  }
}

function restore({ spaces, teams, actions, undecryptable, index }: Messaging, saved: Saved): void {
  spaces.restore(saved.spaces)
  teams.restore(saved.teams)
  actions.clear()
  for (const action of saved.actions) actions.set(action.uuid, action)
  undecryptable.clear()
  for (const uuid of saved.undecryptable) undecryptable.add(uuid)
  index.clear()
  for (const space of spaces.held()) for (const message of space.messages) index.add(space, message)
}
