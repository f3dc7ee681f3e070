import type { Route } from '../context.ts'
import { assetRoutes } from './assets.ts'
import { explainPage } from './explain-page.ts'
import { helpPage } from './help-page.ts'
import { themeRoutes } from './theme.ts'
import { waitingPage } from './waiting-page.ts'

/** What belongs to no area: help, what errors mean, the choice of colours, and what pages are drawn with. */
export const frameRoutes: readonly Route[] = [
  { path: '/help', get: helpPage },
  { path: '/errors/:id', get: explainPage },
  { path: '/waiting', get: waitingPage },
  ...themeRoutes,
  ...assetRoutes,
]
