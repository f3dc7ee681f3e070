import type { Page } from '../context.ts'
import { requireGrant } from '../grant-of-visit.ts'
import { renderPage } from './layout.tsx'
import { ConnectForm, Notice, PersonName } from './parts.tsx'

/** GET /disconnect: says what will happen where, and asks. The form's POST is the keeper's. */
export const disconnectPage: Page = async (visit) => {
  const grant = await requireGrant(visit)
  return renderPage(
    visit,
    visit.request,
    { title: 'Disconnect', grant },
    <>
      <h1>Disconnect?</h1>
      <p>
        This ends the connection of <PersonName grant={grant} />:
      </p>
      <ul>
        <li>Here: the stored tokens are deleted, and you are signed out.</li>
        <li>At Webex: this app asks Webex to end the access too.</li>
        <li>Your spaces and messages are not touched. You can connect again at any time.</li>
      </ul>
      <form class="actions" method="post" action="/disconnect">
        <button class="primary" type="submit">
          Disconnect
        </button>
        <a class="button" href="/granted">
          Keep it
        </a>
      </form>
    </>,
  )
}

/** GET /disconnected?revoked=yes|no: what happened on both sides. */
export const disconnectedPage: Page = (visit) => {
  const revoked = visit.url.searchParams.get('revoked')
  return renderPage(
    visit,
    visit.request,
    { title: 'Disconnected' },
    <>
      <h1>Disconnected</h1>
      <Notice kind="good">Here: the stored tokens are deleted.</Notice>
      {revoked === 'yes' ? <Notice kind="good">At Webex: the access has ended.</Notice> : null}
      {revoked === 'no' ? (
        <Notice kind="warning">
          At Webex: the end was not confirmed. This app has no token any more; to be sure, end its access yourself under
          "Connected apps" of your Webex profile.
        </Notice>
      ) : null}
      <ConnectForm returnTo="/granted" label="Connect again" />
    </>,
  )
}
