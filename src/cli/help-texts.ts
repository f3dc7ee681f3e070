/** What `--help` says. Examples come first. */
export const generalHelp = `grantkeeper: keeps people's Webex grants alive, and brings a Webex you can break on purpose.

Examples
  grantkeeper demo                     everything on this computer, no Webex account needed
  grantkeeper serve                    the app for your own integration, set in WEBEX_* or .env
  grantkeeper explain WX-STATE-USED    what an error means and what to do

Commands
  demo       run the app and a local Webex together
  serve      run the app for your integration
  emulate    run the local Webex alone, or around a command
  emu        look into a running emulator and change it
  doctor     look at everything a sign-in and a refresh need
  keys       see, rotate and make the keys that seal tokens
  explain    tell what an error code means
  help       help on a command, or on "exit-codes"

Options
  -h, --help     help on a command
  -d, --debug    show where an unexpected error came from
  --no-color     plain text (also: NO_COLOR, TERM=dumb, no terminal)
  --version      print the version

Not affiliated with or endorsed by Cisco. Webex is a trademark of Cisco.`

export const commandHelp = {
  demo: `Runs the app and a local Webex in one process. It starts fresh each time and keeps nothing.

Examples
  grantkeeper demo
  grantkeeper demo -p 0 --emulator-port 0 --json     free ports, told as JSON

Options
  -p, --port N         port of the app (default 10060; 0 takes a free one)
  --emulator-port N    port of the emulator (default 10061; 0 takes a free one)
  --seed F             start with the people, spaces and integrations of F, YAML or JSON
  --users N            make up N more people
  --spaces N           put each of them into N spaces
  --json               one line of JSON when ready, then one for each step
  -q, --quiet          no line for each step`,

  serve: `Runs the app for your integration, against Webex or whatever WEBEX_BASE_URL names.

Examples
  grantkeeper serve
  grantkeeper serve -p 8081 --settings staging.env     one of several processes behind one redirect URI

Options
  -p, --port N      port to listen on (default: the redirect URI's)
  --host H          address to listen on (default 127.0.0.1)
  --settings F      read F in place of .env
  --drain-ms N      on SIGTERM, be not ready for so long before accepting no more (default 500, at most 5000)
  --json            one line of JSON when ready

Settings, from the environment or .env
  WEBEX_CLIENT_ID, WEBEX_REDIRECT_URI, WEBEX_SCOPES     as in My Webex Apps
  WEBEX_AUTHORIZATION_URL                               or these three at once: the portal's OAuth Authorization URL
  WEBEX_CLIENT_SECRET[_FILE]                            the secret, or the file it is in
  WEBEX_BASE_URL                                        default https://webexapis.com/v1
  WEBEX_REVOKE_URL                                      default: Webex's identity broker, or the same on the API's host
  GRANTKEEPER_KEY[_FILE]                                keys that seal tokens, separated by commas; needed in production
  DATABASE_URL                                          an SQLite file (default ./.grantkeeper/grants.db) or postgres://…
  GRANTKEEPER_OPERATOR_TOKEN[_FILE]                     opens /metrics from other computers`,

  emulate: `Runs the local Webex alone, for an app in any language, or around a command. It registers an integration and prints
its .env; a command finds the same in its environment.

Examples
  grantkeeper emulate
  grantkeeper emulate --seed people.yaml -p 0 --json
  grantkeeper emulate --scenario "slow Webex" --clock 2026-01-01T00:00Z
  grantkeeper emulate -- npm test                      exits with the exit code of npm test

Options
  -p, --port N    port of the emulator (default 10061, or a free one around a command; 0 takes a free one)
  --seed F        start with the people, spaces and integrations of F, YAML or JSON
  --users N       make up N more people
  --spaces N      put each of them into N spaces
  --scenario S    play trouble, one of the emulator's own or a file's (.yaml, .json); may be given several times
  --clock T       start at an instant, like 2026-01-01T00:00Z
  --frozen        let the time stand still
  --latency MS    let every API request wait, like 50 or 50..200
  --rate-limit N  let each user send N requests a minute
  --json          one line of JSON when ready, then one for each request
  --i-know        run although NODE_ENV is production

Variables a command gets: WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REDIRECT_URI, WEBEX_SCOPES, WEBEX_BASE_URL,
GRANTKEEPER_EMULATOR_URL (for "grantkeeper emu").`,

  emu: `Looks into a running emulator and changes it: everything its pages can do.

Examples
  grantkeeper emu                                       what there is to do
  grantkeeper emu users list
  grantkeeper emu users change --key ada --blocked-by-admin
  grantkeeper emu settings set --rotation strict --json

Options
  --url U         the emulator (default: GRANTKEEPER_EMULATOR_URL, else http://127.0.0.1:10061)
  --input F       read the input as JSON from F, or from stdin with -, in place of flags
  --json          the outcome as JSON`,

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

  explain: `Tells what an error code means and what to do about it.

Examples
  grantkeeper explain WX-STATE-USED
  grantkeeper explain WX-RECONNECT --json

Options
  --json    the entry as JSON`,

  help: `Tells how to use a command.

Examples
  grantkeeper help serve
  grantkeeper help exit-codes`,
} as const

export const exitCodeHelp = `Exit codes
  0      done, or a server that was stopped as it should be
  1      failed
  2      wrong usage: the command line or a setting
  3      a check found problems
  4      an authorization is needed or has expired
  5      Webex refused, or cannot be reached
  6      timed out
  130    interrupted`
