import { describeScope, type Grant } from '../../index.ts'
import type { Page, Visit } from '../context.ts'
import { renderPage } from './layout.tsx'
import { ConnectForm, Notice, PersonName } from './parts.tsx'

/** GET /: what the app will be able to do, and the button that asks for it. */
export const connectPage: Page = async (visit) => {
  const { app, request } = visit
  const grant = await app.keeper.grantOf(request)
  const title = grant ? 'Your connection' : 'Connect your account'
  return renderPage(
    visit,
    request,
    { title, grant },
    <>
      <h1>{title}</h1>
      {grant ? <Connected grant={grant} /> : null}
      {grant ? null : <Offer visit={visit} />}
    </>,
  )
}

function Connected({ grant }: { grant: Grant }) {
  if (grant.status === 'reconnect')
    return (
      <>
        <Notice kind="warning">
          The connection of <PersonName grant={grant} /> has ended and must be renewed once.
        </Notice>
        <ConnectForm returnTo="/spaces" label="RECONNECT" />
      </>
    )
  return (
    <>
      <Notice kind="good">
        Connected as <PersonName grant={grant} />
      </Notice>
      <p class="actions">
        <a class="button primary" href="/spaces">
          SHOW SPACES
        </a>
        <a class="button" href="/granted">
          Manage connection
        </a>
      </p>
    </>
  )
}

function Offer({ visit: { app } }: { visit: Visit }) {
  const { scopes, authorizeUrl } = app.keeper.integration
  const host = new URL(authorizeUrl).host
  return (
    <>
      <p class="lead">Connect once, and {app.appearance.name} shows the spaces you are in.</p>
      <div class="columns">
        <section aria-labelledby="able">
          <h2 id="able">This app will be able to</h2>
          <ul class="marked can">
            {scopes.map((scope) => (
              <ScopeItem scope={scope} />
            ))}
          </ul>
        </section>
        <section aria-labelledby="unable">
          <h2 id="unable">It will not be able to</h2>
          <ul class="marked cannot">
            {refusals(scopes).map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        </section>
      </div>
      <ConnectForm returnTo="/granted" label="GRANT ACCESS" />
      <p class="quiet">You will be sent to {host} and back.</p>
      <details>
        <summary>What happens?</summary>
        <ol>
          <li>Your browser goes to {host}. You sign in there, never here.</li>
          <li>You see the same list again and choose "Accept" or "Deny".</li>
          <li>Your browser comes back with a code that works once, in this browser only.</li>
          <li>This app trades the code for a key of its own and keeps it encrypted. It renews by itself.</li>
          <li>You can disconnect at any time; the key is then deleted here and Webex is asked to end it.</li>
        </ol>
      </details>
    </>
  )
}

function ScopeItem({ scope }: { scope: string }) {
  return (
    <li>
      {describeScope(scope) ?? 'use a permission this app has no words for; Webex will describe it'}{' '}
      <code>{scope}</code>
    </li>
  )
}

const REFUSALS: readonly { text: string; unless: readonly string[] }[] = [
  { text: 'see your Webex password', unless: [] },
  { text: 'read your messages', unless: ['spark:all', 'spark:messages_read'] },
  { text: 'send messages in your name', unless: ['spark:all', 'spark:messages_write'] },
  { text: 'change or delete your spaces', unless: ['spark:all', 'spark:rooms_write'] },
]

function refusals(scopes: readonly string[]): string[] {
  return REFUSALS.filter(({ unless }) => !unless.some((scope) => scopes.includes(scope))).map(({ text }) => text)
}
