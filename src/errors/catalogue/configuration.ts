import type { CatalogueEntry } from './entry.ts'

export const configurationErrors = {
  'WX-CONFIG-MISSING': {
    status: 500,
    title: 'A setting is missing',
    cause: 'The app was started without a setting that it cannot do without.',
    fix: 'Run "grantkeeper init", which reads what the portal shows; or set the named variable in the environment or in .env.',
    action: 'fix-config',
  },
  'WX-CONFIG-INVALID': {
    status: 500,
    title: 'A setting has a value that cannot be used',
    cause: 'A setting is present, but its value is malformed or contradicts another.',
    fix: 'Correct the named setting. Nothing was started and nothing was changed.',
    action: 'fix-config',
  },
  'WX-CONFIG-INSECURE': {
    status: 500,
    title: 'A URL must use https',
    cause: 'Outside this computer, plain http would show codes and tokens to the network.',
    fix: 'Use https, or a loopback host (localhost, 127.0.0.1) while developing.',
    action: 'fix-config',
  },
  'WX-SCOPE-UNKNOWN': {
    status: 500,
    title: 'A scope is malformed',
    cause: 'Scopes are words such as spark:rooms_read, separated by single spaces.',
    fix: 'Correct the scopes. They must be ticked, exactly as written, on the integration in My Webex Apps.',
    action: 'fix-config',
  },
  'WX-KEY-MISSING': {
    status: 500,
    title: 'There is no encryption key',
    cause: 'Tokens are stored sealed only, and in production the key must be given, never invented.',
    fix: 'Make one with "grantkeeper keys generate" and set GRANTKEEPER_KEY or GRANTKEEPER_KEY_FILE.',
    action: 'fix-config',
  },
  'WX-KEY-WEAK': {
    status: 500,
    title: 'The encryption key is too weak',
    cause: 'A key is 32 random bytes, in base64 or hex; this one is shorter, a placeholder or plainly not random.',
    fix: 'Make one with "grantkeeper keys generate". Keep the old key behind it, separated by a comma, while rows sealed with it remain.',
    action: 'fix-config',
  },
  'WX-CLIENT-REJECTED': {
    status: 502,
    title: 'Webex does not accept this integration',
    cause:
      'The client id or the client secret is wrong, was regenerated, or belongs to another integration. No grant was changed.',
    fix: 'Copy client id and secret again from My Webex Apps, set WEBEX_CLIENT_ID and WEBEX_CLIENT_SECRET, and restart. "grantkeeper keys rotate-secret" checks a new secret and sets it.',
    action: 'fix-config',
  },
  'WX-EMULATED-TOKEN': {
    status: 500,
    title: 'An emulated token was about to leave for the real Webex',
    cause: 'This grant was made with the local emulator, but the API base is now the real service.',
    fix: 'Use another database for the real Webex, or set WEBEX_BASE_URL back to the emulator.',
    action: 'fix-config',
  },
  'WX-PORT-BUSY': {
    status: 500,
    title: 'The port is in use',
    cause: 'Another program listens on the port this app wants.',
    fix: 'Stop the other program, or choose another port with --port.',
    action: 'fix-config',
  },
  'WX-USAGE': {
    status: 400,
    title: 'The command was not understood',
    cause: 'The command line has an unknown command, an unknown option or a wrong value.',
    fix: 'See "grantkeeper --help".',
    action: 'none',
  },
} as const satisfies Record<string, CatalogueEntry>
