import { findUser } from '../../control/users.ts'
import type { User } from '../../people.ts'
import { Layout } from '../layout.tsx'
import { type Attempt, type PageView, viewForm } from './attempt.ts'
import { Action, FormText, FormTick } from './fields.tsx'

/** One user, with what can be changed. @throws ControlError EMU-NOT-FOUND */
export function UserDetailPage({ context, query, attempt }: PageView) {
  const user = findUser(context, query.get('key') ?? '')
  const own = new URLSearchParams({ key: user.key })
  const live = context.grants.live().filter(({ userKey }) => userKey === user.key).length
  return (
    <Layout title={user.displayName} current="users" query={query} attempt={attempt}>
      <dl>
        <dt>Key</dt>
        <dd>
          <bdi>{user.key}</bdi>
        </dd>
        <dt>Person id</dt>
        <dd>
          <code>{user.id}</code>
        </dd>
        <dt>Grants alive</dt>
        <dd>
          <a href={`/tokens?user=${encodeURIComponent(user.key)}`}>{live}</a>
        </dd>
      </dl>
      <p>
        <a href={`/spaces?user=${encodeURIComponent(user.key)}`}>Spaces of this user</a>
      </p>
      <ChangeUser user={user} own={own} attempt={attempt} />
      <h2>Remove</h2>
      <p>Their tokens end, and what they wrote stays.</p>
      <Action to={`/users/remove?${own}`} label="Remove this user" danger />
    </Layout>
  )
}

function ChangeUser({ user, own, attempt }: { user: User; own: URLSearchParams; attempt: Attempt | undefined }) {
  const form = viewForm('users-change', attempt)
  const { displayName, email, spaces, blockedByAdmin, isAdmin } = user
  return (
    <>
      <h2>Change</h2>
      <form method="post" action={`/users/change?${own}`}>
        <FormText form={form} name="displayName" label="Name" value={displayName} />
        <FormText form={form} name="email" label="E-mail address" value={email} />
        <FormText form={form} name="spaces" label="Made-up spaces" hint="Up to 100000." value={spaces} />
        <FormTick
          form={form}
          name="blockedByAdmin"
          label="Their administrator denies every integration"
          ticked={blockedByAdmin}
        />
        <FormTick form={form} name="isAdmin" label="Administers the organisation" ticked={isAdmin} />
        <p class="actions">
          <button type="submit">Save</button>
        </p>
      </form>
    </>
  )
}
