import type { Room } from '../../index.ts'
import { withoutControls } from './plain-text.ts'
import type { RoomFile } from './room-file.ts'
import { listUnreadable } from './room-words.ts'
import type { TeamNames } from './team-names.ts'

type Column = readonly [name: string, read: (room: Room, teams: TeamNames) => unknown]

const COLUMNS: readonly Column[] = [
  ['title', (room) => (room.errors?.title === undefined ? room.title : undefined)],
  ['type', ({ type }) => type],
  ['last_activity', ({ lastActivity }) => lastActivity],
  ['created', ({ created }) => created],
  ['team', ({ teamId }, teams) => teams.get(teamId ?? '')],
  ['description', ({ description }) => description],
  ['locked', ({ isLocked }) => isLocked],
  ['announcements_only', ({ isAnnouncementOnly }) => isAnnouncementOnly],
  ['read_only', ({ isReadOnly }) => isReadOnly],
  ['public', ({ isPublic }) => isPublic],
  ['id', ({ id }) => id],
  ['team_id', ({ teamId }) => teamId],
  ['creator_id', ({ creatorId }) => creatorId],
  ['unreadable', (room) => listUnreadable(room).join(' ')],
]

/** What makes a spreadsheet take a text for a formula, also behind what cannot be seen. */
const FORMULA = /^[\s\p{C}\p{Z}\p{DI}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** So that Excel reads UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * A table with a head, by RFC 4180: CR LF after each row, every cell in quotes. A text that a spreadsheet would take for
 * a formula gets an apostrophe before it. A file that is cut has a last row that begins with `NOT COMPLETE` and does not end,
 * so that who counts the ends of rows counts spaces.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export const csvFile: RoomFile = {
  type: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  begin: () => BYTE_ORDER_MARK + writeRow(COLUMNS.map(([name]) => name)),
  write: (room, _index, teams) => writeRow(COLUMNS.map(([, read]) => read(room, teams))),
  end: () => '',
  cut(_count, { code }, words) {
    const text = words.spaces.download.cutRow(words.errors(code).title, code)
    return writeRow(COLUMNS.map((_column, index) => (index === 0 ? text : ''))).trimEnd()
  },
}

function writeRow(cells: readonly unknown[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(value: unknown): string {
  const text = typeof value === 'string' ? withoutControls(value) : typeof value === 'boolean' ? String(value) : ''
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
