/** Help on what keeps an installation well. */
export const caringHelp = {
  doctor: `Looks at everything a sign-in and a refresh need: Node, settings, redirect URI, store, keys and grants. It changes nothing.

Examples
  grantkeeper doctor
  grantkeeper doctor --online --json

Options
  --settings F    read F in place of .env
  --online        also ask whether Webex answers, and whether the clocks agree
  --json          the findings as JSON

Exit code 3: it found errors. Warnings alone end with 0.`,

  keys: `Sees, rotates and makes the keys that seal tokens. Keys are shown by their ids only.

Examples
  grantkeeper keys list                 which key sealed how many rows, and whether one is missing
  grantkeeper keys rotate-encryption    seal every row with the first key of GRANTKEEPER_KEY
  grantkeeper keys generate             one new key on stdout

A rotation, while the app goes on
  1. put a new key behind the old one:   GRANTKEEPER_KEY="<old>,<new>"    and restart every process
  2. put it in front:                    GRANTKEEPER_KEY="<new>,<old>"    and restart every process
  3. grantkeeper keys rotate-encryption  (Ctrl-C stops it; run it again to do the rest)
  4. take the old key away when "keys list" shows no row of it, ten minutes later at the earliest

Options of list and rotate-encryption
  --settings F    read F in place of .env
  --json          the outcome as JSON

Exit code 3: some grants cannot be opened; their key's id is named. Nothing is deleted.`,
} as const
