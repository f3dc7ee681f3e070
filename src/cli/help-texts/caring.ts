/** Help on what keeps an installation well. */
export const caringHelp = {
  doctor: `Looks at everything a sign-in and a refresh need: Node, settings, redirect URI, store, keys, grants and audit log. It
changes nothing unless --fix is given.

Examples
  grantkeeper doctor
  grantkeeper doctor --fix                           what can be put right from here, and then look again
  grantkeeper doctor --online --json

Options
  --fix           correct mistyped scopes in .env, set our names for others', close .env to others, let git ignore it
  --online        also ask whether Webex answers and accepts the client id and the secret, and whether the clocks agree
  --app-hub       also look whether the integration could be submitted to the App Hub
  --settings F    read F alone, in place of .env and the other files
  --json          the findings as JSON

Exit code 3: it found errors. Warnings alone end with 0.`,

  keys: `Sees, rotates and makes the keys that seal tokens, and sets a new client secret. Keys are shown by their ids only.

Examples
  grantkeeper keys list                 which key sealed how many rows, and whether one is missing
  grantkeeper keys rotate-encryption    seal every row with the first key of GRANTKEEPER_KEY
  grantkeeper keys generate             one new key on stdout
  grantkeeper keys rotate-secret        the client secret that the portal made anew: asks for it, and writes it
  grantkeeper keys rotate-secret --client-secret-file - < secret.txt

A rotation, while the app goes on
  1. put a new key behind the old one:   GRANTKEEPER_KEY="<old>,<new>"    and restart every process
  2. put it in front:                    GRANTKEEPER_KEY="<new>,<old>"    and restart every process
  3. grantkeeper keys rotate-encryption  (Ctrl-C stops it; run it again to do the rest)
  4. take the old key away when "keys list" shows no row of it, ten minutes later at the earliest

Another client secret: regenerate it in My Webex Apps, then run "keys rotate-secret". Webex is asked whether it accepts the
new one before it is written where the old one was, and then every process is restarted. No connection is lost meanwhile.

Options
  --settings F              read F alone, in place of .env and the other files
  --json                    the outcome as JSON
  --client-secret-file F    rotate-secret: the file the new secret is in; - reads it from stdin
  -n, --dry-run             rotate-secret: ask Webex, and write nothing

Exit codes: 3 some grants cannot be opened, their key's id is named and nothing is deleted; 5 Webex refuses the new secret
or cannot be asked, and nothing was changed.`,

  backup: `Copies the SQLite database into a new file, as it is at one moment, while servers go on reading and writing.

Examples
  grantkeeper backup backups/monday.db
  grantkeeper backup --force latest.db --json

Options
  --force         take the place of a file that is there
  --settings F    read F alone, in place of .env and the other files
  --json          what was copied as JSON

Tokens are sealed in it as they are in the database; keep the keys somewhere else. The file has mode 600, and is checked
before it is called a backup. PostgreSQL brings its own: pg_dump.`,

  restore: `Puts the connections of a backup in place of those in the SQLite database, all of them or none, while servers go on.
The file is checked first, and the present state is kept in a file beside the database.

Examples
  grantkeeper restore backups/monday.db
  grantkeeper restore backups/monday.db --yes --json

Options
  -y, --yes       do not ask
  --force         restore also what no key of GRANTKEEPER_KEY opens
  --settings F    read F alone, in place of .env and the other files
  --json          what was replaced as JSON

A connection that was renewed since the backup may have to be made again, where Webex has changed its refresh token.
Nobody who signed out since comes back; revocations that wait go on waiting.

Exit code 3: the backup has connections whose key is missing; nothing was changed.`,

  'operator-token': `Makes the token that opens the operator's pages from other computers, and shows it this once.

Examples
  grantkeeper operator-token
  grantkeeper operator-token --new                      another one in its place

Options
  --new           make another, where there is one already
  --settings F    read F alone, in place of .env and the other files
  --json          {"token", "file"}

.grantkeeper/operator keeps its SHA-256 only. Where GRANTKEEPER_OPERATOR_TOKEN is set, that one counts. A server that
runs takes the new token at its next start.`,
} as const
