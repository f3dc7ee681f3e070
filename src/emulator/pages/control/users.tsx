import type { User } from '../../people.ts'
import { listSeedUsers } from '../../seed/made-users.ts'
import type { SeedUser } from '../../seed/seed.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { FormSelect, FormText, FormTick } from './fields.tsx'
import { Pager, readStart, Search } from './paging.tsx'

const SIZE = 50

const KINDS = [
  ['person', 'A person, who can sign in'],
  ['bot', 'A bot'],
  ['appuser', 'The machine account of a service app'],
] as const

/** Who there is, and the form to add somebody. */
export function UsersPage({ context, query, attempt }: PageView) {
  const all = context.people.all()
  const matching = all.filter((user) => isFound(user, query.get('q') ?? ''))
  const start = readStart(query)
  const users = matching.slice(start, start + SIZE)
  return (
    <Layout title="Users" current="users" query={query} attempt={attempt}>
      <p>People who can sign in here, and bots. Nobody has a password.</p>
      <Search path="/users" label="Search by name, key or e-mail address" query={query} />
      <UserList users={users} isFiltered={all.length > 0} />
      <Pager
        path="/users"
        query={query}
        start={start}
        shown={users.length}
        size={SIZE}
        hasMore={start + SIZE < matching.length}
        total={matching.length}
      />
      <AddUser context={context} query={query} attempt={attempt} />
    </Layout>
  )
}

function isFound({ key, displayName, email }: User, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return [key, displayName, email].some((part) => part.toLowerCase().includes(wanted))
}

function UserList({ users, isFiltered }: { users: User[]; isFiltered: boolean }) {
  if (users.length === 0 && isFiltered) {
    return (
      <p>
        Nobody is found. <a href="/users">Show all users</a>
      </p>
    )
  }
  if (users.length === 0) return <p>There is nobody yet. Add somebody below.</p>
  return (
    <ul class="rows">
      {users.map((user) => (
        <li>
          <span>
            <a href={userAddress(user.key)}>
              <bdi>{user.displayName}</bdi>
            </a>{' '}
            <Marks user={user} />
          </span>
          <span>
            <bdi>{user.key}</bdi>, <bdi>{user.email}</bdi>
          </span>
          <span>{user.spaces === 1 ? '1 space' : `${user.spaces} spaces`}</span>
        </li>
      ))}
    </ul>
  )
}

export function userAddress(key: string): string {
  return `/users/user?${new URLSearchParams({ key })}`
}

function Marks({ user: { kind, isAdmin, blockedByAdmin } }: { user: User }) {
  const marks = [kind !== 'person' && kind, isAdmin && 'admin', blockedByAdmin && 'admin blocks apps'].filter(Boolean)
  return (
    <>
      {marks.map((mark) => (
        <span class="mark">{mark}</span>
      ))}
    </>
  )
}

function AddUser({ context, query, attempt }: PageView) {
  const form = viewForm('users-add', attempt)
  const made: Partial<SeedUser> = query.has('made-up') ? makeUp(context.people.all()) : {}
  return (
    <>
      <h2 id="add">Add a user</h2>
      <p>
        <a class="button quiet" href="/users?made-up=yes#add">
          Fill in somebody made up
        </a>
      </p>
      <form method="post" action="/users/add">
        <FormText form={form} name="key" label="Key" hint="A short name to sign in with, like ada." value={made.key} />
        <FormText form={form} name="displayName" label="Name" value={made.displayName} />
        <FormText form={form} name="email" label="E-mail address" value={made.email} />
        <FormText form={form} name="spaces" label="Made-up spaces" hint="Up to 100000." value={made.spaces ?? 0} />
        <FormSelect form={form} name="kind" label="Kind" options={KINDS} value="person" />
        <FormTick form={form} name="blockedByAdmin" label="Their administrator denies every integration" />
        <FormTick form={form} name="isAdmin" label="Administers the organisation" />
        <p class="actions">
          <button type="submit">Add user</button>
        </p>
      </form>
    </>
  )
}

/** Somebody nobody here is yet: everybody blocks two of the candidates at most, one by key and one by address. */
function makeUp(users: User[]): SeedUser | Record<string, never> {
  const taken = new Set(users.flatMap(({ key, email }) => [key, email.toLowerCase()]))
  const candidates = listSeedUsers({ users: [], generate: { users: users.length * 2 + 1, spacesEach: 12 } })
  return candidates.find(({ key, email }) => !taken.has(key) && !taken.has(email)) ?? {}
}
