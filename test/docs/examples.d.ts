declare module '*/examples/many-processes/keeper.js' {
  import type { Pool } from 'pg'
  import type { Grantkeeper } from '../../src/index.ts'

  export function createKeeper(pool: Pool, env?: Record<string, string>): Grantkeeper
}

declare module '*/examples/webhooks/spaces.js' {
  import type { EnsuredWebhook, Grantkeeper } from '../../src/index.ts'

  export function watchSpaces(keeper: Grantkeeper, grant: string, secret: string): Promise<EnsuredWebhook[]>
  export function receiveSpace(
    keeper: Grantkeeper,
    request: Request,
    secret: string,
    later: (id: string) => unknown,
  ): Promise<Response>
}
