import type { EmulatorContext } from '../../context.ts'
import type { Endpoint } from '../../server/endpoint.ts'
import { appsRoutes } from './apps.tsx'
import { assetRoutes } from './assets.ts'
import { clockRoutes } from './clock.ts'
import { faultsRoutes } from './faults.ts'
import { listControlApi } from './json.ts'
import { overviewRoute } from './overview.ts'
import { settingsRoutes } from './settings.ts'
import { spacesRoutes } from './spaces.ts'
import { tokensRoutes } from './tokens.ts'
import { trafficRoutes } from './traffic.tsx'
import { usersRoutes } from './users.ts'
import { webhooksRoutes } from './webhooks.ts'

/** The pages and the API of whoever runs the emulator. */
export function listControlPages(context: EmulatorContext): Endpoint[] {
  return [
    ['GET', '/', overviewRoute(context)],
    ...appsRoutes(context),
    ...usersRoutes(context),
    ...spacesRoutes(context),
    ...tokensRoutes(context),
    ...webhooksRoutes(context),
    ...faultsRoutes(context),
    ...clockRoutes(context),
    ...trafficRoutes(context),
    ...settingsRoutes(context),
    ...assetRoutes(),
    ...listControlApi(context),
  ]
}
