/** What happened, in words no secret fits into: ids we made ourselves, codes of the catalogue, counts and instants. */
export interface GrantkeeperEvents {
  /** GRANT was pressed and the browser was sent to Webex. */
  'attempt.started': { attemptId: string }
  /** A sign-in came back and was not accepted. */
  'attempt.refused': { attemptId?: string; code: string }
  /** A sign-in came back and left a grant, new or renewed. */
  'grant.connected': { grantId: string; attemptId: string; scopes: number }
  /** Webex gave new tokens, in so many milliseconds. */
  'grant.refreshed': { grantId: string; generation: number; accessExpiresAt: number; tookMs: number }
  /**
   * A refresh ended, well or not: `ok`, `done-by-other` (another process had renewed), or the code of its error.
   * `leaseWaitMs` is the wait for the right to refresh, `tookMs` the request to Webex, 0 when none was sent.
   */
  'refresh.ended': { grantId: string; outcome: string; leaseWaitMs: number; tookMs: number }
  /** A refresh did not work and is tried again by itself. */
  'grant.failing': { grantId: string; code: string; failures: number; nextTryAt: number }
  /** A refresh worked after it had failed. */
  'grant.recovered': { grantId: string; failures: number }
  /** Webex ended the grant; only the person can renew it. */
  'grant.reconnect': { grantId: string; code: string }
  /** The refresh token dies in so many days, and renewing the grant has not prolonged it: the person should reconnect. */
  'grant.expiring': { grantId: string; daysLeft: number }
  /** A grant was deleted here; Webex confirmed at once, or is asked again. */
  'grant.disconnected': { grantId: string; revokedAtWebex: boolean }
  /** Webex confirmed that a token is ended, after an earlier try had failed. */
  'revocation.done': { revocationId: string; tries: number }
  /** Webex refuses client id or secret: an alarm for the operator, no grant was changed. */
  'integration.rejected': { code: string }
  /** A form of another site was sent to one of the keeper's own paths; nothing was done. */
  'request.refused': { code: string }
  /** This process used a key for the first time for this purpose. The id is the one that `keys list` shows. */
  'key.used': { keyId: string; purpose: 'seal' | 'open' }
  /** A rotation has ended: so many rows are now sealed with this key, and so many could not be opened. */
  'keys.rotated': { keyId: string; resealed: number; altered: number; locked: number }
}

/** The name of an event that a keeper tells of. */
export type EventName = keyof GrantkeeperEvents
export type Listener<N extends EventName> = (event: GrantkeeperEvents[N]) => void

export interface Events {
  emit<N extends EventName>(name: N, event: GrantkeeperEvents[N]): void
  /** Calls `listener` on each event of that name until the returned function is called. */
  on<N extends EventName>(name: N, listener: Listener<N>): () => void
}

/** An emitter whose listeners cannot harm the work that emits: what they throw is dropped. */
export function createEvents(): Events {
  const listeners = new Map<EventName, Set<Listener<never>>>()
  return {
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) callSafely(listener as Listener<typeof name>, event)
    },
    on(name, listener) {
      const known = listeners.get(name) ?? new Set()
      listeners.set(name, known.add(listener as Listener<never>))
      return () => known.delete(listener as Listener<never>)
    },
  }
}

function callSafely<N extends EventName>(listener: Listener<N>, event: GrantkeeperEvents[N]): void {
  try {
    listener(event)
  } catch {
    // A listener's own failure is not the grant's.
  }
}
