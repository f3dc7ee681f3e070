import { readItem } from './answer.ts'
import { callJson } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import { pathOf } from './url.ts'

/**
 * A person as Webex gives it. Optional fields are absent, not null; what is not listed here is kept all the same.
 * @see WEBEX.md §9
 */
export interface WebexPerson {
  id: string
  emails?: string[]
  displayName?: string
  nickName?: string
  firstName?: string
  lastName?: string
  avatar?: string
  orgId?: string
  /** Only for administrators, as licenses are. */
  roles?: string[]
  licenses?: string[]
  department?: string
  title?: string
  timezone?: string
  /** ISO 8601. */
  created?: string
  lastModified?: string
  lastActivity?: string
  status?: string
  invitePending?: boolean
  loginEnabled?: boolean
  type?: 'person' | 'bot' | 'appuser'
  [field: string]: unknown
}

export interface People {
  /** Who gave the grant. Scope spark:people_read. @throws WX-API-* */
  me(options?: CallOptions): Promise<WebexPerson>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: CallOptions): Promise<WebexPerson>
}

export function createPeople(context: ApiContext): People {
  const read = async (path: string, options?: CallOptions) =>
    readItem<WebexPerson>(await callJson(context, { ...options, method: 'GET', path }))
  return {
    me: (options) => read('/people/me', options),
    get: async (id, options) => read(pathOf('/people', id), options),
  }
}
