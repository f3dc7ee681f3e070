import { openJson } from './plain-text.ts'
import type { RoomFile } from './room-file.ts'

/**
 * One JSON object whose `spaces` stand one a line, as Webex gives them. Its last members say whether it is `complete`,
 * and which `error` has cut it where it is not.
 */
export const jsonFile: RoomFile = {
  type: 'application/json; charset=utf-8',
  extension: 'json',
  begin: () => '{"spaces":[\n',
  write: (room, index) => `${index > 0 ? ',' : ''}${openJson(room)}\n`,
  end: (count) => `],"count":${count},"complete":true}`,
  cut(count, { code, title, trackingId }) {
    return `],"count":${count},"complete":false,"error":${openJson({ code, title, trackingId })}}`
  },
}
