import { readFileSync } from 'node:fs'
import { UsageError } from '../arguments.ts'
import type { Input } from '../input.ts'
import { cleanText } from '../output.ts'

export interface Call {
  method: string
  path: string
  query: Record<string, string>
  body: unknown
}

interface Typed {
  words: readonly string[]
  /** `-f name=value`, in their order. */
  fields: readonly string[]
  /** A file with the JSON body; `-` is stdin. */
  inputFile: string | undefined
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * The call somebody typed. Fields are the query where nothing is sent, else a JSON body of texts.
 * @throws UsageError
 */
export async function readCall({ words, fields, inputFile }: Typed, input: Input): Promise<Call> {
  const { method, path, query } = readWords(words)
  const given = readFields(fields)
  if (inputFile !== undefined && method === 'GET') throw new UsageError('GET sends no body; leave --input out.')
  const body = inputFile === undefined ? undefined : readJson(await readBody(inputFile, input), inputFile)
  if (method === 'GET' || method === 'DELETE' || body !== undefined) {
    return { method, path, query: { ...query, ...given }, body }
  }
  return { method, path, query, body: Object.keys(given).length > 0 ? given : undefined }
}

function readWords([first, second]: readonly string[]): Pick<Call, 'method' | 'path' | 'query'> {
  if (first === undefined) throw new UsageError('Which call? For example: grantkeeper api GET /people/me')
  const [method, address] = second === undefined ? ['GET', first] : [first.toUpperCase(), second]
  if (!METHODS.includes(method)) throw new UsageError(`"${cleanText(method)}" is none of ${METHODS.join(', ')}.`)
  const [path = '', search = ''] = splitOnce(address, '?')
  if (/^https?:/i.test(path)) throw new UsageError('The path begins below the API: /people/me, not a whole address.')
  return {
    method,
    path: path.startsWith('/') ? path : `/${path}`,
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

function readFields(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => {
      const [name = '', value] = splitOnce(field, '=')
      if (name === '' || value === undefined) throw new UsageError(`-f takes name=value, not "${cleanText(field)}".`)
      return [name, value]
    }),
  )
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

async function readBody(file: string, input: Input): Promise<string> {
  if (file === '-') return input.readAll()
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`--input: ${cleanText(file)} cannot be read.`)
  }
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`--input: ${file === '-' ? 'what was piped in' : cleanText(file)} is no JSON.`)
  }
}
