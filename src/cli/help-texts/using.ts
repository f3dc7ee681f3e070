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
  --settings F    read F in place of .env
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
  --settings F      read F in place of .env
  --json            print on one line

Exit codes: 4 not connected, 5 Webex refused (its answer is printed all the same).`,
} as const
