import { catalogue } from '../../index.ts'
import { UsageError, unknownWord } from '../arguments.ts'
import { readCallbackAddress } from './callback.ts'
import { readErrorBody } from './error-body.ts'
import { isCode, type Subject } from './subject.ts'
import { readBreak, readOAuthWord, readStatus, readTrackingId } from './words.ts'

/**
 * What somebody wants explained, whatever was copied along with it: quotes, the words of a log line, the head of an answer.
 * @throws UsageError for what says nothing; it is not repeated, as it may be the code of a sign-in
 */
export function readSubject(pasted: string): Subject {
  const text = unquote(pasted.trim())
  const code = text.toUpperCase()
  if (isCode(code)) return { kind: 'code', codes: [code], seen: [] }
  const told = readBody(text) ?? readLine(text)
  if (told) return told
  const address = readAddress(text)
  if (address) return readCallbackAddress(address)
  const read = readOAuthWord(text) ?? readStatus(text) ?? readTrackingId(text) ?? readBreak(text)
  if (read) return read
  if (/^wx-[A-Za-z-]{1,40}$/i.test(text)) throw unknownWord('code', text, Object.keys(catalogue))
  throw new UsageError(
    'This is none of an error code, a callback address, an HTTP status, a word of OAuth and the JSON of an error.',
  )
}

function unquote(text: string): string {
  const [, within] = /^(?:"(.*)"|'(.*)'|`(.*)`|<(.*)>)$/s.exec(text)?.filter((part) => part !== undefined) ?? []
  return within?.trim() ?? text
}

/** JSON by itself, or behind the status and the headers of an answer, or within a line of a log. */
function readBody(text: string): Subject | undefined {
  if (text.startsWith('{') && text.endsWith('}')) return readErrorBody(text)
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (from < 0 || to < from) {
    if (text.startsWith('{')) return readErrorBody(text)
    return readHead(text)
  }
  const read = readErrorBody(text.slice(from, to + 1))
  const status = readHead(text.slice(0, from))?.seen ?? []
  return { ...read, seen: [...status, ...read.seen] }
}

/** The first line of an answer, as `curl -i` prints it. */
function readHead(text: string): Subject | undefined {
  const [line = ''] = text.split(/\r?\n/)
  return /^HTTP\//i.test(line) ? readStatus(line.trim()) : undefined
}

/** An address, also where its beginning was not copied, or within a request line or a log's. */
function readAddress(text: string): URL | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(text)) return readWholeAddress(text)
  const [word] = /(?:^|(?<=[\s"'(=]))\S*\b(?:code|state|error|access_token)=\S*/.exec(text) ?? []
  if (word === undefined) return undefined
  const address = unquote(word.replace(/["'),.;]+$/, ''))
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return readWholeAddress(address)
  const [, before = '', query = ''] = /^([^?#]*(?=[?#]))?[?#]?(.*)$/.exec(address) ?? []
  return new URL(`http://localhost${before.replace(/^[^/]*/, '')}?${query}`)
}

/** Some flows answer behind "#", where no server sees it. */
function readWholeAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.search === '' && /[#&](code|state|error|access_token)=/.test(url.hash)) url.search = url.hash.slice(1)
  return url
}

/** A line with codes of ours in it, such as one of the terminal or of a log. */
function readLine(text: string): Subject | undefined {
  const words = new Set(
    text
      .slice(0, 100_000)
      .toUpperCase()
      .match(/\bWX(?:-[A-Z]+)+\b/g) ?? [],
  )
  const codes = Object.keys(catalogue)
    .filter(isCode)
    .filter((code) => words.has(code))
  return codes.length > 0 ? { kind: 'words', codes, seen: [] } : undefined
}
