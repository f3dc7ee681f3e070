import type { CatalogueEntry } from './entry.ts'

export const storeErrors = {
  'WX-STORE-UNAVAILABLE': {
    status: 503,
    title: 'The database does not answer',
    cause: 'It is locked by another program, not reachable, or refused the operation.',
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
    cause: 'The file or its folder, or the database on its server, is read-only for this user.',
    fix: 'Give this user the right to write the file and its folder, or the tables named grantkeeper_.',
    action: 'fix-config',
  },
  'WX-STORE-CORRUPT': {
    status: 503,
    title: 'The database is damaged',
    cause: 'It is not a database of ours, or its content fails its own checks. It was not replaced by an empty one.',
    fix: 'Stop the app, keep what is damaged, and put the newest backup in its place.',
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
    title: 'There is no driver for the database',
    cause: 'Drivers are optional packages, and the one for this database is not installed.',
    fix: 'For PostgreSQL run "npm install pg". For SQLite use Node 22.13 or newer, or run "npm install @photostructure/sqlite".',
    action: 'fix-config',
  },
} as const satisfies Record<string, CatalogueEntry>
