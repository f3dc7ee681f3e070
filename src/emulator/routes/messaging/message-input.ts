import { withDeadline } from '../../../environment.ts'
import type { GivenFile } from '../../messaging/files.ts'
import type { Draft } from '../../messaging/messages.ts'
import { Refusal } from '../../messaging/refusal.ts'
import { MALFORMED } from '../../server/answers.ts'
import type { Call } from './call.ts'
import { type Input, mediaTypeOf, parseJson, readJson, readOptionalId, readText } from './input.ts'

const CARD = 'application/vnd.microsoft.card.adaptive'
const FETCH_TIME_LIMIT_MS = 10_000
const LONGEST_NAME = 200

/** A new message as it came, with the file that came along in a multipart body. */
export interface MessageInput {
  input: Input
  upload: GivenFile | undefined
}

/** Reads JSON, or the parts of an upload. @throws Refusal 400, 413, 415 */
export async function readMessageInput(call: Call): Promise<MessageInput> {
  const { c, context } = call
  const contentType = c.req.header('content-type')
  if (mediaTypeOf(contentType) !== 'multipart/form-data') return { input: readJson(call), upload: undefined }
  const form = await parseMultipart(c.env.bytes, contentType ?? '')
  const uploads = [...form.values()].filter((part) => typeof part !== 'string')
  const [first, ...more] = uploads
  if (more.length > 0) throw new Refusal(400, 'Only one file can be sent with a message.')
  if (first && first.size > context.settings.uploadLimitBytes) throw new Refusal(413, 'The file is too large.')
  const texts = [...form].filter(([, part]) => typeof part === 'string')
  const input: Input = Object.fromEntries(texts)
  if (typeof input.attachments === 'string') input.attachments = parseJson(input.attachments)
  return { input, upload: first && (await readUpload(first)) }
}

async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw new Refusal(400, MALFORMED)
  }
}

async function readUpload(file: File): Promise<GivenFile> {
  return { ...describeFile(file.name, file.type), bytes: new Uint8Array(await file.arrayBuffer()) }
}

/** What the message says. @throws Refusal 400 */
export async function readDraft(call: Call, { input, upload }: MessageInput): Promise<Draft> {
  const text = readText(input, 'text')
  const markdown = readText(input, 'markdown')
  const cards = readCards(input)
  const url = upload ? undefined : readFileUrl(input)
  if (!text && !markdown && !cards && !upload && !url) throw new Refusal(400, 'A message needs text, a file or a card.')
  const file = upload ?? (url && (await fetchFile(call, url)))
  return { text, markdown, cards, file, parentUuid: readOptionalId(input, 'parentId', 'MESSAGE') }
}

function readCards({ attachments }: Input): unknown[] | undefined {
  if (attachments === undefined || attachments === null) return undefined
  if (!Array.isArray(attachments) || attachments.length > 1) throw new Refusal(400, 'A message has one card at most.')
  const isCard = ({ contentType, content }: Input) =>
    contentType === CARD && typeof content === 'object' && content !== null
  if (!attachments.every((card: unknown) => typeof card === 'object' && card !== null && isCard(card as Input))) {
    throw new Refusal(400, `An attachment is a card: contentType ${CARD}, and its content.`)
  }
  return attachments.length > 0 ? attachments : undefined
}

function readFileUrl({ files }: Input): URL | undefined {
  const list = typeof files === 'string' ? [files] : (files ?? [])
  if (!Array.isArray(list) || list.length > 1) throw new Refusal(400, 'Only one file can be sent with a message.')
  const [address] = list as unknown[]
  if (address === undefined) return undefined
  const isUrl = typeof address === 'string' && URL.canParse(address) && /^https?:/i.test(address)
  if (!isUrl) throw new Refusal(400, 'A file is named by an absolute http(s) URL, or uploaded.')
  return new URL(address)
}

/** Gets the file as Webex does, or keeps only its name, as the setting says. */
async function fetchFile({ context }: Call, url: URL): Promise<GivenFile> {
  const { environment, settings } = context
  const name = decodeName(url.pathname.split('/').pop() ?? '')
  if (settings.filesByUrl === 'name-only') {
    return { ...describeFile(name, 'text/plain'), bytes: Buffer.from('The emulator did not fetch this file.\n') }
  }
  const maxBytes = settings.uploadLimitBytes
  const file = await withDeadline(environment, FETCH_TIME_LIMIT_MS, undefined, async (signal) => {
    const request = { method: 'GET', url: url.href, headers: {}, maxBytes, streamed: true, signal }
    const { status, headers, stream } = await environment.transport(request)
    if (status !== 200 || !stream) return undefined
    return { ...describeFile(name, headers['content-type'] ?? ''), bytes: await collect(stream, maxBytes) }
  }).catch(() => undefined)
  if (!file) throw new Refusal(400, 'The file could not be fetched from its URL.')
  return file
}

/** Rejects as soon as there are more bytes than that; leaving the stream ends what carries it. */
async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > maxBytes) throw new RangeError('the file is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function describeFile(name: string, type: string): Pick<GivenFile, 'name' | 'type'> {
  const isType = /^[\w.+-]{1,80}\/[\w.+-]{1,80}(; ?charset=[\w-]{1,40})?$/.test(type)
  return { name: name.slice(0, LONGEST_NAME) || 'file', type: isType ? type : 'application/octet-stream' }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
