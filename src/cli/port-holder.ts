import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/** The process that listens on a port, as `pid 4121 (node)`; undefined where the system does not tell (not Linux, not ours). */
export function describePortHolder(port: number): string | undefined {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listListeners(table, port)))
  if (sockets.size === 0) return undefined
  const pid = listFolder('/proc').find((name) => /^\d+$/.test(name) && holdsSocket(name, sockets))
  return pid && `pid ${pid} (${readSafely(`/proc/${pid}/comm`).trim()})`
}

/** Links such as `socket:[12345]`. @see proc_pid_net(5) */
function listListeners(table: string, port: number): string[] {
  const address = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readSafely(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(address) && state === LISTENING)
    .map((columns) => `socket:[${columns[9]}]`)
}

function holdsSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`
  return listFolder(folder).some((name) => {
    try {
      return sockets.has(readlinkSync(`${folder}/${name}`))
    } catch {
      return false
    }
  })
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readSafely(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
