import { createServer } from 'node:net'
import type { Config } from '../../config.ts'
import { describePortHolder } from '../port-holder.ts'
import { type Finding, isFine } from './finding.ts'

const DEVICES = 'grantkeeper explain WX-DEVICE-REDIRECTS'

/** Whether the port of the redirect URI can be listened on, or who has it. */
export async function checkRedirect({ redirectUri, port, host }: Config): Promise<Finding[]> {
  const path = new URL(redirectUri.value).pathname
  const taken = await isTaken(port.value, host.value)
  const holder = taken ? describePortHolder(port.value) : undefined
  const busy: Finding = {
    section: 'Redirect',
    level: 'note',
    text: `port ${port.value} is in use${holder ? ` by ${holder}` : ''}: fine if that is your app`,
    code: 'WX-PORT-BUSY',
  }
  return [
    taken ? busy : isFine('Redirect', `port ${port.value} is free`),
    isFine('Redirect', `callback path ${path}`),
    { section: 'Redirect', level: 'note', text: `a device sign-in needs three more: ${DEVICES}` },
  ]
}

function isTaken(port: number, host: string): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(true))
    server.listen(port, host, () => server.close(() => resolve(false)))
  })
}
