import type { CatalogueEntry } from './entry.ts'

export const signInErrors = {
  'WX-ACCESS-DENIED': {
    status: 400,
    title: 'Access was declined',
    cause: 'Webex reports that access was not allowed: "Deny" was chosen, or an administrator blocks this integration.',
    fix: 'Try again and choose "Accept", or ask the owner of this app why it needs access.',
    action: 'connect',
  },
  'WX-INVALID-SCOPE': {
    status: 400,
    title: 'Webex refused a requested scope',
    cause: 'A scope that was asked for is not ticked on the integration. spark:all does not include the others.',
    fix: 'Tick every requested scope in My Webex Apps, or ask for fewer in WEBEX_SCOPES.',
    action: 'fix-config',
  },
  'WX-AUTHORIZE-FAILED': {
    status: 502,
    title: 'Webex could not complete the sign-in',
    cause: 'Webex reported a problem of its own instead of a code.',
    fix: 'Try again in a moment. If it stays, look at the status page of Webex.',
    action: 'connect',
  },
  'WX-CALLBACK-MALFORMED': {
    status: 400,
    title: 'This is not a complete answer from Webex',
    cause: 'The address that was opened lacks a part of the answer, or has one twice.',
    fix: 'Start again from the first page. Do not edit or shorten the address.',
    action: 'connect',
  },
  'WX-STATE-MISSING': {
    status: 400,
    title: 'The answer does not say which sign-in it belongs to',
    cause: 'The state is missing, or it is a placeholder such as set_state_here from the portal’s example address.',
    fix: 'Start from the first page of this app; it makes a fresh state for each sign-in.',
    action: 'connect',
  },
  'WX-STATE-FOREIGN': {
    status: 400,
    title: 'This sign-in was not started in this browser',
    cause:
      'The cookie of this sign-in is not here: it was started in another browser, cookies are off, or the app was opened under another host name (localhost is not 127.0.0.1).',
    fix: 'Start again here, with cookies allowed, under the host name of the redirect URI.',
    action: 'connect',
  },
  'WX-STATE-EXPIRED': {
    status: 400,
    title: 'This sign-in took too long',
    cause: 'More than ten minutes passed between GRANT and the answer, so it is no longer accepted.',
    fix: 'Start again; it takes a few seconds.',
    action: 'connect',
  },
  'WX-STATE-USED': {
    status: 400,
    title: 'This sign-in is over',
    cause: 'The answer was used before, in this browser or by somebody else. An answer counts once.',
    fix: 'Go back to the first page. If you are not connected, start again.',
    action: 'connect',
  },
  'WX-CODE-REJECTED': {
    status: 400,
    title: 'Webex no longer accepts this code',
    cause: 'The code is older than a few minutes, was used before, or was made for another redirect URI.',
    fix: 'Start again. If it always happens, compare WEBEX_REDIRECT_URI with the one registered, letter by letter.',
    action: 'connect',
  },
  'WX-DEVICE-REDIRECTS': {
    status: 400,
    title: 'Webex does not let this integration sign devices in',
    cause:
      'Signing in by a code on another device goes through helpers of Webex, and their redirect URIs are most likely not registered on the integration.',
    fix: 'Add these redirect URIs in My Webex Apps: https://oauth-helper-a.wbx2.com/helperservice/v1/actions/device/callback, and the same with oauth-helper-k and oauth-helper-r. Or sign in through the browser.',
    action: 'fix-config',
  },
  'WX-DEVICE-EXPIRED': {
    status: 400,
    title: 'Nobody entered the code in time',
    cause: 'A code for signing in on another device is good for a few minutes, and for one sign-in.',
    fix: 'Start again and enter the new code.',
    action: 'connect',
  },
  'WX-DEVICE-LIMIT': {
    status: 400,
    title: 'This person has too many sign-ins of this integration',
    cause: 'Webex gives each person a limited number of tokens per integration, and all are in use.',
    fix: 'End some of them at https://idbroker.webex.com/idb/profile#/tokens, then start again.',
    action: 'connect',
  },
  'WX-OWNER-MISSING': {
    status: 401,
    title: 'Nobody is signed in to this app',
    cause: 'Connections belong to a user of this app, and this request comes from none.',
    fix: 'Sign in to this app first, then press GRANT.',
    action: 'none',
  },
  'WX-OWNER-CHANGED': {
    status: 409,
    title: 'Another user is signed in now',
    cause: 'The sign-in at Webex was started by one user of this app and came back to another.',
    fix: 'Start again as the user who is signed in now.',
    action: 'connect',
  },
} as const satisfies Record<string, CatalogueEntry>
