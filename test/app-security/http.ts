import { type IncomingMessage, request as open } from 'node:http'
import { connect } from 'node:net'

export interface Asked {
  method?: string
  /** As it stands in the request line; nothing folds or encodes it. */
  path: string
  /** Sent exactly so; a Host must be among them. */
  headers?: Record<string, string>
  body?: string
}

export interface Answered {
  status: number
  headers: Record<string, string>
  cookies: string[]
  text: string
}

/**
 * Asks over a real connection, with no header but those given: not as a browser would, but as somebody who tries things. Of a
 * stream of events, which has no end, it reads the first piece and hangs up.
 */
export function ask(port: number, { method = 'GET', path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, setHost: false, agent: false, headers }
    const request = open(options, (response) => {
      let text = ''
      const finish = () => resolve({ ...readHead(response), text })
      const isStream = response.headers['content-type']?.startsWith('text/event-stream')
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
        if (!isStream) return
        finish()
        request.destroy()
      })
      response.on('error', reject)
      response.on('end', finish)
    })
    request.on('error', reject)
    request.end(body)
  })
}

function readHead({ statusCode = 0, headers }: IncomingMessage): Omit<Answered, 'text'> {
  const known = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { status: statusCode, headers: Object.fromEntries(known), cookies: headers['set-cookie'] ?? [] }
}

/** Sends these bytes and gives whatever comes back until the other side hangs up. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(text) : reject(error)))
    socket.on('close', () => resolve(text))
  })
}
