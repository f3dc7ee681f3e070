import type { CatalogueEntry } from './entry.ts'

export const grantErrors = {
  'WX-NOT-CONNECTED': {
    status: 401,
    title: 'Not connected',
    cause: 'There is no grant for this user or session: it was never given, was disconnected, or the session ended.',
    fix: 'Press GRANT to connect.',
    action: 'connect',
  },
  'WX-GRANT-UNKNOWN': {
    status: 404,
    title: 'There is no such connection',
    cause: 'No grant has this id, or it was disconnected.',
    fix: 'Look at the list of connections; the id may be from another database.',
    action: 'none',
  },
  'WX-RECONNECT': {
    status: 401,
    title: 'The connection has ended and must be renewed',
    cause:
      'Webex no longer accepts the refresh token: it expired, was revoked by the person or an administrator, or died with a password change.',
    fix: 'Reconnect once; everything else is kept.',
    action: 'reconnect',
  },
  'WX-REFRESH-FAILING': {
    status: 503,
    title: 'The access token could not be renewed yet',
    cause: 'The access token has expired and Webex did not answer the renewal. The connection itself is kept.',
    fix: 'Nothing to do: it is tried again by itself. Repeat the request in a moment.',
    action: 'retry',
  },
  'WX-ANSWER-MISSING': {
    status: 503,
    title: 'The answer to a renewal has not arrived',
    cause: 'The renewal was sent, but its answer was lost or cut off, so Webex may or may not have acted on it.',
    fix: 'Nothing to do: it is tried again by itself once Webex must have finished with the first.',
    action: 'retry',
  },
  'WX-ANSWER-LOST': {
    status: 401,
    title: 'The renewed token was lost on its way',
    cause:
      'An answer with the only copy of the new refresh token never arrived, and Webex no longer accepts the old one.',
    fix: 'Reconnect once; everything else is kept.',
    action: 'reconnect',
  },
  'WX-GRANT-LOCKED': {
    status: 503,
    title: 'The stored tokens cannot be opened',
    cause: 'The row was sealed with a key that is not among those given, or it was altered. Nothing was deleted.',
    fix: 'Put the key that sealed it back into GRANTKEEPER_KEY (behind the new one, separated by a comma) and restart. "grantkeeper keys list" names the keys that rows need.',
    action: 'fix-config',
  },
  'WX-TOKEN-RESPONSE': {
    status: 502,
    title: 'Webex answered the token request with something unusable',
    cause: 'The answer was not the JSON that the standard asks for, too large, or a redirect, which is never followed.',
    fix: 'Try again. If it stays, check WEBEX_BASE_URL and any proxy in between.',
    action: 'retry',
  },
  'WX-TOKEN-UNAVAILABLE': {
    status: 503,
    title: 'The token endpoint of Webex is not available',
    cause: 'It could not be reached, did not answer in time, asked to wait, or failed on its side.',
    fix: 'Try again in a moment.',
    action: 'retry',
  },
  'WX-REVOKE-FAILED': {
    status: 502,
    title: 'Webex did not confirm the revocation',
    cause: 'The tokens are deleted here, but Webex did not answer that it has ended them too.',
    fix: 'Nothing to do: it is asked again hourly for a week. To be sure at once, end the access by hand in the Webex profile.',
    action: 'retry',
  },
} as const satisfies Record<string, CatalogueEntry>
