import type { Route } from '../context.ts'
import { askDisconnect, disconnectNow, refreshNow } from './connection-actions.ts'
import { connectionPage } from './connection-page.ts'
import { connectionsPage } from './connections-page.ts'
import { disconnectAllPage, startDisconnectAll, stopDisconnectAll } from './disconnect-all.ts'
import { overviewPage } from './overview-page.ts'
import { progressStream } from './progress-stream.ts'
import { settingsPage } from './settings-page.ts'
import { operatorPage, signInAsOperator, signOutOperator } from './sign-in.ts'

/** What an operator sees and does. Each of them asks for the right to it itself. */
export const operatorRoutes: readonly Route[] = [
  { path: '/operator', get: operatorPage, post: signInAsOperator },
  { path: '/operator/sign-out', post: signOutOperator },
  { path: '/overview', get: overviewPage },
  { path: '/connections', get: connectionsPage },
  { path: '/connections/disconnect-all', get: disconnectAllPage, post: startDisconnectAll },
  { path: '/connections/disconnect-all/stop', post: stopDisconnectAll },
  { path: '/connections/disconnect-all/progress', get: progressStream },
  { path: '/connections/:id', get: connectionPage },
  { path: '/connections/:id/refresh', post: refreshNow },
  { path: '/connections/:id/disconnect', get: askDisconnect, post: disconnectNow },
  { path: '/settings', get: settingsPage },
]
