import type { Environment } from '../../index.ts'
import { isLoopback } from '../loopback.ts'
import type { Webex } from '../own-webex.ts'

interface Search {
  webex: Webex
  environment: Pick<Environment, 'transport' | 'sleep'>
  /** What our webhooks are called. */
  name: string
  /** The address of the tunnel, where one is used: whoever was there before is not any more. */
  base: string | undefined
}

const WAIT_MS = 2000

/**
 * Removes what an earlier run left behind that was killed: each of its failures counts against the app at Webex. Another run
 * that still listens keeps its own.
 */
export async function removeStale({ webex, environment, name, base }: Search): Promise<void> {
  for await (const webhook of webex.webhooks.list()) {
    const { id, targetUrl = '' } = webhook
    if (webhook.name !== name) continue
    const replaced = base !== undefined && targetUrl.startsWith(`${base}/`)
    if (replaced || (isHere(targetUrl) && !(await answers(environment, targetUrl)))) await webex.webhooks.delete(id)
  }
}

/** A listener of ours speaks plain HTTP. */
function isHere(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && isLoopback(hostname)
}

/** Whether anybody is there; a listener of ours answers 404 to this. */
async function answers({ transport, sleep }: Pick<Environment, 'transport' | 'sleep'>, url: string): Promise<boolean> {
  const [deadline, done] = [new AbortController(), new AbortController()]
  sleep(WAIT_MS, done.signal).then(
    () => deadline.abort(),
    () => undefined,
  )
  try {
    await transport({ method: 'GET', url, headers: {}, signal: deadline.signal, maxBytes: 65_536 })
    return true
  } catch {
    return deadline.signal.aborted
  } finally {
    done.abort()
  }
}
