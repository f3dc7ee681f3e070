import type { Config } from '../../config.ts'
import type { Environment } from '../../index.ts'
import { type Finding, isFine } from './finding.ts'

const WAIT_MS = 10_000
const FAR_MS = 60_000

/** Whether Webex answers, and whether this computer's clock agrees with its. Nothing is sent that could open anything. */
export async function checkOnline({ baseUrl }: Config, environment: Environment): Promise<Finding[]> {
  const url = `${baseUrl.value.replace(/\/$/, '')}/people/me`
  try {
    const { status, headers } = await askWithin(environment, url)
    if (status !== 401) return [describeStranger(baseUrl.value, status)]
    return [isFine('Webex', `${baseUrl.value} answers`), ...checkClock(headers.date, environment.now())]
  } catch {
    const fix = 'Check the network, a proxy, and WEBEX_BASE_URL.'
    return [
      { section: 'Webex', level: 'error', text: `${baseUrl.value} does not answer`, code: 'WX-API-UNAVAILABLE', fix },
    ]
  }
}

async function askWithin(environment: Environment, url: string) {
  const [deadline, done] = [new AbortController(), new AbortController()]
  environment.sleep(WAIT_MS, done.signal).then(
    () => deadline.abort(),
    () => undefined,
  )
  try {
    return await environment.transport({ method: 'GET', url, headers: {}, signal: deadline.signal, maxBytes: 65_536 })
  } finally {
    done.abort()
  }
}

function describeStranger(baseUrl: string, status: number): Finding {
  const text = `${baseUrl} answers ${status} where Webex would ask for a token (401)`
  return { section: 'Webex', level: 'error', text, fix: 'Check WEBEX_BASE_URL; it ends in /v1.' }
}

function checkClock(date: string | undefined, now: number): Finding[] {
  const at = Date.parse(date ?? '')
  if (Number.isNaN(at)) return []
  const offMs = now - at
  if (Math.abs(offMs) < FAR_MS) return [isFine('Webex', 'the clock agrees with Webex’s')]
  const text = `this computer's clock is ${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? 'ahead' : 'behind'}`
  return [{ section: 'Webex', level: 'warning', text, fix: 'Set the clock, or let NTP do it.' }]
}
