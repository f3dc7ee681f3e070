import type { EmulatorContext } from '../../context.ts'
import { runOperation } from '../../control/operations.ts'
import type { ShownGrant, ShownToken } from '../../control/tokens.ts'
import { Layout } from '../layout.tsx'
import type { PageView } from './attempt.ts'
import { viewForm } from './attempt.ts'
import { Action, FormSelect } from './fields.tsx'
import { Instant, Life } from './instant.tsx'
import { address, Pager, readStart } from './paging.tsx'
import { UserField } from './user-field.tsx'

const SIZE = 25
const MOST_TOKENS = 5

/** What was granted, by which tokens it lives, and how long yet. */
export async function TokensPage({ context, query, attempt, given }: PageView) {
  const user = query.get('user') || undefined
  const grants = await listGrants(context, user)
  const start = readStart(query)
  const shown = grants.slice(start, start + SIZE)
  return (
    <Layout title="Tokens" current="tokens" query={query} attempt={attempt}>
      <p>
        Every live grant with its tokens. A token is shown by the beginning of its SHA-256: enough to tell it apart, and
        it opens nothing.
      </p>
      {given !== undefined && <Issued token={given as IssuedToken} />}
      <ChooseUser context={context} query={query} />
      <ForAll user={user} count={grants.length} />
      <ul class="cards">
        {shown.map((grant) => (
          <GrantCard context={context} grant={grant} back={address('', query)} />
        ))}
      </ul>
      <Pager
        path="/tokens"
        query={query}
        start={start}
        shown={shown.length}
        size={SIZE}
        hasMore={start + SIZE < grants.length}
        total={grants.length}
      />
      <Issue context={context} attempt={attempt} />
      <Keys />
    </Layout>
  )
}

interface IssuedToken {
  token: string
  expiresAt: string
}

function Issued({ token: { token, expiresAt } }: { token: IssuedToken }) {
  return (
    <section class="notice" role="status">
      <p>✔ Copy the token now; it is not shown again.</p>
      <pre>{token}</pre>
      <p>
        It lives until <Instant at={Date.parse(expiresAt)} />.
      </p>
    </section>
  )
}

const KINDS = [
  ['personal', 'Personal, for 12 hours'],
  ['bot', 'Of a bot, for ever'],
] as const

function Issue({ context, attempt }: Pick<PageView, 'context' | 'attempt'>) {
  const form = viewForm('tokens-issue', attempt)
  return (
    <>
      <h2>Issue a token</h2>
      <p>As from the developer portal, without any integration.</p>
      <form method="post" action="/tokens/issue" class="inline">
        <UserField context={context} form={form} label="For" />
        <FormSelect form={form} name="kind" label="Kind" options={KINDS} />
        <button type="submit" class="quiet">
          Issue
        </button>
      </form>
    </>
  )
}

function Keys() {
  return (
    <>
      <h2>Keys that sign</h2>
      <p>
        ID tokens are signed with one key; the former ones stay published, so that what they signed can still be
        checked.
      </p>
      <div class="actions">
        <Action to="/tokens/keys" label="Sign with a new key" />
        <Action to="/tokens/keys" label="Sign with a new key, drop the former" fields={{ dropFormer: 'true' }} danger />
      </div>
    </>
  )
}

/** Newest first. */
async function listGrants(context: EmulatorContext, user: string | undefined): Promise<ShownGrant[]> {
  const listed = await runOperation(context, 'tokens list', user === undefined ? {} : { user })
  return (listed as ShownGrant[]).reverse()
}

function ChooseUser({ context, query }: Pick<PageView, 'context' | 'query'>) {
  const form = viewForm('filter', undefined)
  return (
    <search>
      <form method="get" action="/tokens" class="inline">
        <UserField context={context} form={form} label="Whose" value={query.get('user') ?? ''} nobody="everybody" />
        <button type="submit" class="quiet">
          Show
        </button>
      </form>
    </search>
  )
}

function ForAll({ user, count }: { user: string | undefined; count: number }) {
  if (count === 0) return <p>There is no live grant. One comes of each sign-in.</p>
  const fields: Record<string, string> = user === undefined ? {} : { user }
  const whose = user === undefined ? 'everybody' : user
  return (
    <div class="actions">
      <Action to="/tokens/expire" label="Expire all access tokens" of={`of ${whose}`} fields={fields} />
      <Action to="/tokens/revoke" label="Revoke all grants" of={`of ${whose}`} fields={fields} danger />
    </div>
  )
}

function GrantCard({ context, grant, back }: { context: EmulatorContext; grant: ShownGrant; back: string }) {
  const { id, kind, clientId, user, scopes, createdAt, refreshToken, accessTokens } = grant
  const name = context.people.find(user)?.displayName ?? user
  const app = context.integrations.find(clientId)?.name
  const of = `of ${name}, granted ${createdAt}`
  return (
    <li>
      <h2>
        <bdi>{name}</bdi> <span class="mark">{kind}</span>
      </h2>
      <p>
        {app && (
          <>
            <a href={`/apps/${clientId}`}>
              <bdi>{app}</bdi>
            </a>
            ,{' '}
          </>
        )}
        granted <Instant at={Date.parse(createdAt)} />
      </p>
      <p>
        <small>{scopes.join(' ')}</small>
      </p>
      <Tokens context={context} grant={grant} refreshToken={refreshToken} accessTokens={accessTokens} />
      <div class="actions">
        {accessTokens.length > 0 && (
          <Action to={`/tokens/expire${back}`} label="Expire access" of={of} fields={{ id }} />
        )}
        <Action to={`/tokens/revoke${back}`} label="Revoke" of={of} fields={{ id }} danger />
      </div>
    </li>
  )
}

type TokensProps = Pick<PageView, 'context'> & { grant: ShownGrant } & Pick<ShownGrant, 'refreshToken' | 'accessTokens'>

function Tokens({ context, grant, refreshToken, accessTokens }: TokensProps) {
  const { accessTokenLifeMs, refreshTokenLifeMs } = context.settings
  const now = context.clock.now()
  const newest = accessTokens.slice(-MOST_TOKENS)
  return (
    <ul class="tokens">
      {refreshToken && <Token label="refresh" token={refreshToken} lifeMs={refreshTokenLifeMs} now={now} />}
      {newest.map((token) => (
        <Token label="access" token={token} lifeMs={lifeOf(grant, token) ?? accessTokenLifeMs} now={now} />
      ))}
      {newest.length < accessTokens.length && <li>and {accessTokens.length - newest.length} older access tokens</li>}
    </ul>
  )
}

/** What was issued alone lives as long as its grant; what an integration was given, as the settings say. */
function lifeOf({ refreshToken, createdAt }: ShownGrant, { expiresAt }: ShownToken): number | undefined {
  return refreshToken ? undefined : Date.parse(expiresAt) - Date.parse(createdAt)
}

function Token({ label, token, lifeMs, now }: { label: string; token: ShownToken; lifeMs: number; now: number }) {
  const until = now + token.leftMs
  return (
    <li>
      {label} <code>{token.fingerprint}</code>{' '}
      <Life
        label={`${label} token ${token.fingerprint}`}
        from={Math.min(now, until - lifeMs)}
        until={until}
        now={now}
      />
    </li>
  )
}
