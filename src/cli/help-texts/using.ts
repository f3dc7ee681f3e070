/** Help on what is done at Webex as whoever connected the command line. */
export const usingHelp = {
  spaces: `Lists the spaces of whoever connected the command line ("grantkeeper login").

Examples
  grantkeeper spaces
  grantkeeper spaces --type group --search launch --limit 20
  grantkeeper spaces --all --csv > spaces.csv

Options
  --type T        group or direct
  --search S      only titles with S in them, whatever the case and the accents
  --sort S        lastactivity (default), created or title
  --limit N       at most so many (default 100)
  --all           all of them
  --csv           as CSV: id, title, type, lastActivity, created, isLocked, teamId
  --settings F    read F alone, in place of .env and the other files
  --json          as one JSON array, each space as Webex gives it

Exit codes: 4 not connected, 5 Webex failed (what was read until then is printed).`,

  api: `Makes any call of the Webex REST API, as whoever connected the command line ("grantkeeper login"). The token is added,
renewed and never shown.

Examples
  grantkeeper api GET /people/me
  grantkeeper api GET /rooms -f type=group --paginate | head -3
  grantkeeper api POST /messages -f roomId=Y2lz… -f text=Hello
  echo '{"title":"Launch","isLocked":true}' | grantkeeper api POST /rooms --input -

Options
  -f, --field k=v   of the query with GET and DELETE, else of a JSON body; may be given several times
  --input F         send F as the JSON body; - reads it from stdin
  --paginate        follow the links to further pages; prints one item a line
  -i, --include     print status and headers too
  --settings F      read F alone, in place of .env and the other files
  --json            print on one line

Exit codes: 4 not connected, 5 Webex refused (its answer is printed all the same).`,

  listen: `Shows webhooks as they come, and passes each on to your app, byte by byte. It registers webhooks as
whoever connected the command line ("grantkeeper login"), and removes them when it ends.

Examples
  grantkeeper listen --forward-to localhost:3000/hooks
  grantkeeper listen --resource messages --json
  grantkeeper listen --forward-to localhost:3000/hooks --replay Y2lz…
  grantkeeper listen --port 8080 --public-url https://abc.example.com --forward-to localhost:3000/hooks

Options
  --forward-to URL  pass each on to this address
  --resource R      listen to messages, rooms, … only; may be given several times (default: what the scopes allow)
  --public-url URL  https address of a tunnel that leads to --port: Webex itself cannot reach this computer
  -p, --port N      port to receive on (default: a free one)
  --replay ID       pass on what told of this message, room or membership, once more and signed anew, and end
  --settings F      read F alone, in place of .env and the other files
  --json            one line of JSON when ready, then one for each event and each answer

With an emulator on this computer (WEBEX_BASE_URL) no tunnel is needed. What your app answers, Webex or the emulator is
answered, so that failures count.

Exit code of --replay: 1 when the app did not answer with 2xx.`,

  trigger: `Tells webhooks of an emulator of something that did not happen.

Examples
  grantkeeper trigger messages.created
  grantkeeper trigger messages.created --room Y2lz… --times 5
  grantkeeper trigger rooms.updated --duplicate --bad-signature
  grantkeeper trigger --redeliver 8f0c…                 one of "grantkeeper emu webhooks deliveries"

Options
  --room R         the id of a room, for webhooks that filter by it
  --data JSON      what the event is about (default: an id that is made up)
  --times N        so often (default 1, at most 100)
  --duplicate      then deliver each once more as it was
  --bad-signature  then deliver each once more, signed with a wrong secret
  --redeliver ID   make an earlier delivery once more
  --url U          the emulator (default: GRANTKEEPER_EMULATOR_URL or a local WEBEX_BASE_URL, else http://127.0.0.1:10061)
  --json           the outcome as JSON`,
} as const
