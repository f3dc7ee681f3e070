import type { Route } from '../context.ts'
import { csvDownload, jsonDownload } from './download.ts'
import { spacesPage } from './list-page.ts'
import { sendMessage } from './send-message.ts'
import { spacePage } from './space-page.ts'

/** A person's spaces: the list, its files, one space, and a message into it. */
export const spacesRoutes: readonly Route[] = [
  { path: '/spaces', get: spacesPage },
  { path: '/spaces.csv', get: csvDownload },
  { path: '/spaces.json', get: jsonDownload },
  { path: '/spaces/:id', get: spacePage },
  { path: '/spaces/:id/messages', post: sendMessage },
]
