import type { GrantkeeperError, Room } from '../../index.ts'
import type { Words } from '../words/language.ts'
import type { TeamNames } from './team-names.ts'

/** A kind of file with spaces in it, written piece by piece. */
export interface RoomFile {
  /** For `Content-Type`. */
  type: string
  /** What follows the dot of its name. */
  extension: string
  begin(): string
  /** One space; `index` from 0. */
  write(room: Room, index: number, teams: TeamNames): string
  end(count: number): string
  /** The end of a file that is not complete: it says so itself. */
  cut(count: number, error: GrantkeeperError, words: Words): string
}
