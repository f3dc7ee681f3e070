import type { EmulatorContext } from '../context.ts'
import { drawUuid } from '../identifiers.ts'
import type { FileScan } from './unknowns.ts'

export interface StoredFile {
  uuid: string
  name: string
  type: string
  bytes: Uint8Array
  messageUuid: string
  scan: FileScan
  addedAt: number
}

export type GivenFile = Pick<StoredFile, 'name' | 'type' | 'bytes'>

/** Files of messages: the newest 256 MiB. They are no part of a snapshot; one that is gone by then answers 404. */
export interface Files {
  add(file: GivenFile, messageUuid: string): StoredFile
  find(uuid: string): StoredFile | undefined
  remove(uuid: string): void
  /** What the scan says by now, and how many ms it goes on. */
  scanOf(file: StoredFile): { scan: FileScan; leftMs: number }
}

const MOST_BYTES = 256 * 1024 * 1024
const SCAN_MS = 10_000
/** The text every scanner takes for a virus. @see https://www.eicar.org */
const EICAR = 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'

export function createFiles(context: Pick<EmulatorContext, 'environment' | 'clock' | 'settings'>): Files {
  const files = new Map<string, StoredFile>()
  let size = 0
  const remove = (uuid: string) => {
    size -= files.get(uuid)?.bytes.byteLength ?? 0
    files.delete(uuid)
  }
  return {
    add(given, messageUuid) {
      const { clock, environment, settings } = context
      const scan = scanContent(given.bytes) ?? settings.fileScan
      const file = { ...given, uuid: drawUuid(environment), messageUuid, scan, addedAt: clock.now() }
      files.set(file.uuid, file)
      size += given.bytes.byteLength
      for (const oldest of files.keys()) {
        if (size <= MOST_BYTES || oldest === file.uuid) break
        remove(oldest)
      }
      return file
    },
    find: (uuid) => files.get(uuid),
    remove,
    scanOf({ scan, addedAt }) {
      const leftMs = scan === 'scanning' ? Math.max(0, addedAt + SCAN_MS - context.clock.now()) : 0
      return { scan: scan === 'scanning' && leftMs === 0 ? 'clean' : scan, leftMs }
    },
  }
}

/** What can be told from the content alone. */
function scanContent(bytes: Uint8Array): FileScan | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024))
  if (start.includes(EICAR)) return 'infected'
  const isZip = start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))
  return isZip && ((start[6] ?? 0) & 1) === 1 ? 'unscannable' : undefined
}
