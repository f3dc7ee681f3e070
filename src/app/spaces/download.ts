import { type Grant, GrantkeeperError, isGrantkeeperError, type Page as ListPage, type Room } from '../../index.ts'
import { requireGrant } from '../connection/grant-of-visit.ts'
import { PAGE_PATIENCE, type Page, type Visit } from '../context.ts'
import { createMatcher } from './choose-rooms.ts'
import { csvFile } from './csv-file.ts'
import { readFilter, type SpacesFilter } from './filter.ts'
import { jsonFile } from './json-file.ts'
import { readRoom } from './read-room.ts'
import type { RoomFile } from './room-file.ts'
import { settleWithin } from './settle-within.ts'

/** GET /spaces.csv: the spaces of a choice as a table. */
export const csvDownload: Page = (visit) => download(visit, csvFile)

/** GET /spaces.json: the same as JSON. */
export const jsonDownload: Page = (visit) => download(visit, jsonFile)

/** A file may wait for Webex as a page may not: its reader sees that it is not finished. */
const FILE_PATIENCE = { deadlineMs: 30_000, maxWaitMs: 600_000, maxRetries: 10 }
const ROOMS_A_CALL = 1_000
const FLUSH_MS = 250

/** The file as it comes from Webex: a page of it is held, and the next one is on its way. */
async function download(visit: Visit, file: RoomFile): Promise<Response> {
  const { app, request, url } = visit
  const grant = await requireGrant(visit)
  const day = new Date(app.environment.now()).toISOString().slice(0, 10)
  const headers = {
    ...app.headers,
    'content-type': file.type,
    'content-disposition': `attachment; filename="spaces-${day}.${file.extension}"`,
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  const stop = new AbortController()
  const filter = readFilter(url.searchParams)
  const pages = (await listRooms(visit, grant, filter, stop.signal))[Symbol.asyncIterator]()
  // What goes wrong at once is answered with a page of its own; later the file has begun.
  const first = pages.next()
  await settleWithin(first, PAGE_PATIENCE.deadlineMs, app.environment.sleep)
  const pieces = writePieces(visit, grant, file, { first, pages, filter })
  return new Response(streamOf(pieces, app.ending, stop), { headers })
}

async function listRooms({ app }: Visit, grant: Grant, { type, sort }: SpacesFilter, signal: AbortSignal) {
  const webex = await app.keeper.webex({ grant: grant.id }, FILE_PATIENCE)
  const sortBy = sort === 'created' ? sort : 'lastactivity'
  const query = { max: ROOMS_A_CALL, sortBy, ...(type !== 'all' && { type }) } as const
  return webex.rooms.list(query, { signal }).pages()
}

interface Source {
  first: Promise<IteratorResult<ListPage<Room>>>
  pages: AsyncIterator<ListPage<Room>>
  filter: SpacesFilter
}

/** What cuts a file is written at its end, and thrown: the connection breaks off, so that a browser calls it failed. */
async function* writePieces({ app }: Visit, grant: Grant, file: RoomFile, source: Source): AsyncGenerator<string> {
  const { first, pages, filter } = source
  const isWanted = createMatcher(filter) ?? (() => true)
  const teams = await app.teams.namesFor(grant)
  let count = 0
  yield file.begin()
  try {
    for (let page = await first; !page.done; page = await pages.next()) {
      const rooms = page.value.items.flatMap((item) => readRoom(item) ?? []).filter(isWanted)
      yield rooms.map((room) => file.write(room, count++, teams)).join('')
    }
  } catch (cause) {
    const error = isGrantkeeperError(cause) ? cause : new GrantkeeperError('WX-INTERNAL', { cause })
    yield file.cut(count, error, app.language.words)
    // Its last line is on its way; breaking off at once would take it along.
    await app.environment.sleep(FLUSH_MS)
    throw error === cause ? breakOff(error.code) : cause
  }
  yield file.end(count)
}

/** Without a stack: the server writes it where its operator reads. */
function breakOff(why: string): Error {
  const error = new Error(`A file of spaces was cut: ${why}.`)
  error.stack = error.message
  return error
}

/** Asked for piece by piece as the reader takes them. Ends the work when the reader leaves, and breaks off with the server. */
function streamOf(
  pieces: AsyncGenerator<string>,
  ending: AbortSignal,
  stop: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const leave = () => stop.abort()
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          controller.error(breakOff('the app ends'))
          leave()
        }
        if (ending.aborted) end()
        else ending.addEventListener('abort', end, { signal: stop.signal })
      },
      async pull(controller) {
        const { done, value = '' } = await pieces.next()
        if (!done) return controller.enqueue(encoder.encode(value))
        controller.close()
        leave()
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
}
