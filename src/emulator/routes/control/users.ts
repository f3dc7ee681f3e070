import type { EmulatorContext } from '../../context.ts'
import type { Input } from '../../control/operation.ts'
import { UserDetailPage } from '../../pages/control/user-detail.tsx'
import { UsersPage, userAddress } from '../../pages/control/users.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes, readNumber } from './forms.tsx'

/** Users: list, add, change, remove. */
export function usersRoutes(context: EmulatorContext): Endpoint[] {
  const list = pageRoutes(context, '/users', UsersPage)
  const detail = pageRoutes(context, '/users', UserDetailPage)
  const keyOf = (query: URLSearchParams) => query.get('key') ?? ''
  const add = list.act({
    operation: 'users add',
    input: (sent) => ({ ...readUser(sent), key: textOf(sent, 'key'), kind: sent.get('kind') ?? 'person' }),
    done: 'user-added',
  })
  const change = detail.act({
    operation: 'users change',
    input: (sent, query) => ({ ...readUser(sent), key: keyOf(query) }),
    done: 'user-changed',
    next: (query) => userAddress(keyOf(query)),
  })
  const remove = detail.act({
    operation: 'users remove',
    input: (_, query) => ({ key: keyOf(query) }),
    done: 'user-removed',
  })
  return [
    ['GET', '/users', list.show],
    ['GET', '/users/user', detail.show],
    ['POST', '/users/add', add],
    ['POST', '/users/change', change],
    ['POST', '/users/remove', remove],
  ]
}

function readUser(sent: URLSearchParams): Input {
  return {
    displayName: textOf(sent, 'displayName'),
    email: textOf(sent, 'email'),
    spaces: readNumber(sent.get('spaces')) ?? 0,
    blockedByAdmin: sent.has('blockedByAdmin'),
    isAdmin: sent.has('isAdmin'),
  }
}

function textOf(sent: URLSearchParams, name: string): string {
  return sent.get(name)?.trim() ?? ''
}
