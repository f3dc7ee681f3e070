import type { Config } from '../../config.ts'
import { catalogue, type Environment } from '../../index.ts'
import { askWhetherKnown } from '../ask-client.ts'
import { type Finding, isFine } from './finding.ts'

const WAIT_MS = 10_000
const FAR_MS = 60_000

/** Whether Webex answers, whether this computer's clock agrees with its, and whether it knows the integration. */
export async function checkOnline(config: Config, environment: Environment): Promise<Finding[]> {
  const { baseUrl } = config
  const url = `${baseUrl.value.replace(/\/$/, '')}/people/me`
  try {
    const { status, headers } = await askWithin(environment, url)
    if (status !== 401) return [describeStranger(baseUrl.value, status)]
    const reached = [isFine('Webex', `${baseUrl.value} answers`), ...checkClock(headers.date, environment.now())]
    return [...reached, describeClient(await askWhetherKnown(config, environment))]
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

function describeClient(answer: string): Finding {
  if (answer === 'WX-CODE-REJECTED') return isFine('Webex', 'it accepts the client id and the secret')
  if (answer === 'WX-CLIENT-REJECTED') {
    const text = 'it does not accept the client id and the secret'
    return { section: 'Webex', level: 'error', text, code: answer, fix: catalogue[answer].fix }
  }
  const text = `whether it accepts the client id and the secret, its answer does not tell (${answer})`
  return { section: 'Webex', level: 'note', text }
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
