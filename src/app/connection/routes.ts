import type { Route } from '../context.ts'
import { connectPage } from './connect-page.ts'
import { disconnectedPage, disconnectPage } from './disconnect-pages.ts'
import { grantedPage } from './granted-page.ts'

/** What a person sees of their own connection. */
export const connectionRoutes: readonly Route[] = [
  { path: '/', get: connectPage },
  { path: '/granted', get: grantedPage },
  { path: '/disconnect', get: disconnectPage },
  { path: '/disconnected', get: disconnectedPage },
]
