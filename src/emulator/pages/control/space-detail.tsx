import { runOperation } from '../../control/operations.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { Action, FormSelect, FormText, type Option } from './fields.tsx'
import { Instant } from './instant.tsx'
import type { ShownSpace } from './spaces.tsx'

const MOST_MEMBERS = 50
const MOST_MESSAGES = 50

interface OpenSpace extends ShownSpace {
  broken: boolean
  members: { personDisplayName: string; personEmail: string; isModerator: boolean }[]
  /** Oldest first. */
  messages: { personEmail: string; text?: string; files?: string[]; created: string }[]
}

/** One space: who is in it and what was said. @throws ControlError EMU-NOT-FOUND */
export async function SpaceDetailPage({ context, query, attempt }: PageView) {
  const id = query.get('id') ?? ''
  const space = (await runOperation(context, 'spaces show', { id, messages: MOST_MESSAGES })) as OpenSpace
  const authors = space.members.flatMap(({ personEmail }) => context.people.findByEmail(personEmail) ?? [])
  return (
    <Layout title={space.title || 'Direct space'} current="spaces" query={query} attempt={attempt}>
      <p>
        {space.type}, made <Instant at={Date.parse(space.created)} />, last activity{' '}
        <Instant at={Date.parse(space.lastActivity)} />
      </p>
      <p>
        <code>{space.id}</code>
      </p>
      <h2>Messages</h2>
      <Messages messages={space.messages} />
      <Post
        id={id}
        attempt={attempt}
        authors={authors.slice(0, MOST_MEMBERS).map(({ key, displayName }): Option => [key, displayName])}
      />
      <h2>Members</h2>
      <Members members={space.members} />
      <h2>Change</h2>
      <Changes id={id} isBroken={space.broken} />
    </Layout>
  )
}

function Messages({ messages }: Pick<OpenSpace, 'messages'>) {
  if (messages.length === 0) return <p>Nothing was said yet.</p>
  return (
    <ol class="rows">
      {messages.map(({ personEmail, text, files = [], created }) => (
        <li>
          <bdi>{personEmail}</bdi>
          <bdi>{text ?? (files.length > 0 ? 'a file' : 'a card')}</bdi>
          <Instant at={Date.parse(created)} />
        </li>
      ))}
    </ol>
  )
}

function Post({ id, attempt, authors }: { id: string; authors: Option[] } & Pick<PageView, 'attempt'>) {
  if (authors.length === 0) return <p>Nobody in it can sign in here, so nobody can post.</p>
  const form = viewForm('spaces-post', attempt)
  return (
    <form method="post" action={`/spaces/post?${new URLSearchParams({ id })}`}>
      <FormSelect form={form} name="user" label="Post as" options={authors} />
      <FormText form={form} name="text" label="Message" rows={3} />
      <button type="submit">Post</button>
    </form>
  )
}

function Members({ members }: Pick<OpenSpace, 'members'>) {
  return (
    <>
      <ul class="rows">
        {members.slice(0, MOST_MEMBERS).map(({ personDisplayName, personEmail, isModerator }) => (
          <li>
            <bdi>{personDisplayName}</bdi>
            <bdi>{personEmail}</bdi>
            <span>{isModerator && <span class="mark">moderator</span>}</span>
          </li>
        ))}
      </ul>
      {members.length > MOST_MEMBERS && <p>and {members.length - MOST_MEMBERS} more</p>}
    </>
  )
}

function Changes({ id, isBroken }: { id: string; isBroken: boolean }) {
  const own = new URLSearchParams({ id })
  return (
    <>
      <p>Where the keys of a space fail, lists carry an error and a title nobody can read.</p>
      <div class="actions">
        {isBroken ? (
          <Action to={`/spaces/mend?${own}`} label="Let its keys work again" />
        ) : (
          <Action to={`/spaces/break?${own}`} label="Let its keys fail" />
        )}
        <Action to={`/spaces/remove?${own}`} label="Delete this space" danger />
      </div>
    </>
  )
}
