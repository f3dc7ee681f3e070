import type { Environment } from '../../environment.ts'
import type { Kept } from '../changes.ts'
import { drawHex, encodeId } from '../identifiers.ts'
import { readRedirectUri } from './redirect-uri.ts'
import { ADDED_SCOPE } from './scopes.ts'

/** What is registered under My Webex Apps. */
export interface IntegrationDetails {
  name: string
  /** Absolute http(s) URLs without fragment or credentials; compared character by character. A service app has none. */
  redirectUris: string[]
  /** `spark:kms` is added by itself. */
  scopes: string[]
  description?: string
  /** Default ◆. */
  icon?: string
  /** Whether the integration says it uses a mobile SDK; nothing depends on it. Default false. */
  mobileSdk?: boolean
  /** A service app acts as itself, not for people; it is a guest issuer too. Default `integration`. @see WEBEX.md §6 */
  kind?: 'integration' | 'service-app'
}

/** An integration as its owner sees it. The secret stays readable here; Webex shows it once. */
export interface RegisteredIntegration {
  /** Webex's public id of the application. */
  id: string
  clientId: string
  clientSecret: string
  name: string
  redirectUris: string[]
  scopes: string[]
  /**
   * What Webex's portal shows to copy, with its placeholder `state=set_state_here`. It names the origin the emulator had
   * when this was made, so listen first. @see WEBEX.md §11
   */
  authorizationUrl: string
}

export interface Integration extends Required<IntegrationDetails> {
  clientId: string
  clientSecret: string
}

export interface Integrations extends Kept {
  list(): Integration[]
  find(clientId: string): Integration | undefined
  /**
   * Draws the client id (`C` and 64 hexadecimal digits) and secret (64) unless they are given.
   * @throws RangeError when a name, redirect URI or scope cannot be registered, or the client id is taken
   */
  add(details: IntegrationDetails, credentials?: { clientId?: string; clientSecret?: string }): Integration
  addRedirectUri(integration: Integration, uri: string): void
  renewSecret(integration: Integration): void
  remove(integration: Integration): void
}

export function createIntegrations(environment: Environment): Integrations {
  const known = new Map<string, Integration>()
  return {
    list: () => [...known.values()],
    find: (clientId) => known.get(clientId),
    add(details, { clientId = `C${drawHex(environment, 32)}`, clientSecret = drawHex(environment, 32) } = {}) {
      if (known.has(clientId)) throw new RangeError('there is an integration with this client id already')
      const integration = { ...checkDetails(details), clientId, clientSecret }
      known.set(clientId, integration)
      return integration
    },
    addRedirectUri(integration, uri) {
      if (!integration.redirectUris.includes(uri)) integration.redirectUris.push(uri)
    },
    renewSecret(integration) {
      integration.clientSecret = drawHex(environment, 32)
    },
    remove: (integration) => void known.delete(integration.clientId),
    save: () => [...known.values()],
    restore(saved) {
      known.clear()
      for (const integration of saved as Integration[]) known.set(integration.clientId, { ...integration })
    },
  }
}

function checkDetails(details: IntegrationDetails): Required<IntegrationDetails> {
  const { name, redirectUris, scopes, description = '', icon = '◆', mobileSdk = false, kind = 'integration' } = details
  if (!name.trim()) throw new RangeError('an integration needs a name')
  if (redirectUris.length === 0 && kind === 'integration') throw new RangeError('an integration needs a redirect URI')
  for (const uri of redirectUris) {
    const { problem } = readRedirectUri(uri)
    if (problem) throw new RangeError(`redirect URI ${uri}: ${problem}`)
  }
  const bad = scopes.find((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
  if (bad !== undefined) throw new RangeError(`${JSON.stringify(bad)} is not a scope`)
  const all = [...new Set([...scopes, ADDED_SCOPE])]
  return { name, redirectUris: [...new Set(redirectUris)], scopes: all, description, icon, mobileSdk, kind }
}

/** The address Webex's portal shows, encoded as it encodes it (`%3A`, `%20`). @see WEBEX.md §11 */
export function authorizationUrlOf(origin: string, { clientId, redirectUris, scopes }: Integration): string {
  const redirectUri = encodeURIComponent(redirectUris[0] ?? '')
  const scope = encodeURIComponent(scopes.join(' '))
  return `${origin}/v1/authorize?client_id=${clientId}&response_type=code&redirect_uri=${redirectUri}&scope=${scope}&state=set_state_here`
}

export function showIntegration(origin: string, integration: Integration): RegisteredIntegration {
  const { clientId, clientSecret, name, redirectUris, scopes } = integration
  return {
    id: encodeId('APPLICATION', clientId),
    clientId,
    clientSecret,
    name,
    redirectUris: [...redirectUris],
    scopes: [...scopes],
    authorizationUrl: authorizationUrlOf(origin, integration),
  }
}
