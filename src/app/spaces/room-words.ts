import { html } from 'hono/html'
import type { Room } from '../../index.ts'
import type { Html } from '../words/html.ts'
import type { Words } from '../words/language.ts'
import { isVisible, plainLine, plainText } from './plain-text.ts'

/** A space's title as its own island of text, or why there is none. */
export function roomTitle({ spaces }: Words, room: Room, longest: number): Html {
  if (isTitleUnreadable(room)) return html`<em>${spaces.titleUnreadable}</em>`
  return isVisible(room.title)
    ? html`<bdi>${plainText(room.title.trim(), longest)}</bdi>`
    : html`<em>${spaces.untitled}</em>`
}

/** The title in one line of plain text, for the tab. */
export function describeTitle({ spaces }: Words, room: Room): string {
  const { title } = room
  if (isTitleUnreadable(room) || !isVisible(title)) return spaces.space
  return plainText(
    title
      .slice(0, 500)
      .replace(/[\s\p{Cf}]+/gu, ' ')
      .trim(),
    60,
  )
}

/** One item of a list may fail alone; its title is then cipher text. */
export function isTitleUnreadable(room: Room): boolean {
  return room.errors?.title !== undefined
}

/** The fields that Webex could not tell, such as `title`. */
export function listUnreadable({ errors }: Room): string[] {
  return typeof errors === 'object' && errors !== null ? Object.keys(errors).slice(0, 20) : []
}

export function describeType({ spaces }: Words, { type }: Room): string {
  if (type === 'group' || type === 'direct') return spaces.types[type]
  return type === undefined ? '' : plainLine(type, 20)
}

export function describeFlags({ spaces: { flags } }: Words, room: Room): string {
  const said = [
    room.isLocked && flags.locked,
    room.isAnnouncementOnly && flags.announcements,
    room.isReadOnly && flags.readOnly,
    room.isPublic && flags.public,
  ]
  return said.filter(Boolean).join(', ')
}
