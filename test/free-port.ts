import { createServer } from 'node:net'

/**
 * Below the ports that systems hand out to whoever asks for port 0 or calls somebody (Linux from 32768 on, others from 49152
 * on): between our look and our listening nobody is given one of these.
 */
const FIRST = 12_000
const COUNT = 20_000

let next = Math.floor(Math.random() * COUNT)

/** A port that nobody has, for a redirect URI, which names it before anything listens there. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT)
    if (await isFree(port)) return port
  }
  throw new Error('this computer has no free port')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
