import type { EmulatorContext } from '../../context.ts'
import { address } from '../../pages/control/paging.tsx'
import { TokensPage } from '../../pages/control/tokens.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes, readFilled } from './forms.tsx'

/** Tokens: every live grant; expire and revoke, one or all; and the keys that sign. */
export function tokensRoutes(context: EmulatorContext): Endpoint[] {
  const { show, act } = pageRoutes(context, '/tokens', TokensPage)
  const back = (query: URLSearchParams) => address('/tokens', query)
  const input = (sent: URLSearchParams) => readFilled(sent, 'id', 'user')
  const issue = (sent: URLSearchParams) => readFilled(sent, 'user', 'kind')
  const drop = (sent: URLSearchParams) => ({ dropFormer: sent.get('dropFormer') === 'true' })
  return [
    ['GET', '/tokens', show],
    ['POST', '/tokens/expire', act({ operation: 'tokens expire', input, done: 'tokens-expired', next: back })],
    ['POST', '/tokens/revoke', act({ operation: 'tokens revoke', input, done: 'grants-revoked', next: back })],
    ['POST', '/tokens/issue', act({ operation: 'tokens issue', input: issue })],
    ['POST', '/tokens/keys', act({ operation: 'keys rotate', input: drop, done: 'keys-rotated' })],
  ]
}
