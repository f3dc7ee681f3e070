/** Help on what is done once, before anybody connects. */
export const settingUpHelp = {
  init: `Reads the portal's "OAuth Authorization URL" of your integration, asks for the client secret, and writes .env.

Examples
  grantkeeper init                                               asks for both
  grantkeeper init --from-url 'https://webexapis.com/v1/authorize?…' --client-secret-file secret.txt
  pbpaste | grantkeeper init --from-url - --dry-run              the URL, and the secret on a line behind it
  grantkeeper init --framework express                           also a server to begin with

Options
  --from-url URL           the portal's URL; - reads it from stdin
  --client-secret-file F   the file the secret is in; - reads it from stdin. Or set WEBEX_CLIENT_SECRET
  --framework F            also write the way from GRANT to the spaces for express, fastify, hono, next or node; no file
                           that is there is changed. Where .env is there already, only that is written
  -n, --dry-run            write nothing, and say what would be written
  --force                  set anew what the file sets already; its other lines are kept
  --settings F             write F in place of .env
  --json                   the outcome as JSON, without the secret

The file gets mode 600, and is added to .gitignore. Values that other samples call otherwise (CLIENT_ID, AUTH_INIT_URL,
WEBEX_CLIENTID, …) are taken from the file under their own names.`,

  config: `Lists the settings, and where each comes from. Secrets are never shown.

Examples
  grantkeeper config --show-origin
  grantkeeper config list --settings staging.env --json

Options
  --show-origin   the environment, a file, or the default
  --settings F    read F alone, in place of .env and the other files
  --json          the settings as JSON

Options win over the environment, the environment over .env.local, that over .env, that over grantkeeper.config.json (settings
by their names, no secrets), and that over $XDG_CONFIG_HOME/grantkeeper/settings.`,

  completion: `Prints a script that lets the shell complete command lines. It runs nothing of grantkeeper when you press Tab.

Examples
  source <(grantkeeper completion bash)                                  in ~/.bashrc
  source <(grantkeeper completion zsh)                                   in ~/.zshrc, behind compinit
  grantkeeper completion fish > ~/.config/fish/completions/grantkeeper.fish
  grantkeeper completion pwsh >> $PROFILE

Shells: bash, zsh, fish, pwsh`,
} as const
