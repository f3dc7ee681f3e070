import { gzipSync } from 'node:zlib'
import type { Fault } from './fault.ts'
import { drawBytes } from './random.ts'

const MIB = 1024 * 1024
const ENORMOUS_MIB = 256
const BOMB_MIB = 1024

const PAGE = `<!doctype html><html lang="en"><head><title>Sign in to this network</title></head>
<body><h1>Welcome to the guest network</h1><p>Accept the terms to go on.</p></body></html>`

/** The answer with its body replaced. Headers stay what they were, but for the type of a page and the encoding of a bomb. */
export async function spoilBody(how: NonNullable<Fault['spoil']>, answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  const status = how === 'html' || isWithoutBody(answer.status) ? 200 : answer.status
  const bytes = new Uint8Array(await answer.arrayBuffer())
  switch (how) {
    case 'garbage':
      return new Response(drawBytes(bytes.length, Math.max(1, bytes.length)), { status, headers })
    case 'html':
      headers.set('content-type', 'text/html;charset=UTF-8')
      return new Response(PAGE, { status, headers })
    case 'half':
      return new Response(bytes.slice(0, Math.floor(bytes.length / 2)), { status, headers })
    case 'enormous':
      return new Response(repeat(['{"items":["', '"]}'], ' '.repeat(MIB), ENORMOUS_MIB), { status, headers })
    case 'bomb':
      headers.set('content-encoding', 'gzip')
      // A gzip file may have many members: one that unpacks to a mebibyte is sent again and again. RFC 1952 §2.2
      return new Response(repeat(['', ''], gzipSync(Buffer.alloc(MIB, ' ')), BOMB_MIB), { status, headers })
  }
}

function isWithoutBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

/** Made while it is read, so that it costs the emulator nothing. */
function repeat([start, end]: [string, string], piece: string | Uint8Array, times: number): ReadableStream<Uint8Array> {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
  let sent = -1
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent < 0) controller.enqueue(Buffer.from(start))
      else if (sent < times) controller.enqueue(Uint8Array.from(bytes))
      else {
        controller.enqueue(Buffer.from(end))
        controller.close()
      }
      sent += 1
    },
  })
}
