import { runOperation } from '../../control/operations.ts'
import { Layout } from '../layout.tsx'
import { type PageView, viewForm } from './attempt.ts'
import { FormText } from './fields.tsx'
import { Instant } from './instant.tsx'
import { address, readStart } from './paging.tsx'
import { UserField } from './user-field.tsx'

const SIZE = 50

/** A space as its operations show it. */
export interface ShownSpace {
  id: string
  title: string
  type: string
  created: string
  lastActivity: string
}

interface SpaceList {
  items: ShownSpace[]
  /** Where the next page begins; null on the last one. */
  next: number | null
}

/** The spaces of one user. @throws ControlError EMU-NOT-FOUND */
export async function SpacesPage({ context, query, attempt }: PageView) {
  const user = query.get('user') || context.people.all()[0]?.key
  const start = readStart(query)
  const search = query.get('q')?.trim() || undefined
  const input = { user, start, max: SIZE, ...(search !== undefined && { search }) }
  const list = user === undefined ? { items: [], next: null } : await runOperation(context, 'spaces list', input)
  return (
    <Layout title="Spaces" current="spaces" query={query} attempt={attempt}>
      <Choose context={context} query={query} user={user} />
      <List list={list as SpaceList} query={query} />
      <AddSpace context={context} attempt={attempt} user={user} />
    </Layout>
  )
}

function Choose({ context, query, user }: Pick<PageView, 'context' | 'query'> & { user: string | undefined }) {
  const form = viewForm('filter', undefined)
  return (
    <search>
      <form method="get" action="/spaces" class="inline">
        <UserField context={context} form={form} label="Spaces of" value={user ?? ''} />
        <FormText form={form} name="q" label="Part of the title" value={query.get('q') ?? ''} />
        <button type="submit" class="quiet">
          Show
        </button>
      </form>
    </search>
  )
}

function List({ list, query }: { list: SpaceList; query: URLSearchParams }) {
  const { items, next } = list
  const isFirst = readStart(query) === 0
  return (
    <>
      {items.length === 0 && <Nothing query={query} />}
      <ul class="rows">
        {items.map(({ id, title, type, lastActivity }) => (
          <li>
            <a href={`/spaces/space?${new URLSearchParams({ id })}`}>
              <bdi>{title}</bdi>
            </a>
            <span>{type}</span>
            <Instant at={Date.parse(lastActivity)} />
          </li>
        ))}
      </ul>
      {!(isFirst && next === null) && (
        <nav class="pager" aria-label="Pages">
          {!isFirst && <a href={address('/spaces', query, { start: undefined })}>« First</a>}
          {next !== null && <a href={address('/spaces', query, { start: next })}>Next ›</a>}
        </nav>
      )}
    </>
  )
}

function Nothing({ query }: Pick<PageView, 'query'>) {
  if (!query.get('q')) return <p>This user is in no space.</p>
  return (
    <p>
      No title is like that. <a href={address('/spaces', query, { q: undefined, start: undefined })}>Show all spaces</a>
    </p>
  )
}

function AddSpace({ context, attempt, user }: Pick<PageView, 'context' | 'attempt'> & { user: string | undefined }) {
  const form = viewForm('spaces-add', attempt)
  return (
    <>
      <h2>Make a space</h2>
      <form method="post" action="/spaces/add">
        <FormText form={form} name="title" label="Title" />
        <UserField context={context} form={form} label="Made by" value={user ?? ''} />
        <FormText form={form} name="members" label="Others in it" hint="Their keys, separated by spaces." />
        <button type="submit">Make it</button>
      </form>
    </>
  )
}
