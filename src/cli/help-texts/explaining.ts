/** Help on what tells and explains. */
export const explainingHelp = {
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
