import type { CatalogueEntry } from './entry.ts'

export const storeErrors = {
  'WX-STORE-UNAVAILABLE': {
    status: 503,
    title: 'The database does not answer',
    cause: 'It is locked by another program, not reachable, or refused the operation. Nothing was changed.',
    fix: 'Try again in a moment; look at the database’s own log if it stays.',
    action: 'retry',
  },
  'WX-STORE-FULL': {
    status: 503,
    title: 'The database is full',
    cause: 'There is no room left to write. What was stored is intact.',
    fix: 'Free room on the disk; writing works again by itself.',
    action: 'fix-config',
  },
  'WX-STORE-READ-ONLY': {
    status: 503,
    title: 'The database cannot be written',
    cause: 'The file or its folder is read-only for this user.',
    fix: 'Give the user of this process the right to write the file and its folder.',
    action: 'fix-config',
  },
  'WX-STORE-CORRUPT': {
    status: 503,
    title: 'The database file is damaged',
    cause: 'It is not a database, or its content fails its own checks. It was not replaced by an empty one.',
    fix: 'Stop the app, keep the damaged file, and put the newest backup in its place.',
    action: 'fix-config',
  },
  'WX-STORE-NEWER': {
    status: 503,
    title: 'The database was made by a newer version',
    cause: 'Its schema is ahead of what this version knows, so it is left alone.',
    fix: 'Install the newer grantkeeper, or use another database.',
    action: 'fix-config',
  },
  'WX-STORE-DRIVER': {
    status: 500,
    title: 'There is no SQLite driver',
    cause: 'This Node has no built-in SQLite, and the optional package is not installed.',
    fix: 'Use Node 22.13 or newer, or run "npm install @photostructure/sqlite".',
    action: 'fix-config',
  },
} as const satisfies Record<string, CatalogueEntry>
