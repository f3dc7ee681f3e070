import { request as open } from 'node:http'
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

/** Asks over a real connection, with no header but those given: not as a browser would, but as somebody who tries things. */
export function ask(port: number, { method = 'GET', path, headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, setHost: false, agent: false, headers }
    const request = open(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          cookies: response.headers['set-cookie'] ?? [],
          text,
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** The first bytes of a stream and its head; then hangs up. */
export function askStream(port: number, { path, headers = {} }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = open({ host: '127.0.0.1', port, path, setHost: false, agent: false, headers }, (response) => {
      response.setEncoding('utf8')
      response.once('error', reject)
      response.once('readable', () => {
        const text = String(response.read() ?? '')
        const known = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(known), cookies: [], text })
        request.destroy()
      })
    })
    request.on('error', reject)
    request.end()
  })
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
