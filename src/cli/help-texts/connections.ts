/** Help on connections: whose there are, and what can be done with them. */
export const connectionsHelp = {
  login: `Connects the command line itself, for "spaces", "api" and "listen". The browser comes back to the port of the
redirect URI, which must lead to this computer; with --device a code is entered in a browser anywhere.

Examples
  grantkeeper login
  grantkeeper login --device                        over SSH, or where there is no browser
  grantkeeper login --device --no-wait --json       for programs that cannot show what a running command prints
  grantkeeper login --no-browser --scopes 'spark:rooms_read spark:people_read'

Options
  --scopes S      ask for these in place of WEBEX_SCOPES; each must be ticked on the integration
  --no-browser    print the address, open nothing (so it is without a terminal)
  --device        show a code to enter on another device; needs Webex's helpers among the redirect URIs
                  (grantkeeper explain WX-DEVICE-REDIRECTS)
  --no-wait       with --device: end when the code is shown, and name the command that goes on
  --complete T    go on with what --no-wait has begun; - reads T from stdin
  --timeout T     give up after 30s, 5m, … (default 5m)
  --settings F    read F alone, in place of .env and the other files
  --json          one line of JSON with what to open, then one with the connection

Exit codes: 4 access was declined, 5 Webex refused, 6 nobody came.`,

  logout: `Ends the connection of the command line itself: deletes its tokens here, and asks Webex to end them too.

Examples
  grantkeeper logout
  grantkeeper logout --yes --json

Options
  -y, --yes       do not ask
  --settings F    read F alone, in place of .env and the other files
  --json          the outcome as JSON

Exit code 5: deleted here, and Webex has not confirmed yet.`,

  status: `Shows every connection and how it is.

Examples
  grantkeeper status
  grantkeeper status --check                         ask Webex about each, too
  grantkeeper status --user ada@example.com --json

Options
  --user U        only the connections of one person: an e-mail address, an owner or an id
  --check         ask Webex with each connection, which renews what has expired
  --settings F    read F alone, in place of .env and the other files
  --json          the connections as JSON

Exit codes: 4 a connection has ended at Webex, and only the person can renew it; 5 --check could not ask Webex.`,

  refresh: `Renews tokens now, though it is never needed: they are renewed when they are used.

Examples
  grantkeeper refresh ada@example.com
  grantkeeper refresh --all --json

Options
  --all           every connection that has not ended
  --settings F    read F alone, in place of .env and the other files
  --json          one line of JSON for each

A connection is named by its id, its owner or the person's e-mail address.`,

  revoke: `Disconnects: deletes the tokens here, and asks Webex to end them too. It says which of the two has happened.

Examples
  grantkeeper revoke ada@example.com
  grantkeeper revoke --all --yes --json

Options
  --all           every connection
  -y, --yes       do not ask
  --settings F    read F alone, in place of .env and the other files
  --json          one line of JSON for each

Exit code 5: deleted here, and Webex has not confirmed yet. The app asks it again hourly for a week.`,
} as const
