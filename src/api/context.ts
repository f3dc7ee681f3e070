import type { Environment, TransportResponse } from '../environment.ts'
import type { ErrorCode } from '../errors/index.ts'
import type { Secret } from '../secret.ts'
import type { Cooldown } from './cooldown.ts'

/**
 * Gives an access token that is good for a while.
 * `rejected`: Webex refused the token of this generation; unless there is a newer one, it is to be renewed.
 */
export type AccessTokenSource = (options?: {
  rejected?: { generation: number }
  signal?: AbortSignal
}) => Promise<{ token: Secret; generation: number; expiresAt: number }>

/** What a client works with. */
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
  /** What this client shares with others of the same person. Default: nothing. */
  cooldown?: Cooldown
}

/** Why a call waits: the person's calls were too many, Webex is away, or it is still scanning the file. */
export interface Wait {
  reason: 'rate-limit' | 'unavailable' | 'scan'
  ms: number
}

/** What every call works with: the options with their defaults. */
export interface ApiContext extends Required<WebexClientOptions> {}

/** One request to Webex, not yet sent. */
export interface ApiRequest {
  method: string
  url: URL
  /** JSON text. */
  body?: string
  /** In place of `body`. */
  upload?: { content: Blob; contentType: string }
  /** Whether the body of a good answer is handed on as it comes. */
  streamed?: boolean
  /** What a status means here, where it means more than elsewhere. */
  codes?: Readonly<Record<number, ErrorCode>>
  options: CallOptions
}

/** A 2xx answer, and the id by which Webex's support finds it. */
export interface ApiAnswer extends TransportResponse {
  trackingId: string
}

/** Options that every call takes; for a list they count for each of its pages. */
export interface CallOptions {
  /** Ends the call, its waits and its retries; the call then rejects with the signal's reason. */
  signal?: AbortSignal
  /** Most milliseconds for one try. Default: as the client has it, 30,000, and for an upload a second more for each 64 kB. */
  deadlineMs?: number
  /** Most milliseconds for the whole call with its waits and retries; then WX-API-TIMEOUT. Default: no such limit. */
  timeoutMs?: number
  /**
   * `true`: sends it again where nobody knows whether it took effect, which may do it twice. `false`: never sends it again,
   * but for a refused token. Default: again after 429 and where no connection was made, and for GET, PUT and DELETE also
   * after a 5xx or a connection that broke.
   */
  retry?: boolean
}
