import type { Surroundings } from './change-answer.ts'
import type { Fault } from './fault.ts'

type Json = Record<string, unknown>

/** The answer with what a fault changes within its JSON; untouched when there is nothing to change or it is no JSON. */
export async function changeJson(fault: Fault, answer: Response, around: Surroundings): Promise<Response> {
  const { sameAccessToken, skewMs, kmsFailureEvery } = fault
  if (!sameAccessToken && skewMs === undefined && kmsFailureEvery === undefined) return answer
  const text = await answer.text()
  const json = readObject(text)
  const { status, headers } = answer
  if (!json) return new Response(isEmpty(status) ? null : text, { status, headers })
  if (sameAccessToken && around.formerAccessToken !== undefined && typeof json.access_token === 'string') {
    json.access_token = around.formerAccessToken
  }
  if (skewMs !== undefined) skewLives(json, skewMs)
  if (kmsFailureEvery !== undefined) failKeys(json, kmsFailureEvery)
  return new Response(JSON.stringify(json), { status, headers })
}

function readObject(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined
  } catch {
    return undefined
  }
}

/** To a clock that is ahead, what ends at a fixed instant ends sooner. */
function skewLives(json: Json, skewMs: number): void {
  for (const name of ['expires_in', 'refresh_token_expires_in']) {
    const seconds = json[name]
    if (typeof seconds === 'number') json[name] = Math.max(0, seconds - Math.round(skewMs / 1000))
  }
}

const KMS_FAILURE = {
  code: 'kms_failure',
  reason: 'Key management server failed to respond appropriately.',
}

function failKeys(json: Json, every: number): void {
  if (!Array.isArray(json.items)) return
  json.items = json.items.map((item: Json, index) => {
    return (index + 1) % every === 0 ? { ...item, title: encrypt(item.title), errors: { title: KMS_FAILURE } } : item
  })
}

/** What looks like the title before it was decrypted. @see WEBEX.md §8 */
function encrypt(title: unknown): string {
  const head = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')
  return `${head}..${Buffer.from(String(title).split('').reverse().join('')).toString('base64url')}`
}

function isEmpty(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}
