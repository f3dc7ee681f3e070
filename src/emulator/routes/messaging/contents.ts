import type { EmulatorContext } from '../../context.ts'
import { readId, readIdName } from '../../identifiers.ts'
import type { StoredFile } from '../../messaging/files.ts'
import { findReadable } from '../../messaging/messages.ts'
import { Refusal } from '../../messaging/refusal.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { type Call, openTo } from './call.ts'

/** Files of messages; `HEAD` answers with the headers alone. @see WEBEX.md §8 */
export function listContentEndpoints(context: EmulatorContext): Endpoint[] {
  return [['GET', '/v1/contents/:id', openTo(context, 'spark:messages_read', download)]]
}

function download(call: Call): Response {
  const file = find(call)
  checkScan(call, file)
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': file.type,
      'content-length': String(file.bytes.byteLength),
      'content-disposition': disposeAs(file.name),
    },
  })
}

/** Whoever may read the message may read its file. */
function find({ c, messaging, caller }: Call): StoredFile {
  const id = c.req.param('id') ?? ''
  const uuid = readIdName('CONTENT', id)?.split('/')[0] ?? readId('CONTENT', id)
  const file = messaging.files.find(uuid ?? '')
  if (!file) throw new Refusal(404, 'Could not find a content with provided ID.')
  findReadable(messaging, caller, file.messageUuid)
  return file
}

function checkScan({ messaging, query }: Call, file: StoredFile): void {
  const { scan, leftMs } = messaging.files.scanOf(file)
  if (scan === 'scanning') {
    throw new Refusal(423, 'The file is being scanned.', { 'retry-after': String(Math.ceil(leftMs / 1000)) })
  }
  if (scan === 'infected') throw new Refusal(410, 'The file is infected and cannot be downloaded.')
  if (scan === 'unscannable' && query.get('allow') !== 'unscannable') {
    throw new Refusal(428, 'The file cannot be scanned; allow=unscannable downloads it all the same.')
  }
}

/** The name in ASCII (half a character of a name that was cut has no encoding), and whole for those who understand RFC 6266. */
function disposeAs(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  const whole = encodeURIComponent(Buffer.from(name).toString('utf8')).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
