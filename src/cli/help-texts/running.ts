/** Help on what runs on this computer. */
export const runningHelp = {
  demo: `Runs the app and a local Webex in one process. It starts fresh each time and keeps nothing.

Examples
  grantkeeper demo
  grantkeeper demo -p 0 --emulator-port 0 --json     free ports, told as JSON

While it runs, o, e and f (and Enter) open the app, the emulator and the flow inspector in the browser.

Options
  -p, --port N         port of the app (default 10060; 0 takes a free one)
  --emulator-port N    port of the emulator (default 10061; 0 takes a free one)
  --open               open the app in the browser
  --seed F             start with the people, spaces and integrations of F, YAML or JSON
  --users N            make up N more people
  --spaces N           put each of them into N spaces
  --json               one line of JSON when ready, then one for each step
  -q, --quiet          no line for each step
  --i-know             run although NODE_ENV is production`,

  serve: `Runs the app for your integration, against Webex or whatever WEBEX_BASE_URL names.

Examples
  grantkeeper serve
  grantkeeper serve -p 8081 --settings staging.env     one of several processes behind one redirect URI
  grantkeeper serve --tls-cert cert.pem --tls-key key.pem      for a redirect URI with https and no proxy
  grantkeeper emulate -- npx grantkeeper serve         with a local Webex in place of Webex

Options
  -p, --port N      port to listen on (default: the redirect URI's)
  --host H          address to listen on (default 127.0.0.1)
  --tls-cert F      speak HTTPS with this certificate and what leads to it, as PEM
  --tls-key F       the private key that goes with it, as PEM
  --settings F      read F alone, in place of .env and the other files
  --inspector       show operators at /flow each step of every sign-in, with all that is sent but the secrets
  --operator-token-only
                    open the operator's pages and /metrics by the token only, on this computer too
  --drain-ms N      on SIGTERM, be not ready for so long before accepting no more (default 500, at most 5000)
  --json            one line of JSON when ready

Settings, from the environment or .env
  WEBEX_CLIENT_ID, WEBEX_REDIRECT_URI, WEBEX_SCOPES     as in My Webex Apps
  WEBEX_AUTHORIZATION_URL                               or these three at once: the portal's OAuth Authorization URL
  WEBEX_OPTIONAL_SCOPES                                 scopes that are asked for later; default none
  WEBEX_CLIENT_SECRET[_FILE]                            the secret, or the file it is in
  WEBEX_BASE_URL                                        default https://webexapis.com/v1
  WEBEX_REVOKE_URL                                      default: Webex's identity broker, or the same on the API's host
  WEBEX_ISSUERS                                         who may have issued an ID token; default: Webex's own
  GRANTKEEPER_KEY[_FILE]                                keys that seal tokens, separated by commas; needed in production
  DATABASE_URL                                          an SQLite file (default ./.grantkeeper/grants.db) or postgres://…
  GRANTKEEPER_OPERATOR_TOKEN[_FILE]                     opens the operator's pages and /metrics elsewhere
  GRANTKEEPER_AUDIT_LOG                                 a file that who did what is appended to, or - for stderr

Without an operator token, one is made at the first start in a terminal and shown there, once; else: grantkeeper operator-token`,

  emulate: `Runs the local Webex alone, for an app in any language, or around a command. It registers an integration, or takes
the first one of the seed, and prints its .env; a command finds the same in its environment.

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
  --record F      append a line of JSON for each request to F, for "grantkeeper scopes narrowest - < F"
  --json          one line of JSON when ready, then one for each request
  --i-know        run although NODE_ENV is production

Variables a command gets: WEBEX_CLIENT_ID, WEBEX_CLIENT_SECRET, WEBEX_REDIRECT_URI, WEBEX_SCOPES, WEBEX_BASE_URL,
GRANTKEEPER_EMULATOR_URL (for "grantkeeper emu").`,

  emu: `Looks into a running emulator and changes it: everything its pages can do.

Examples
  grantkeeper emu                                       what there is to do
  grantkeeper emu users list
  grantkeeper emu users change --key ada --blocked-by-admin
  grantkeeper emu users change --key ada --no-blocked-by-admin
  grantkeeper emu settings set --rotation strict --json
  grantkeeper emu scenarios play --scenario @trouble.yaml

Options
  --url U         the emulator (default: GRANTKEEPER_EMULATOR_URL or a local WEBEX_BASE_URL, else http://127.0.0.1:10061)
  --input F       read the input as JSON or YAML from F, or from stdin with -, in place of flags
  --json          the outcome as JSON`,
} as const
