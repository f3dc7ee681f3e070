/** What `--json` prints; the words behind a colon are types. */
export const jsonHelp = `What --json prints: one JSON value on a line of its own; commands that go on print a line for each thing that happens.
Fields are added in later versions, never renamed; unknown ones are to be ignored. No secret is in any of them, except
in "operator-token", in "emulate", whose secrets open nothing but the emulator, and the webhook secret of "listen", which
is for that emulator.

Errors, of every command, on stderr
  {"error": {"code": string, "title": string, "detail"?: string, "fix": string, "requestId"?: string}}

A connection
  {"id", "clientId", "owner": string, "person"?: {"id", "displayName": string, "email", "orgId": string | null},
   "scopesAsked", "scopesGranted": string[], "status": "healthy" | "failing" | "reconnect",
   "health": status | "expiring" | "misconfigured", "reason"?: code, "generation": number,
   "connectedAt", "accessExpiresAt", "lastOkAt": ms since 1970, "refreshExpiresAt"?, "lastErrorAt"?, "nextTryAt"?: ms}

Commands
  demo       {"type": "ready", "app", "emulator": URL, "integration": {"clientId"}, "users": […], "readyMs": number}
             {"type": "step", "at": ms, "step"?: 1–5, "who", "what": string}
  serve      {"type": "ready", "app", "operator", "inspector", "listening", "api", "store", "redirectUri": string, "notes": string[]}
  emulate    {"type": "ready", "emulator", "api": URL, "env": {name: value}, "users": […]}
             {"type": "request", "at": ms, "method", "path", "query": string, "status": number, …}
  emu        what the operation gives; without an operation {"operations": [{"name", "tells", "input": JSON schema}]}
  init       {"file": string, "written": boolean, "integration": {"clientId", "redirectUri", "scopes": string[], "baseUrl"},
              "ignored": "already" | "added" | "would-add" | "tracked" | "no-repository", "hints": string[],
              "starter"?: {"framework", "written", "kept", "install": string[], "start": string}}
              with --framework, where the file sets all already: {"file", "written": false, "starter"}
  config     {"settings": [{"name", "value": string | null, "secret": boolean, "origin": string | null}],
              "missing", "hints": string[]}
  login      {"type": "authorization_required", "expires_in": s, "next_step": string,
              and "url", or "verification_uri", "verification_uri_complete"?, "user_code"}
             {"type": "connected", "connection": a connection}; not with --no-wait, whose next_step is the command that goes on
  logout     {"grantId": string, "revokedAtWebex": boolean, "code"?: code}, one for each connection; so does revoke
  status     {"connections": [a connection, …]}; with --check "notAsked"?: code in those that Webex did not answer about
  refresh    {"id": string, "refreshed": true, "accessExpiresAt": ms} or {"id", "refreshed": false, "code"}, one for each
  spaces     [a space as Webex gives it, …]
  api        what Webex answers; with --paginate one item a line
  listen     {"type": "ready", "resources": string[], "secret": string, "listening": string}
             {"type": "event", "at": ms, "resource", "event", "id": string, "room"?: string, "signed": boolean}
             {"type": "forwarded", "at": ms, "url": string, "status"?: number, "tookMs": number}
  trigger    {"told": number, "repeated"?: number, "forged"?: number} or {"redelivered": number}
  doctor     {"findings": [{"section", "level": "ok" | "note" | "warning" | "error", "text", "code"?, "fix"?}],
              "errors", "warnings": number, "fixed"?: string[]}
  keys       list: {"first": id, "known": id[], "rows": {id: count}, "missing": id[]}
             rotate-encryption: {"resealed", "current", "altered": number, "locked": {id: count}, "stopped": boolean}
             rotate-secret: {"file": string | null, "written", "checked": boolean}; null: it is set in the environment
  backup     {"file": string, "bytes", "version", "grants", "revocations", "sessions": number}
  restore    {"file": string, "safetyCopy": string | null, "before", "after": {"grants", …} as in backup, "renewed": number,
              "missing": id[]}
  operator-token  {"token", "file": string}
  explain    a code: {"code", "title", "cause", "fix", "docs": string, "status": number, "action": string}
             anything else: {"kind": "callback" | "error-body" | "words", "seen": {name: words}, "entries": [as above]}
  scopes     search: [{"scope", "allows", "area": string}]; why: one of them with "opens": [{"endpoint", "sure"}] and
             "inSparkAll": boolean; for: {"endpoint": string, "scopes": string[], "sure": string, "sparkAll": boolean};
             narrowest: {"scopes", "unknown": string[], "unused"?: string[]};
             check: [{"kind", "severity": "error" | "warning", "scope", "suggestion"?, "message": string}]`
