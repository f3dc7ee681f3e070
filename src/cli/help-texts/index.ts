/** What `--help` says. Examples come first. */
import { caringHelp } from './caring.ts'
import { connectionsHelp } from './connections.ts'
import { explainingHelp } from './explaining.ts'
import { jsonHelp } from './json.ts'
import { runningHelp } from './running.ts'
import { settingUpHelp } from './setting-up.ts'
import { usingHelp } from './using.ts'

export const generalHelp = `grantkeeper: keeps people's Webex grants alive, and brings a Webex you can break on purpose.

Examples
  grantkeeper demo                     everything on this computer, no Webex account needed
  grantkeeper init                     your own integration: paste what the portal shows
  grantkeeper serve                    the app for it
  grantkeeper explain WX-STATE-USED    what an error means and what to do

Run it
  demo            run the app and a local Webex together
  serve           run the app for your integration
  emulate         run the local Webex alone, or around a command
  emu             look into a running emulator and change it

Set it up
  init            write .env from what the portal shows
  config          list the settings, and where each comes from
  completion      print a script that completes command lines

Connections
  status          show every connection and how it is
  refresh         renew tokens now
  revoke          disconnect: here, and at Webex
  login           connect the command line itself
  logout          end that connection

Use it
  spaces          list your spaces
  api             make any call of the Webex API
  listen          show webhooks as they come, and pass them on
  trigger         make up a webhook at the emulator

Keep it well
  doctor          look at everything a sign-in and a refresh need
  keys            see, rotate and make the keys that seal tokens
  backup          copy the database while everything goes on
  restore         put a copy back, all of it or nothing
  operator-token  make the token that opens the operator's pages

Find out
  explain         tell what an error code, a callback address or an error answer means
  scopes          tell what scopes allow, and which a call needs
  help            help on a command, a code, "exit-codes" or "json"

Options
  -h, --help     help on a command
  -q, --quiet    no progress, no notes
  -d, --debug    show where an unexpected error came from
  --no-color     plain text (also: NO_COLOR, TERM=dumb, no terminal)
  --no-input     never ask; fail and say what to pass instead
  --version      print the version

Not affiliated with or endorsed by Cisco. Webex is a trademark of Cisco.`

export const commandHelp = {
  ...runningHelp,
  ...settingUpHelp,
  ...connectionsHelp,
  ...usingHelp,
  ...caringHelp,
  ...explainingHelp,
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

/** Topics of `help` that are no commands. */
export const topicHelp: Readonly<Record<string, string>> = { 'exit-codes': exitCodeHelp, json: jsonHelp }
