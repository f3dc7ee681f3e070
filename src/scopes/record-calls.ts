import type { Transport } from '../environment.ts'
import type { ScopedCall } from './needs.ts'
import type { ScopeRecorder } from './recorder.ts'

/** A transport that notes each call below the API's base that was answered with success. */
export function recordCalls(transport: Transport, apiUrl: string, recorder: Pick<ScopeRecorder, 'note'>): Transport {
  return async (request) => {
    const answer = await transport(request)
    if (answer.status >= 200 && answer.status < 300 && request.url.startsWith(`${apiUrl}/`)) {
      const { method, url, body } = request
      recorder.note({ method, path: url.slice(apiUrl.length), ...readWatches(method, url, body) })
    }
    return answer
  }
}

/** Making a webhook is the one call whose scopes its body decides. */
function readWatches(method: string, url: string, body: unknown): Pick<ScopedCall, 'watches'> {
  if (method !== 'POST' || !url.endsWith('/webhooks') || typeof body !== 'string') return {}
  const { resource, ownedBy } = JSON.parse(body) ?? {}
  return { watches: { resource: String(resource), ...(ownedBy !== undefined && { ownedBy: String(ownedBy) }) } }
}
