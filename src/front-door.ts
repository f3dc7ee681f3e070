/** What the library's front door takes and offers, as types. `grantkeeper.ts` makes it. */
import type { WebexClient, WebexClientOptions } from './api/index.ts'
import type { Environment } from './environment.ts'
import type { GrantkeeperError } from './errors/index.ts'
import type { EventName, Listener } from './events.ts'
import type { DeviceOptions, DeviceSignIn } from './grants/device.ts'
import type { Disconnection } from './grants/disconnect.ts'
import type { Grant, GrantStatus } from './grants/grant.ts'
import type { ActivityStep, Happening } from './grants/happening.ts'
import type { KeyReport, Resealed, ResealOptions } from './grants/reseal.ts'
import type { GrantFilter, GrantSearch } from './grants/store.ts'
import type { IntegrationOptions } from './oauth/integration.ts'
import type { ScopeDrift, UsedScopes } from './scopes/index.ts'
import type { Secret } from './secret.ts'
import type { Store } from './stores/store.ts'
import type { EnsuredWebhook, EnsureOptions, ReceivedEvent, ReceiveOptions, WebhookRequest } from './webhooks/index.ts'

export type { DeviceOptions, DeviceSignIn, DeviceWait, DeviceWaitOptions } from './grants/device.ts'
export type { Disconnection } from './grants/disconnect.ts'
export type { ActivityStep, Happening, HappeningKind } from './grants/happening.ts'
export type { KeyReport, Resealed, ResealOptions } from './grants/reseal.ts'
export type { GrantSearch } from './grants/store.ts'

/**
 * A request of any host: a web-standard `Request`, anything with Node's headers (Express, Fastify, node:http), or with
 * web-standard ones: `{ headers: await headers() }` in a server component of Next.
 */
export type HostRequest = Request | { headers: Headers } | { headers: Record<string, string | string[] | undefined> }

/** How Webex treats a refresh token that was used; unknown behaves safely for all. */
export type Rotation = 'unknown' | 'keep' | 'grace' | 'strict'

/** What a keeper is made from. */
export interface GrantkeeperOptions extends IntegrationOptions {
  /** Where grants are kept: `sqliteStore({ file })`, `memoryStore(environment)`, or one of your own. */
  store: Store
  /** Keys of 32 random bytes, base64 or hex. The first seals, every one opens. */
  keys: readonly (string | Secret)[]
  /**
   * Who is asking, for apps with a login of their own: a stable user key, or undefined when nobody is signed in.
   * Without it grantkeeper keeps sessions itself, and the person at Webex is the user.
   */
  ownerOf?: (request: HostRequest) => string | undefined | Promise<string | undefined>
  /** Own paths. Defaults: connect `/connect`, disconnect `/disconnect`, status `/status`; the callback's is the redirect URI's. */
  paths?: { connect?: string; disconnect?: string; status?: string }
  /** Path on this app to go to after a sign-in that named none. Default `/`. */
  afterConnect?: string
  /** Path on this app to go to after disconnecting; gets `?revoked=yes` or `?revoked=no`. Default `/`. */
  afterDisconnect?: string
  /** Default `unknown`. */
  rotation?: Rotation
  /** Cookies without `Secure` and `__Host-`, for browsers that refuse those on http://localhost. Loopback only. Default false. */
  plainCookiesOnLoopback?: boolean
  /** How an error of one of our own paths is shown. Default: a plain page, or JSON for those who ask for it. */
  renderError?: (error: GrantkeeperError, request: Request) => Response | Promise<Response>
  /** Parts of the world to replace: all of them in tests, `transport` where calls need a `fetch` of your own. */
  environment?: Partial<Environment>
}

/** How long a client waits by itself where Webex asks to wait or is away: a page cannot wait as long as a job. */
export type Patience = Pick<WebexClientOptions, 'deadlineMs' | 'maxWaitMs' | 'maxRetries' | 'onWait'>

/**
 * Where keys come from that are not lying in a setting: a KMS that unwraps them, a vault. Asked once, before the keeper is made.
 * @example
 * createGrantkeeper({ ...options, keys: await provider.keys() })
 */
export interface KeyProvider {
  /** The keys, opened. The first seals, every one opens. */
  keys(): Promise<readonly Secret[]>
}

export interface Keys {
  /**
   * Seals with the first key whatever another key sealed, while everything else goes on. Resumable: run it again after it
   * was stopped or killed. Run it when every process has the new key in front.
   */
  rotate(options?: ResealOptions): Promise<Resealed>
  /** Which key sealed how many rows. Opens none, and shows ids only. */
  inspect(): Promise<KeyReport>
}

export interface Grants {
  /**
   * Grants in the order of their ids; `after` is the last id of the page before, `limit` 1 to 1,000 (default 100). An empty
   * `search` or `scope` is none. @throws WX-REQUEST-INVALID
   */
  list(filter?: Partial<Omit<GrantFilter, 'clientId'>>): Promise<Grant[]>
  get(id: string): Promise<Grant | undefined>
  /** Renews the tokens now. @throws WX-GRANT-UNKNOWN, WX-RECONNECT, WX-REFRESH-FAILING, WX-CLIENT-REJECTED */
  refresh(id: string): Promise<Grant>
  /** Deletes the grant here and asks Webex to end it too. @throws WX-GRANT-UNKNOWN */
  disconnect(id: string): Promise<Disconnection>
  /** Disconnects every grant, or every one of an owner; each as `disconnect` does. Gives what became of those. */
  disconnectAll(options?: DisconnectAllOptions): Promise<Disconnection[]>
  /** How many grants there are in each status, of all or of those that a search finds; a status without grants is absent. */
  count(search?: GrantSearch): Promise<Partial<Record<GrantStatus, number>>>
  /**
   * What happened to a grant in the last 90 days, the newest 200 at most, newest first; [] for one that is not there. `before`
   * is the last id of the page before, `limit` 1 to 1,000 (default 50). A happening that the store could not take at its time
   * is missing. @throws WX-REQUEST-INVALID
   */
  history(id: string, page?: { before?: string; limit?: number }): Promise<Happening[]>
  /**
   * How often what happened to the grants that are there, oldest first: from `since` (ms since 1970; at most 90 days ago) on in
   * steps of `stepMs` milliseconds, at most 1,000 of them. Counts what `history` shows. @throws WX-REQUEST-INVALID
   */
  activity(since: number, stepMs: number): Promise<ActivityStep[]>
  /** When the first refresh token ends, of the grants that can still be renewed (ms since 1970); null when none says. */
  earliestEnd(): Promise<number | null>
}

/** Whose grants are disconnected, and how to watch it and stop it. */
export interface DisconnectAllOptions {
  /** Default: everybody's. */
  owner?: string
  /** Told of each as it is done. */
  onEach?: (done: Disconnection) => void
  /** Stops between two grants; those that are done stay so, and are given. */
  signal?: AbortSignal
}

/**
 * The accounts of a browser, for apps without `ownerOf`. A sign-in adds its account, at most 8, and chooses it; `grantOf` and
 * `webex` mean the chosen one. With `ownerOf` all of these throw WX-CONFIG-INVALID.
 */
export interface BrowserSessions {
  /**
   * The grants that this browser may use, the chosen one first; [] when it is signed out. Should the chosen one be gone,
   * `grantOf` gives none until another is chosen: nobody acts as somebody else unasked.
   */
  grantsOf(request: HostRequest): Promise<Grant[]>
  /**
   * Makes one of them the chosen one, under a new session id: send the Set-Cookie value that it gives. Call it where one of
   * your own pages posts to. @throws WX-GRANT-UNKNOWN when the grant is none of this browser's
   * @example
   * response.headers.append('set-cookie', await keeper.sessions.choose(request, grantId))
   */
  choose(request: HostRequest, grantId: string): Promise<string>
  /** Signs this browser out of all its accounts; the grants stay. Gives the Set-Cookie value that clears the cookie. */
  end(request: HostRequest): Promise<string>
}

export interface Device {
  /**
   * Starts a sign-in for where no browser can come back to: a terminal on another machine, a kiosk. Show the code and the
   * address, then `wait()`. The integration must have the redirect URIs of Webex's device helper.
   * @throws WX-DEVICE-REDIRECTS, WX-OWNER-MISSING, WX-INVALID-SCOPE, WX-SCOPE-UNKNOWN, WX-CLIENT-REJECTED, WX-TOKEN-*
   * @see RFC 8628
   * @example
   * const signIn = await keeper.device.start()
   * console.log(`Open ${signIn.verificationUri} and enter ${signIn.userCode}`)
   * const grant = await signIn.wait()
   */
  start(options?: DeviceOptions): Promise<DeviceSignIn>
  /**
   * Goes on with a sign-in that another process has started, or this one before a restart: by the `ticket` of it.
   * @throws WX-REQUEST-INVALID for what is no ticket of this integration, WX-DEVICE-EXPIRED
   */
  resume(ticket: string): Promise<DeviceSignIn>
}

export interface Webhooks {
  /**
   * Checks a delivery and reads its event; undefined for one that came before, to this process or another. Put it before
   * every body parser. @throws as `receiveWebhook`
   * @example
   * const event = await keeper.webhooks.receive(request, { secret })
   */
  receive(request: WebhookRequest, options: ReceiveOptions): Promise<ReceivedEvent | undefined>
  /**
   * Makes a person's webhooks at Webex those that are wanted, and says what became of each. Safe to do at every start, by
   * many processes. @throws WX-NOT-CONNECTED, WX-GRANT-UNKNOWN, WX-CONFIG-*, WX-API-*
   * @example
   * await keeper.webhooks.ensure({ owner }, { targetUrl, secret, wanted: [{ resource: 'messages', event: 'created' }] })
   */
  ensure(who: Parameters<Grantkeeper['webex']>[0], options: EnsureOptions): Promise<EnsuredWebhook[]>
}

export interface Scopes {
  /** What the calls of this process have needed, the narrowest scopes for them, and which were asked for in vain. */
  used(): UsedScopes
  /** How far a grant is from the scopes that the app asks for today. */
  drift(grant: Pick<Grant, 'scopesAsked' | 'scopesGranted'>): ScopeDrift
  /**
   * The path of a form that asks a person for more: for some of the `optionalScopes`, on top of what they were asked for
   * before. They come back to `returnTo`, a path on this app.
   * @example
   * `<form method="post" action="${escapeHtml(keeper.scopes.askFor(['spark:messages_write'], '/compose'))}">`
   */
  askFor(scopes: readonly string[], returnTo?: string): string
}

/** Everything about the grants of one integration: see {@link createGrantkeeper}. */
export interface Grantkeeper {
  /** Answers connect, callback, disconnect and status; undefined for every other path. */
  handle(request: Request): Promise<Response | undefined>
  /** Webex on a person's behalf, with a token that is always fresh. @throws WX-NOT-CONNECTED, WX-GRANT-UNKNOWN */
  webex(who: HostRequest | { owner: string } | { grant: string }, patience?: Patience): Promise<WebexClient>
  /** The grant of whoever sends this request; of several accounts in one browser, the chosen one. */
  grantOf(request: HostRequest): Promise<Grant | undefined>
  /** Shows an error of the app's own handlers as those of our paths are shown. */
  renderError(error: GrantkeeperError, request: Request): Response | Promise<Response>
  /** The grants of everybody, for whoever looks after them. */
  readonly grants: Grants
  /** Who is signed in in which browser, for apps without `ownerOf`. */
  readonly sessions: BrowserSessions
  /** Sign-ins where no browser can come back to. */
  readonly device: Device
  /** The keys that seal tokens: which are used, and how to change them. */
  readonly keys: Keys
  /** Webhooks at Webex, and what they deliver. */
  readonly webhooks: Webhooks
  /** What was asked, granted and needed, and where to ask for more. */
  readonly scopes: Scopes
  /** Calls `listener` on each such event until the returned function is called. */
  on<N extends EventName>(name: N, listener: Listener<N>): () => void
  /**
   * Does what is due: renews idle and failing grants, asks Webex again for what it has not confirmed as revoked, forgets
   * expired sign-ins and sessions, and history older than 90 days. Safe to run anywhere, at any time, by many processes: call it every minute or so.
   */
  runDue(): Promise<void>
  /** Finishes token and history writes under way (10 seconds at most), then closes store and connections. */
  close(): Promise<void>
  /** Port, host, origin and callback path of the app, as the redirect URI says (`0.0.0.0` is opened as `localhost`). */
  readonly port: number
  /** Such as `http://localhost:10060`, without a slash at its end. */
  readonly origin: string
  /** The path of the redirect URI, which `handle` answers. */
  readonly callbackPath: string
  /** The paths that `handle` answers, each whole: for forms of the app's own, such as `<form action={keeper.paths.connect}>`. */
  readonly paths: {
    readonly connect: string
    readonly callback: string
    readonly disconnect: string
    readonly status: string
  }
  /** What this keeper connects to, without its secret. */
  readonly integration: {
    clientId: string
    redirectUri: string
    scopes: readonly string[]
    /** Asked for only when somebody wants them; see `scopes.askFor`. */
    optionalScopes: readonly string[]
    apiUrl: string
    authorizeUrl: string
  }
}
