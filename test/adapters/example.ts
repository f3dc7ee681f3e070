import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createEmulator, type Emulator } from '../../src/emulator/index.ts'
import { findFreePort } from '../free-port.ts'
import { createVisitor, type Visitor } from '../visitor.ts'

export interface Example {
  emulator: Emulator
  /** The first line it prints. */
  greeting: string
  origin: string
  newVisitor(): Visitor
  end(): Promise<void>
}

/** Starts a server file as a process of its own, with an emulator's integration in its environment. */
export async function startExample(file: string): Promise<Example> {
  const emulator = createEmulator()
  const listening = await emulator.listen({ port: 0 })
  const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-example-'))
  const redirectUri = `http://localhost:${await findFreePort()}/oauth`
  const scopes = ['spark:rooms_read', 'spark:people_read']
  const { clientId, clientSecret } = emulator.register({ name: 'Example', redirectUris: [redirectUri], scopes })
  const env = {
    PATH: process.env.PATH,
    WEBEX_CLIENT_ID: clientId,
    WEBEX_CLIENT_SECRET: clientSecret,
    WEBEX_REDIRECT_URI: redirectUri,
    WEBEX_SCOPES: scopes.join(' '),
    WEBEX_BASE_URL: `${emulator.url}/v1`,
  }
  const child = spawn(process.execPath, [file], { env, cwd: folder })
  const end = async () => {
    await endProcess(child)
    await listening.close()
    rmSync(folder, { recursive: true })
  }
  try {
    const greeting = await readFirstLine(child)
    const { origin } = new URL(redirectUri)
    const newVisitor = () => createVisitor({ fetch: (request) => fetch(request) }, emulator, origin)
    return { emulator, greeting, origin, newVisitor, end }
  } catch (error) {
    await end()
    throw error
  }
}

async function readFirstLine(child: ChildProcess): Promise<string> {
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint += chunk
  })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`ended with ${code}: ${complaint}`)))
  const line = once(createInterface(child.stdout!), 'line').then(([text]) => String(text))
  return Promise.race([line, ended])
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
