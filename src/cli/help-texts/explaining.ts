/** Help on what tells and explains. */
export const explainingHelp = {
  explain: `Tells what an error means and what to do about it. It works without a network.

Examples
  grantkeeper explain WX-STATE-USED
  grantkeeper explain 'http://localhost:10060/oauth?error=invalid_scope&state=1f'
  grantkeeper explain '{"message":"The request requires a valid access token …"}'
  pbpaste | grantkeeper explain - --json

It takes a code, the address Webex sent the browser back to, or the JSON of an error answer; - reads it from stdin.
A code in an address is not repeated. Other users of this computer can see the command line: prefer stdin for those.

Options
  --json    the entry of the catalogue as JSON; for an address or an answer, also what was seen in it`,

  help: `Tells how to use a command, or what a code means.

Examples
  grantkeeper help serve
  grantkeeper help exit-codes
  grantkeeper help WX-RECONNECT`,
} as const
