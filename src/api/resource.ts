import type { Essential } from './answer.ts'
import { callItem, callNothing } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { createList, type List } from './list.ts'
import { pathOf, type Query } from './url.ts'

/** What makes one resource different from another. */
export interface About<T> {
  path: string
  essential: Essential<T>
  /** Whether a page may have 1,000 items. */
  grows?: boolean
}

/** The five verbs that resources have in common; which of them one has, its own type says. */
export interface Verbs<T, Wanted, Draft, Changes> {
  list(query?: Wanted, options?: CallOptions): List<T>
  get(id: string, options?: CallOptions): Promise<T>
  create(draft: Draft, options?: CallOptions): Promise<T>
  update(id: string, changes: Changes, options?: CallOptions): Promise<T>
  delete(id: string, options?: CallOptions): Promise<void>
}

export function createVerbs<T, Wanted, Draft = never, Changes = never>(
  context: ApiContext,
  { path, essential, grows }: About<T>,
): Verbs<T, Wanted, Draft, Changes> {
  return {
    list: (query, options) => createList<T>(context, { path, query: { ...query } as Query, essential, grows, options }),
    get: async (id, options) => callItem(context, { ...options, method: 'GET', path: pathOf(path, id) }, essential),
    create: (body, options) => callItem(context, { ...options, method: 'POST', path, body }, essential),
    update: async (id, body, options) =>
      callItem(context, { ...options, method: 'PUT', path: pathOf(path, id), body }, essential),
    delete: async (id, options) => callNothing(context, { ...options, method: 'DELETE', path: pathOf(path, id) }),
  }
}
