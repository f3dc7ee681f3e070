import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Pool } from 'undici'

/** A server of this folder in a process of its own. */
export interface Server {
  origin: string
  pool: Pool
  startMs: number
  measure(): Promise<{ cpuMicros: number; rssBytes: number }>
  stop(): Promise<void>
}

export async function startServer(file: string, env: Record<string, string> = {}): Promise<Server> {
  const began = performance.now()
  const child = fork(join(import.meta.dirname, file), { env: { ...process.env, ...env }, execArgv: [] })
  const [{ port }] = await once(child, 'message')
  const origin = `http://127.0.0.1:${port}`
  const pool = new Pool(origin, { connections: 8 })
  return { origin, pool, startMs: performance.now() - began, measure: () => ask(child), stop: () => stop(child, pool) }
}

async function ask(child: ChildProcess): Promise<{ cpuMicros: number; rssBytes: number }> {
  child.send('measure')
  const [figures] = await once(child, 'message')
  return figures
}

async function stop(child: ChildProcess, pool: Pool): Promise<void> {
  await pool.close()
  child.disconnect()
  child.kill()
}
