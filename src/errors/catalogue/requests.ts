import type { CatalogueEntry } from './entry.ts'

export const requestErrors = {
  'WX-CROSS-SITE': {
    status: 403,
    title: 'This action must be started on this app’s own page',
    cause: 'The request came from another site, or the browser did not say from where.',
    fix: 'Open the app’s page and use its button.',
    action: 'none',
  },
  'WX-METHOD': {
    status: 405,
    title: 'This address does not answer that method',
    cause: 'Actions are taken by POST, pages are read by GET.',
    fix: 'Use the button or the form of the page.',
    action: 'none',
  },
  'WX-PAGE-NOT-FOUND': {
    status: 404,
    title: 'There is no such page',
    cause: 'The address is not one of this app’s.',
    fix: 'Go to the first page.',
    action: 'none',
  },
  'WX-HOST': {
    status: 421,
    title: 'This host name is not served here',
    cause: 'The request names a host that is not this app’s, as in an attack by DNS rebinding.',
    fix: 'Open the app under the host name of its redirect URI.',
    action: 'none',
  },
  'WX-OPERATOR-ONLY': {
    status: 403,
    title: 'This page is for the operator of this app',
    cause: 'The request carries no operator token, and does not come from the computer that the app runs on.',
    fix: 'Sign in with the operator token, or open the page on that computer.',
    action: 'none',
  },
  'WX-REQUEST-INVALID': {
    status: 400,
    title: 'The request could not be read',
    cause: 'Its address, headers or body are malformed or too large.',
    fix: 'Go back to the first page and try again.',
    action: 'none',
  },
  'WX-REQUEST-LIMIT': {
    status: 429,
    title: 'Too many sign-ins from one place',
    cause: 'The address that this request came from has started or finished more sign-ins than people do in a minute.',
    fix: 'Wait the time shown, then try again.',
    action: 'retry',
  },
  'WX-INTERNAL': {
    status: 500,
    title: 'Something failed that should not have',
    cause: 'The app met an error it has no words for. It was reported with the id below.',
    fix: 'Try again. If it stays, report the request id.',
    action: 'retry',
  },
} as const satisfies Record<string, CatalogueEntry>
