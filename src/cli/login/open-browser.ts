import { spawn } from 'node:child_process'

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens an address of our own in the browser, where there is one; whoever watches has the address too. */
export function openBrowser(url: string): void {
  const [command, ...argv] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...argv, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
