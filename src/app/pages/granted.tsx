import { describeScope, type Grant } from '../../index.ts'
import type { Page } from '../context.ts'
import { requireGrant } from '../grant-of-visit.ts'
import { describeAge, describeInstant } from '../moments.ts'
import { renderPage } from './layout.tsx'
import { ConnectForm, Notice, PersonName } from './parts.tsx'

/** GET /granted: what the sign-in left, and how to end it. */
export const grantedPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  const now = visit.app.environment.now()
  return renderPage(
    visit,
    visit.request,
    { title: 'Connected', grant },
    <>
      <h1>Your connection</h1>
      <Status grant={grant} />
      <Scopes grant={grant} />
      {grant.status === 'reconnect' ? null : (
        <p class="actions">
          <a class="button primary" href="/spaces">
            SHOW SPACES
          </a>
        </p>
      )}
      <details>
        <summary>Manage connection</summary>
        <Facts grant={grant} now={now} />
        <p>
          <a class="button" href="/disconnect">
            Disconnect …
          </a>
        </p>
      </details>
    </>,
  )
}

function Status({ grant }: { grant: Grant }) {
  if (grant.status === 'reconnect')
    return (
      <>
        <Notice kind="warning">
          The connection of <PersonName grant={grant} /> has ended and must be renewed once.
        </Notice>
        <ConnectForm returnTo="/granted" label="RECONNECT" />
      </>
    )
  return (
    <>
      <Notice kind="good">
        Connected as <PersonName grant={grant} />
      </Notice>
      {grant.status === 'failing' ? (
        <Notice kind="warning">
          Webex did not answer the last renewal. It is tried again by itself; there is nothing to do.
        </Notice>
      ) : (
        <p>It renews by itself. You need to act only if you see a "Reconnect" notice.</p>
      )}
    </>
  )
}

function Scopes({ grant: { scopesAsked, scopesGranted } }: { grant: Grant }) {
  const missing = scopesAsked.filter((scope) => !scopesGranted.includes(scope))
  return (
    <>
      <p>
        Granted {scopesAsked.length - missing.length} of {scopesAsked.length} scopes.
      </p>
      {missing.length === 0 ? null : (
        <>
          <Notice kind="warning">
            Not granted, so this app will not
            <ul>
              {missing.map((scope) => (
                <li>
                  {describeScope(scope) ?? 'use the permission'} <code>{scope}</code>
                </li>
              ))}
            </ul>
          </Notice>
          <ConnectForm returnTo="/granted" label="Grant it too" />
        </>
      )}
    </>
  )
}

function Facts({ grant, now }: { grant: Grant; now: number }) {
  return (
    <dl class="facts">
      <Moment name="Connected" at={grant.connectedAt} now={now} />
      <Moment name="Last renewed" at={grant.lastOkAt} now={now} />
      <Moment name="Access renews before" at={grant.accessExpiresAt} now={now} />
      {grant.refreshExpiresAt === undefined ? null : (
        <Moment name="Ends if unused until" at={grant.refreshExpiresAt} now={now} />
      )}
      <div>
        <dt>Scopes granted</dt>
        <dd>
          <code>{grant.scopesGranted.join(' ')}</code>
        </dd>
      </div>
    </dl>
  )
}

function Moment({ name, at, now }: { name: string; at: number; now: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <time datetime={new Date(at).toISOString()}>
          {at > now ? describeInstant(at) : `${describeInstant(at)} (${describeAge(at, now)})`}
        </time>
      </dd>
    </div>
  )
}
