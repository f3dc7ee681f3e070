import type { Config } from '../../config.ts'
import { explainScope } from '../../index.ts'
import { type Finding, isFine } from './finding.ts'

const SECTION = 'App Hub'

/** Whether an integration could be submitted to the App Hub, as far as that can be seen from here; the rest is named. */
export function checkAppHub(config: Config): Finding[] {
  return [checkHost(config), checkApi(config), checkKey(config), ...checkBreadth(config), ...listRest()]
}

function checkHost({ redirectUri }: Config): Finding {
  const { protocol, hostname } = new URL(redirectUri.value)
  const isHere = /^(localhost|0\.0\.0\.0|127(\.\d+){3}|\[::1\])$/.test(hostname)
  if (protocol === 'https:' && !isHere) return isFine(SECTION, `people come back to https://${hostname}`)
  const text = `the redirect URI leads to ${hostname}, which nobody else can reach`
  const fix = 'Run the app under an https address of its own, and register that: it is looked at while it runs.'
  return { section: SECTION, level: 'error', text, fix }
}

function checkApi({ baseUrl }: Config): Finding {
  const { hostname } = new URL(baseUrl.value)
  if (/(^|\.)(webexapis\.com|ciscospark\.com|webex\.com)$/.test(hostname))
    return isFine(SECTION, `the API is ${hostname}`)
  const fix = 'Leave WEBEX_BASE_URL out: the integration that is submitted must be the one the app signs in with.'
  return { section: SECTION, level: 'error', text: `the API is ${hostname}, which is not Webex`, fix }
}

function checkKey({ keys }: Config): Finding {
  if (keys) return isFine(SECTION, 'tokens are sealed with a key of your own')
  const fix = 'Make one with "grantkeeper keys generate", and keep it apart from the database.'
  return { section: SECTION, level: 'error', text: 'GRANTKEEPER_KEY is not set', fix }
}

/** No more scopes than are needed, and a reason for each that sees much. */
function checkBreadth({ scopes }: Config): Finding[] {
  const asked = scopes.value.split(/\s+/)
  const wide = asked.filter((scope) => scope === 'spark:all' || isForAdministrators(scope))
  if (wide.length === 0) return [isFine(SECTION, `${asked.length} scopes, none for administrators and none for all`)]
  return wide.map((scope) => {
    const text = scope === 'spark:all' ? 'spark:all asks for everything' : `only administrators can grant ${scope}`
    const fix =
      scope === 'spark:all'
        ? 'Ask for what is used: grantkeeper scopes for GET /rooms'
        : 'Say in the description why it is needed.'
    return { section: SECTION, level: 'warning', text, fix }
  })
}

function isForAdministrators(scope: string): boolean {
  return ['administration', 'compliance'].includes(explainScope(scope)?.area ?? '')
}

/** What only people can see. @see https://developer.webex.com/docs/app-hub-submission-process */
function listRest(): Finding[] {
  const rest = [
    'name and icon must not hold "Cisco", "Webex", "Spark" or "Teams"',
    'the description says what it is good for, what it costs and how to begin, in English',
    'a privacy policy, and an address where people get help',
    'a page of its own that explains the app and has the button that begins the sign-in',
    'every scope is used; spark:kms is added by Webex itself, and needs no reason',
  ]
  return rest.map((text) => ({ section: SECTION, level: 'note', text: `not seen from here: ${text}` }))
}
