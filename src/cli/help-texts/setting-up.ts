/** Help on what is done once, before anybody connects. */
export const settingUpHelp = {
  config: `Lists the settings, and where each comes from. Secrets are never shown.

Examples
  grantkeeper config list --show-origin
  grantkeeper config list --settings staging.env --json

Options
  --show-origin   the environment, a file, or the default
  --settings F    read F in place of .env
  --json          the settings as JSON

The environment wins over .env, and options win over both.`,
} as const
