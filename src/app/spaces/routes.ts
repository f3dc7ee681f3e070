import type { Route } from '../context.ts'
import { spacesPage } from './list-page.ts'
import { spacePage } from './space-page.ts'

export const spacesRoutes: readonly Route[] = [
  { path: '/spaces', get: spacesPage },
  { path: '/spaces/:id', get: spacePage },
]
