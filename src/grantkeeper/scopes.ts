import type { Scopes } from '../front-door.ts'
import type { Integration } from '../oauth/integration.ts'
import { compareScopes, type ScopeRecorder } from '../scopes/index.ts'

interface ScopesParts {
  integration: Integration
  recorder: ScopeRecorder
  /** Path of the connect route. */
  connect: string
}

/** What the keeper says of scopes; the optional ones are wanted of those who were asked for them. */
export function wireScopes({ integration, recorder, connect }: ScopesParts): Scopes {
  const { scopes, optionalScopes } = integration
  return {
    used: () => recorder.report([...scopes, ...optionalScopes]),
    drift({ scopesAsked, scopesGranted }) {
      const wanted = [...scopes, ...optionalScopes.filter((scope) => scopesAsked.includes(scope))]
      return compareScopes({ wanted, asked: scopesAsked, granted: scopesGranted })
    },
    askFor(more, returnTo) {
      const query = new URLSearchParams({ scopes: more.join(' ') })
      if (returnTo !== undefined) query.set('return_to', returnTo)
      return `${connect}?${query}`
    },
  }
}
