import type { Connection, Flow } from './flow.ts'

const MOST = 1000

/** Which tokens and grants belong to one person's connection. Tokens are known by their fingerprints only. */
export interface Connections {
  /** The connection this token belongs to; a new one where nobody has seen it. */
  ofToken(fingerprint: string): Connection
  /** These tokens belong to this connection. */
  note(connection: Connection, fingerprints: readonly (string | undefined)[]): void
  ofGrant(grantId: string): Connection | undefined
  /** The flow's connection is that of this grant; two that turn out to be one become one. */
  nameGrant(flow: Flow, grantId: string): Connection
}

export function createConnections(flows: () => readonly Flow[]): Connections {
  const byToken = new Map<string, Connection>()
  const byGrant = new Map<string, Connection>()
  let lastId = 0
  const make = (): Connection => {
    lastId += 1
    return { id: String(lastId) }
  }
  const replace = (old: Connection, by: Connection) => {
    for (const [token, connection] of byToken) if (connection === old) byToken.set(token, by)
    for (const flow of flows()) if (flow.connection === old) flow.connection = by
  }
  const note: Connections['note'] = (connection, fingerprints) => {
    for (const fingerprint of fingerprints) if (fingerprint) keepNewest(byToken, fingerprint, connection)
  }
  return {
    ofToken(fingerprint) {
      const connection = byToken.get(fingerprint) ?? make()
      note(connection, [fingerprint])
      return connection
    },
    note,
    ofGrant: (grantId) => byGrant.get(grantId),
    nameGrant(flow, grantId) {
      const connection = byGrant.get(grantId) ?? flow.connection ?? make()
      const old = flow.connection
      if (old && old !== connection && (old.grantId === undefined || old.grantId === grantId)) replace(old, connection)
      flow.connection = connection
      connection.grantId = grantId
      keepNewest(byGrant, grantId, connection)
      return connection
    },
  }
}

function keepNewest(known: Map<string, Connection>, key: string, connection: Connection): void {
  known.delete(key)
  known.set(key, connection)
  const [oldest] = known.keys()
  if (known.size > MOST && oldest !== undefined) known.delete(oldest)
}
