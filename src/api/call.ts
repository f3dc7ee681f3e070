import { type Essential, readItem, readJson } from './answer.ts'
import { callWebex } from './client.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { buildUrl, type Query } from './url.ts'

/** A call by its method and path. */
export interface ApiCall extends CallOptions {
  method: string
  /** Below the API's base, beginning with a slash: `/rooms`. */
  path: string
  query?: Query
  /** Sent as JSON. */
  body?: unknown
}

/** Makes one call and gives its JSON, undefined where the answer has none, with the id of the call. */
export async function callForAnswer(
  context: ApiContext,
  { method, path, query, body, ...options }: ApiCall,
): Promise<{ value: unknown; trackingId: string }> {
  const url = buildUrl(context.apiUrl, path, query)
  const text = body === undefined ? undefined : JSON.stringify(body)
  const answer = await callWebex(context, { method, url, body: text, options })
  return { value: readJson(answer), trackingId: answer.trackingId }
}

/** Makes one call and gives the item it is answered with. @throws WX-API-RESPONSE where that is no such item */
export async function callItem<T>(context: ApiContext, call: ApiCall, essential: Essential<T>): Promise<T> {
  const { value, trackingId } = await callForAnswer(context, call)
  return readItem<T>(value, essential, trackingId)
}

/** Makes one call whose answer says nothing. */
export async function callNothing(context: ApiContext, call: ApiCall): Promise<void> {
  await callForAnswer(context, call)
}
