import type { Field, Step } from './flow.ts'

/**
 * The request of a step as a command line for a POSIX shell. Secrets are variables, so that none has to stand in it;
 * everything else is quoted so that the shell takes it as it is.
 */
export function curlOf({ method = 'GET', url = '', request }: Step): string | undefined {
  if (!/^https?:/.test(url) || !request) return undefined
  const { headers, fields, form } = request
  const isGet = method === 'GET'
  const lines = [
    `curl ${quote(url)}`,
    // With a form curl posts by itself.
    ...(isGet || form ? [] : [`--request ${quote(method)}`]),
    ...(isGet && fields.length > 0 ? ['--get'] : []),
    ...new Set(headers.flatMap((header) => writeHeader(header, form !== undefined))),
    ...fields.map((field) => `${isGet ? '--data-urlencode' : '--url-query'} ${writeField(field)}`),
    ...(form ?? []).map((field) => `--data-urlencode ${writeField(field)}`),
    // What people wrote is not kept; without any body the call would mean something else.
    ...(!isGet && hasJson(headers) ? ['--data "$BODY"'] : []),
  ]
  return lines.join(' \\\n  ')
}

function hasJson(headers: readonly Field[]): boolean {
  return headers.some(({ name, value }) => name === 'content-type' && value.startsWith('application/json'))
}

function writeField({ name, value, secret }: Field): string {
  return secret ? `"${shellName(name)}=$${variableOf(name)}"` : quote(`${name}=${value}`)
}

function writeHeader({ name, value, secret }: Field, isForm: boolean): string[] {
  if (name === 'content-type' && isForm) return []
  if (name === 'cookie') return [`--header "cookie: $COOKIE"`]
  if (name === 'authorization') {
    return value.startsWith('Basic')
      ? [`--user "$CLIENT_ID:$CLIENT_SECRET"`]
      : [`--header "authorization: Bearer $ACCESS_TOKEN"`]
  }
  return secret ? [] : [`--header ${quote(`${name}: ${value}`)}`]
}

/** Names were masked to letters, dots, dashes and colons: nothing in them means anything to a shell. */
function shellName(name: string): string {
  return name.replaceAll(/[^\w.:-]/g, '_')
}

function variableOf(name: string): string {
  return name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '_')
    .replace(/^(\d)/, '_$1')
}

function quote(text: string): string {
  return /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
