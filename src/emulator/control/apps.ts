import type { EmulatorContext } from '../context.ts'
import { type Integration, type IntegrationDetails, showIntegration } from '../identity/integrations.ts'
import { aFlag, aText, expectFound, operation } from './operation.ts'

const texts = { type: 'array', items: aText, maxItems: 200 } as const

interface Named {
  clientId: string
}

const named = { required: ['clientId'], properties: { clientId: aText } } as const

/** What can be done about integrations, as under My Webex Apps. @see WEBEX.md §11 */
export const appOperations = [
  operation('apps list', 'Lists the integrations.', {
    reads: true,
    run: ({ integrations, origin }) => integrations.list().map((app) => showIntegration(origin(), app)),
  }),
  operation<IntegrationDetails>('apps add', 'Registers an integration and shows its secret.', {
    required: ['name', 'redirectUris', 'scopes'],
    properties: {
      name: aText,
      redirectUris: texts,
      scopes: texts,
      description: aText,
      icon: { enum: ['◆', '●', '▲'] },
      mobileSdk: aFlag,
      kind: { enum: ['integration', 'service-app'] },
    },
    run: ({ integrations, origin }, details) => showIntegration(origin(), integrations.add(details)),
  }),
  operation<Named>('apps renew-secret', 'Gives an integration a new secret; the old one is refused from now on.', {
    ...named,
    run(context, { clientId }) {
      const app = findApp(context, clientId)
      context.integrations.renewSecret(app)
      if (context.settings.renewedSecret === 'revokes-tokens') revokeAll(context, clientId)
      return showIntegration(context.origin(), app)
    },
  }),
  operation<Named & { redirectUri: string }>('apps add-redirect-uri', 'Registers one more redirect URI.', {
    required: ['clientId', 'redirectUri'],
    properties: { clientId: aText, redirectUri: aText },
    run(context, { clientId, redirectUri }) {
      const app = findApp(context, clientId)
      context.integrations.addRedirectUri(app, redirectUri)
      return showIntegration(context.origin(), app)
    },
  }),
  operation<Named>('apps remove', 'Removes an integration and ends every token it was given.', {
    ...named,
    run(context, { clientId }) {
      context.integrations.remove(findApp(context, clientId))
      return { revoked: revokeAll(context, clientId) }
    },
  }),
]

function findApp({ integrations }: EmulatorContext, clientId: string): Integration {
  return expectFound(integrations.find(clientId), `integration ${clientId}`)
}

function revokeAll({ grants }: EmulatorContext, clientId: string): number {
  return grants.revokeWhere((grant) => grant.clientId === clientId)
}
