import { type AddressInfo, createServer } from 'node:net'
import { GrantkeeperError } from '../index.ts'
import { cleanText } from './output.ts'
import { describePortHolder } from './port-holder.ts'

interface Wanted {
  port: number
  /** The option that chooses another port. */
  option: string
  host?: string
}

/**
 * Starts a server, and tells in our words why it cannot.
 * @throws WX-PORT-BUSY, WX-CONFIG-INVALID
 */
export async function listenOrExplain<T>({ port, option, host }: Wanted, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw busyPort(port, option, cause)
    if (code === 'EACCES')
      throw unusable(`Port ${port} may not be used by this user. Choose one with ${option}.`, cause)
    if (code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') throw cause
    throw unusable(`--host ${cleanText(host ?? '')} is no address of this computer.`, cause)
  }
}

/** The port itself or, for 0, one that is free: the app must know its address before it can be registered. */
export async function choosePort(port: number): Promise<number> {
  if (port !== 0) return port
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const chosen = (server.address() as AddressInfo).port
  await new Promise((resolve) => server.close(resolve))
  return chosen
}

function busyPort(port: number, option: string, cause: unknown): GrantkeeperError {
  const holder = describePortHolder(port)
  const detail = `Port ${port} is in use${holder ? ` by ${holder}` : ''}. Use ${option} 0, or stop it.`
  return new GrantkeeperError('WX-PORT-BUSY', { detail, cause })
}

function unusable(detail: string, cause: unknown): GrantkeeperError {
  return new GrantkeeperError('WX-CONFIG-INVALID', { detail, cause })
}
