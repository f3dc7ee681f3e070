import type { Environment, Room } from '../../index.ts'
import { readArguments, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { explainForbidden } from '../missing-scopes.ts'
import { type Output, writeJson } from '../output.ts'
import { withOwnWebex } from '../own-webex.ts'
import { type Choice, chooseSpaces, titleOf } from '../spaces/choose.ts'
import { writeCsvLine } from '../spaces/csv.ts'
import { alignRows, describeSpan } from '../table.ts'

const options = {
  type: { type: 'string' },
  search: { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
  all: { type: 'boolean' },
  csv: { type: 'boolean' },
  settings: { type: 'string' },
  json: { type: 'boolean' },
} as const

const TELL_EVERY_MS = 1000

/** `grantkeeper spaces`: the spaces of whoever connected the command line. */
export const runSpaces: Command = async (argv, output) => {
  const { values } = readArguments(argv, options)
  if (values.json && values.csv) throw new UsageError('Either --json or --csv, not both.')
  const choice = readChoice(values)
  return withOwnWebex({ settings: values.settings, output }, async (webex, { environment, signal, keeper }) => {
    const onRead = tellProgress(environment, output)
    const { rooms, problem } = await chooseSpaces(webex, choice, { signal, onRead }).catch(async (error) => {
      throw await explainForbidden(error, { method: 'GET', path: '/rooms' }, keeper)
    })
    if (values.json) output.print(writeJson(rooms))
    else if (values.csv) printCsv(rooms, output)
    else printTable(rooms, choice, environment.now(), output)
    if (problem !== undefined) throw problem
    return 0
  })
}

interface Values {
  type?: string | undefined
  search?: string | undefined
  sort?: string | undefined
  limit?: string | undefined
  all?: boolean | undefined
}

function readChoice({ type, search, sort, limit, all }: Values): Choice {
  if (all && limit !== undefined) throw new UsageError('Either --limit or --all, not both.')
  return {
    type: type === undefined ? undefined : readWord(type, '--type', ['group', 'direct'] as const),
    search,
    sort: readWord(sort ?? 'lastactivity', '--sort', ['lastactivity', 'created', 'title'] as const),
    limit: all ? Number.POSITIVE_INFINITY : readLimit(limit),
  }
}

function readWord<W extends string>(text: string, option: string, words: readonly W[]): W {
  const word = words.find((known) => known === text)
  if (word) return word
  throw new UsageError(`${option} takes ${words.join(' or ')}.`)
}

function readLimit(text = '100'): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new UsageError('--limit takes a number from 1 to 9999999; --all gives all.')
}

function tellProgress({ monotonic }: Environment, output: Output): (read: number) => void {
  let toldAt = monotonic()
  return (read) => {
    if (monotonic() - toldAt < TELL_EVERY_MS) return
    toldAt = monotonic()
    output.note(`  ${read} spaces read …`)
  }
}

const COLUMNS = ['id', 'title', 'type', 'lastActivity', 'created', 'isLocked', 'teamId'] as const

function printCsv(rooms: readonly Room[], output: Output): void {
  output.print(writeCsvLine(COLUMNS))
  for (const room of rooms) {
    output.print(writeCsvLine(COLUMNS.map((name) => (name === 'title' ? titleOf(room) : room[name]))))
  }
}

function printTable(rooms: readonly Room[], { search, limit }: Choice, now: number, output: Output): void {
  if (rooms.length === 0) return void output.print(search ? 'No space matches.' : 'There are no spaces.')
  const rows = rooms.map((room) => [
    shorten(titleOf(room) || '(title not available)'),
    room.type ?? '',
    describeAge(room.lastActivity, now),
    listFlags(room),
  ])
  const [heading = '', ...lines] = alignRows([['TITLE', 'TYPE', 'LAST ACTIVITY', 'FLAGS'], ...rows])
  output.print(output.paint('dim', heading))
  for (const line of lines) output.print(line)
  if (rooms.length === limit) output.note(`The first ${limit}; --limit N or --all shows more.`)
}

function shorten(title: string): string {
  return title.length > 60 ? `${title.slice(0, 59)}…` : title
}

function describeAge(lastActivity: string | undefined, now: number): string {
  const at = Date.parse(lastActivity ?? '')
  return Number.isNaN(at) ? '' : `${describeSpan(Math.max(0, now - at))} ago`
}

function listFlags({ isLocked, isAnnouncementOnly, isPublic }: Room): string {
  const flags = [isLocked && 'locked', isAnnouncementOnly && 'announcements', isPublic && 'public']
  return flags.filter(Boolean).join(' ')
}
