import { describeSetting, findSetting, type Layer } from './settings.ts'

/** What other samples and libraries call our variables. */
const FOREIGN_NAMES: Readonly<Record<string, readonly string[]>> = {
  WEBEX_CLIENT_ID: ['WEBEX_CLIENTID', 'WEBEX_INTEGRATION_CLIENT_ID', 'AUTH_WEBEX_ID', 'CLIENT_ID', 'CLIENTID'],
  WEBEX_CLIENT_SECRET: [
    'WEBEX_CLIENTSECRET',
    'WEBEX_INTEGRATION_CLIENT_SECRET',
    'AUTH_WEBEX_SECRET',
    'CLIENT_SECRET',
    'CLIENTSECRET',
  ],
  WEBEX_REDIRECT_URI: [
    'WEBEX_REDIRECT_URL',
    'WEBEX_REDIRECTURI',
    'WEBEX_INTEGRATION_REDIRECT_URI',
    'REDIRECT_URI',
    'REDIRECT_URL',
  ],
  WEBEX_SCOPES: ['WEBEX_SCOPE', 'WEBEX_INTEGRATION_SCOPES', 'SCOPES', 'SCOPE'],
  WEBEX_AUTHORIZATION_URL: ['WEBEX_AUTH_URL', 'AUTH_INIT_URL', 'OAUTH_URL'],
}

/** One sentence for each variable that is missing while another name for it is set. */
export function hintRenames(layers: readonly Layer[], missing: readonly string[]): string[] {
  return [...missing, 'WEBEX_AUTHORIZATION_URL'].flatMap((name) => {
    const found = FOREIGN_NAMES[name]?.map((foreign) => findSetting(layers, foreign)).find((setting) => setting)
    return found ? [`${describeSetting(found)} is set: rename it to ${name}.`] : []
  })
}
