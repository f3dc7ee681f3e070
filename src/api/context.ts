import type { Environment } from '../environment.ts'
import type { Secret } from '../secret.ts'

/**
 * Gives an access token that is good for a while.
 * `rejected`: Webex refused the token of this generation; unless there is a newer one, it is to be renewed.
 */
export type AccessTokenSource = (options?: {
  rejected?: { generation: number }
  signal?: AbortSignal
}) => Promise<{ token: Secret; generation: number; expiresAt: number }>

export interface WebexClientOptions {
  /** Base of the REST API, such as `https://webexapis.com/v1`. The token goes to this origin and no other. */
  apiUrl: string
  environment: Environment
  accessToken: AccessTokenSource
  /** Most milliseconds for one try. Default 30,000. */
  deadlineMs?: number
  /** Longest wait that Webex may ask for, in milliseconds. Default 60,000; beyond it the call fails at once. */
  maxWaitMs?: number
  /** Tries after the first. Default 3. */
  maxRetries?: number
  /** Told before each wait. */
  onWait?: (wait: Wait) => void
}

export interface Wait {
  reason: 'rate-limit' | 'unavailable'
  ms: number
}

/** What every call works with: the options with their defaults. */
export interface ApiContext extends Required<Omit<WebexClientOptions, 'onWait'>> {
  onWait: (wait: Wait) => void
}

/** One request to Webex, not yet sent. */
export interface ApiRequest {
  method: string
  url: URL
  /** JSON text. */
  body?: string
  signal?: AbortSignal
}

/** Options that every call takes. */
export interface CallOptions {
  /** Ends the call, its waits and its retries; the call then rejects with the signal's reason. */
  signal?: AbortSignal
}
