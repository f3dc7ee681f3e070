import type { EmulatorContext } from '../../context.ts'
import type { Input } from '../../control/operation.ts'
import { SpaceDetailPage } from '../../pages/control/space-detail.tsx'
import { type ShownSpace, SpacesPage } from '../../pages/control/spaces.tsx'
import type { Endpoint } from '../../server/endpoint.ts'
import { pageRoutes } from './forms.tsx'

/** Spaces: those of a user, and what is in one. */
export function spacesRoutes(context: EmulatorContext): Endpoint[] {
  const list = pageRoutes(context, '/spaces', SpacesPage)
  const { show, act } = pageRoutes(context, '/spaces', SpaceDetailPage)
  const idOf = (query: URLSearchParams) => query.get('id') ?? ''
  const here = (query: URLSearchParams) => addressOf(idOf(query))
  const marked = (broken: boolean, done: string) =>
    act({ operation: 'spaces break', input: (_, query) => ({ id: idOf(query), broken }), done, next: here })
  const post = act({
    operation: 'spaces post',
    input: (sent, query) => ({ id: idOf(query), user: sent.get('user') ?? '', text: sent.get('text') ?? '' }),
    done: 'posted',
    next: here,
  })
  const add = list.act({
    operation: 'spaces add',
    input: readSpace,
    done: 'space-added',
    next: (_, given) => addressOf((given as ShownSpace).id),
  })
  const remove = act({ operation: 'spaces remove', input: (_, query) => ({ id: idOf(query) }), done: 'space-deleted' })
  return [
    ['GET', '/spaces', list.show],
    ['GET', '/spaces/space', show],
    ['POST', '/spaces/add', add],
    ['POST', '/spaces/post', post],
    ['POST', '/spaces/break', marked(true, 'kms-marked')],
    ['POST', '/spaces/mend', marked(false, 'kms-cleared')],
    ['POST', '/spaces/remove', remove],
  ]
}

function addressOf(id: string): string {
  return `/spaces/space?${new URLSearchParams({ id })}`
}

function readSpace(sent: URLSearchParams): Input {
  const members = (sent.get('members') ?? '').split(/[\s,]+/).filter(Boolean)
  return { user: sent.get('user') ?? '', title: sent.get('title')?.trim() ?? '', members }
}
