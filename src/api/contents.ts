import type { ErrorCode } from '../errors/index.ts'
import { GrantkeeperError } from '../errors/index.ts'
import { callWebex } from './client.ts'
import { readFileName } from './content-disposition.ts'
import type { ApiAnswer, ApiContext, CallOptions } from './context.ts'
import { openDownload } from './download.ts'
import { buildUrl, pathOf } from './url.ts'

/** What is known of a file without its bytes. */
export interface FileDetails {
  /** A plain file name: no folder, no control character. It is what the sender wrote, so it may still deceive. */
  name?: string
  /** Media type, as the sender's client named it. */
  type?: string
  /** In bytes. */
  size?: number
}

/** A file on its way. Read the stream, or cancel it: until then it holds a connection. */
export interface Download extends FileDetails {
  /** The bytes as they come, no faster than they are read. Fails with WX-API-* where they break off or stall. */
  stream: ReadableStream<Uint8Array>
  /** The whole file in memory, in place of `stream`. */
  bytes(): Promise<Uint8Array>
}

/** Options of calls for a file. */
export interface FileOptions extends CallOptions {
  /** Takes also a file that Webex could not scan; nobody knows whether it is safe. Default false. */
  allowUnscannable?: boolean
}

/** Options of a download. */
export interface DownloadOptions extends FileOptions {
  /** Most bytes; a larger file fails with WX-API-RESPONSE. Default 104,857,600, the largest that the API takes. */
  maxBytes?: number
}

/**
 * Files of messages; takes the scope spark:messages_read. A file is named by its id, or by its address in `message.files`:
 * whatever host that names, it is asked of this client's own API.
 * @see WEBEX.md §8 "Files"
 */
export interface Contents {
  /**
   * Waits while the file is scanned, as long as Webex asks and the client may wait.
   * @throws WX-API-FILE-SCANNING, WX-API-FILE-INFECTED, WX-API-FILE-UNSCANNABLE, WX-API-NOT-FOUND and the other WX-API-*
   */
  download(file: string, options?: DownloadOptions): Promise<Download>
  /** The same without the bytes. */
  describe(file: string, options?: FileOptions): Promise<FileDetails>
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  410: 'WX-API-FILE-INFECTED',
  423: 'WX-API-FILE-SCANNING',
  428: 'WX-API-FILE-UNSCANNABLE',
}
const LARGEST_FILE = 100 * 1024 * 1024

export function createContents(context: ApiContext): Contents {
  const ask = async (method: string, file: string, { allowUnscannable, ...options }: FileOptions) => {
    const query = { allow: allowUnscannable ? 'unscannable' : undefined }
    const url = buildUrl(context.apiUrl, pathOf('/contents', readContentId(file)), query)
    return callWebex(context, { method, url, streamed: method === 'GET', codes: CODES, options })
  }
  return {
    async download(file, { maxBytes = LARGEST_FILE, ...options } = {}) {
      const answer = await ask('GET', file, options)
      const { signal, deadlineMs = context.deadlineMs } = options
      return { ...describeFile(answer), ...openDownload(context, answer, { maxBytes, deadlineMs, signal }) }
    },
    describe: async (file, options = {}) => describeFile(await ask('HEAD', file, options)),
  }
}

/** The id, or the one at the end of an address. @throws WX-REQUEST-INVALID */
function readContentId(file: string): string {
  if (!file.includes('/')) return file
  const [, encoded] = /\/contents\/([^/?#]+)\/?$/.exec(URL.canParse(file) ? new URL(file).pathname : '') ?? []
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded)
  } catch {}
  throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: 'A file is named by its id or its address at Webex.' })
}

function describeFile({ headers }: ApiAnswer): FileDetails {
  const name = readFileName(headers['content-disposition'] ?? '')
  const type = headers['content-type']
  const size = /^\d{1,15}$/.test(headers['content-length'] ?? '') ? Number(headers['content-length']) : undefined
  return { ...(name !== undefined && { name }), ...(type && { type }), ...(size !== undefined && { size }) }
}
