import type { CatalogueEntry } from './entry.ts'

export const apiErrors = {
  'WX-API-UNAUTHORIZED': {
    status: 401,
    title: 'Webex refuses the access token',
    cause: 'The token was refused, renewed once, and the new one was refused too.',
    fix: 'Reconnect. If it happens again at once, ask the administrator whether the integration is blocked.',
    action: 'reconnect',
  },
  'WX-API-FORBIDDEN': {
    status: 403,
    title: 'This is not allowed with this grant',
    cause: 'A scope is missing, or the person lacks the role or licence that this call needs.',
    fix: 'Reconnect with the missing scope ticked, or ask an administrator for the role.',
    action: 'reconnect',
  },
  'WX-API-NOT-FOUND': {
    status: 404,
    title: 'Webex does not have this, or hides it from this person',
    cause: 'The id is unknown, the item was deleted, or the person is not a member.',
    fix: 'Go back to the list and choose again.',
    action: 'none',
  },
  'WX-API-REQUEST': {
    status: 400,
    title: 'Webex refused the request',
    cause: 'A parameter is missing, malformed or not allowed together with another.',
    fix: 'Compare the request with the reference of the call; the answer’s own words are in the details.',
    action: 'none',
  },
  'WX-API-RATE-LIMITED': {
    status: 429,
    title: 'Webex asks to wait',
    cause: 'Too many requests were made for this person in a short time.',
    fix: 'Wait the time shown, then try again. Nothing was lost.',
    action: 'retry',
  },
  'WX-API-UNAVAILABLE': {
    status: 503,
    title: 'Webex is not available right now',
    cause: 'Webex could not be reached, failed on its side, or did not answer in time, also when asked again.',
    fix: 'Try again in a moment. The connection is kept.',
    action: 'retry',
  },
  'WX-API-RESPONSE': {
    status: 502,
    title: 'Webex answered with something unusable',
    cause: 'The answer was not the JSON it should be, was too large, or was a redirect to somewhere else.',
    fix: 'Try again. If it stays, check WEBEX_BASE_URL and any proxy in between.',
    action: 'retry',
  },
  'WX-API-LINK': {
    status: 502,
    title: 'A link to the next page was not followed',
    cause:
      'The link leaves the API’s own origin, repeats itself or the list has more pages than allowed; a token never follows it.',
    fix: 'Report it with the tracking id. The items up to there are complete.',
    action: 'none',
  },
} as const satisfies Record<string, CatalogueEntry>
