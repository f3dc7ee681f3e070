import { readJson } from './answer.ts'
import { callWebex } from './client.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { buildUrl, type Query } from './url.ts'

export interface ApiCall extends CallOptions {
  method: string
  /** Below the API's base, beginning with a slash: `/rooms`. */
  path: string
  query?: Query
  /** Sent as JSON. */
  body?: unknown
}

/** Makes one call and gives its JSON; undefined where the answer has none. */
export async function callJson<T>(context: ApiContext, { method, path, query, body, signal }: ApiCall): Promise<T> {
  const url = buildUrl(context.apiUrl, path, query)
  const text = body === undefined ? undefined : JSON.stringify(body)
  return readJson(await callWebex(context, { method, url, body: text, signal })) as T
}
