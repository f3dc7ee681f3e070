/** Which process holds something that is kept for all processes, and whether it is still there. */
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names this process as `host:boot:namespace:pid`. Boot and process namespace are empty where the system tells none. */
export function nameHolder(): string {
  return `${placeOfProcesses()}:${process.pid}`
}

/**
 * False only when that process is known to be dead: a process id says something on the same host, boot and namespace alone.
 * Containers may share a host's name, and another boot of it may be another machine.
 */
export function isHolderAlive(holder: string): boolean {
  const separator = holder.lastIndexOf(':')
  if (holder.slice(0, separator) !== placeOfProcesses()) return true
  try {
    process.kill(Number(holder.slice(separator + 1)), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Where process ids mean what they mean here. */
function placeOfProcesses(): string {
  const boot = readQuietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = readQuietly(() => readlinkSync('/proc/self/ns/pid'))
  return [hostname(), boot, namespace.replace(/\D/g, '')].join(':')
}

function readQuietly(read: () => string): string {
  try {
    return read().trim()
  } catch {
    return ''
  }
}
