/** Help on what tells and explains. */
export const explainingHelp = {
  explain: `Tells what an error means and what to do about it. It works without a network.

Examples
  grantkeeper explain WX-STATE-USED
  grantkeeper explain 'http://localhost:10060/oauth?error=invalid_scope&state=1f'
  grantkeeper explain '{"message":"The request requires a valid access token …"}'
  grantkeeper explain 429
  pbpaste | grantkeeper explain - --json

It takes a code, the address Webex sent the browser back to, the JSON of an error answer, an HTTP status, a word of OAuth
such as invalid_grant, or a line of a log with one of these in it; - reads it from stdin. A code in an address is not
repeated. Other users of this computer can see the command line: prefer stdin for those.

Options
  --json    the entry of the catalogue as JSON; for an address or an answer, also what was seen in it`,

  scopes: `Tells what scopes allow, which a call needs, and what is amiss with those you ask for. It works without a network.

Examples
  grantkeeper scopes search recordings
  grantkeeper scopes why spark:rooms_read
  grantkeeper scopes for POST /messages
  grantkeeper scopes check 'spark:rooms_read spark:membership_read'
  grantkeeper scopes narrowest GET /rooms POST /messages
  grantkeeper scopes narrowest - < requests.log              what an app has needed while it was tried

Verbs
  search [TEXT]   the known scopes with these words in them; all without any
  why SCOPE       what it allows, and which calls it opens
  for CALL        the scopes a call needs; for a webhook with what it watches: POST /webhooks messages
  narrowest CALLS the fewest scopes that open all of them, and which of WEBEX_SCOPES none of them needs; - reads a log of
                  requests, such as "grantkeeper emulate --json" prints it
  check [SCOPES]  typing mistakes and scopes that do nothing together (default: those of the settings)

Options
  --settings F    read F alone, in place of .env and the other files
  --json          the answer as JSON

Exit code 3: a check found an error. Scopes that are not known here may be right all the same.`,

  help: `Tells how to use a command, or what a code means.

Examples
  grantkeeper help serve
  grantkeeper help exit-codes
  grantkeeper help json
  grantkeeper help WX-RECONNECT`,
} as const
