import type { Route } from '../context.ts'
import { chooseAccount, signOut } from './accounts-actions.ts'
import { accountsPage } from './accounts-page.ts'
import { connectPage } from './connect-page.ts'
import { disconnect, disconnectedPage, disconnectPage } from './disconnect-pages.ts'
import { grantedPage } from './granted-page.ts'
import { signedOutPage } from './signed-out-page.ts'

/** What a person sees of their own connection and accounts. */
export const connectionRoutes: readonly Route[] = [
  { path: '/', get: connectPage },
  { path: '/granted', get: grantedPage },
  { path: '/accounts', get: accountsPage },
  { path: '/accounts/:id', post: chooseAccount },
  { path: '/sign-out', post: signOut },
  { path: '/signed-out', get: signedOutPage },
  { path: '/disconnect', get: disconnectPage, post: disconnect },
  { path: '/disconnected', get: disconnectedPage },
]
