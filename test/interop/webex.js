import { afterEach } from 'vitest'
import { createEmulator } from '../../src/emulator/index.ts'

const closing = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Ends with the test. */
export function atEnd(close) {
  closing.push(close)
}

export const SCOPES = ['spark:people_read', 'spark:rooms_read', 'spark:messages_read', 'spark:messages_write']

/** An emulator that listens, and an integration registered with it. */
export async function startWebex({
  redirectUri = 'http://localhost:10060/callback',
  scopes = SCOPES,
  ...options
} = {}) {
  const emulator = createEmulator(options)
  const { url, close } = await emulator.listen({ port: 0 })
  atEnd(close)
  const app = emulator.register({ name: 'Interop', redirectUris: [redirectUri], scopes })
  return { emulator, url, app, redirectUri }
}

/** A browser of few words: it keeps cookies and follows nothing by itself. */
export function createBrowser() {
  const jars = new Map()
  return {
    async open(address, init = {}) {
      const url = new URL(address)
      const jar = jars.get(url.host) ?? new Map()
      jars.set(url.host, jar)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { ...init.headers, ...(cookie && { cookie }) }
      const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
        jar.set(name, value)
      }
      return answer
    },
  }
}

/** Serves a Node handler on a free port of this computer; gives its origin. */
export async function serve(createHandler) {
  const { createServer } = await import('node:http')
  let handler
  const server = createServer((request, response) => handler(request, response))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const origin = `http://localhost:${server.address().port}`
  handler = await createHandler(origin)
  return origin
}
