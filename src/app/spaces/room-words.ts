import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import type { Html } from '../frame/layout.ts'
import { clip } from '../frame/parts.ts'

/** A space's title as its own island of text, or why there is none. */
export function roomTitle(room: Room, longest: number): Html {
  if (isUnreadable(room)) return html`<em>Title cannot be decrypted right now</em>`
  const title = room.title?.trim()
  return title ? html`<bdi>${clip(title, longest)}</bdi>` : html`<em>Without a title</em>`
}

/** The title in one line of plain text, for the tab. */
export function describeTitle(room: Room): string {
  return isUnreadable(room) ? 'Space' : clip(room.title?.trim() || 'Space', 60)
}

/** One item of a list may fail alone; its title is then cipher text. */
function isUnreadable(room: Room): boolean {
  return room.errors?.title !== undefined
}

export function describeFlags(room: Room): string {
  const flags = [
    room.isLocked && 'locked',
    room.isAnnouncementOnly && 'announcements only',
    room.isReadOnly && 'read only',
    room.isPublic && 'public',
    room.teamId && 'in a team',
  ]
  return flags.filter(Boolean).join(', ')
}
