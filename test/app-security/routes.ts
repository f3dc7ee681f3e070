import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectionRoutes } from '../../src/app/connection/routes.ts'
import type { Route } from '../../src/app/context.ts'
import { flowRoutes } from '../../src/app/flow/routes.ts'
import { frameRoutes } from '../../src/app/frame/routes.ts'
import { operatorRoutes } from '../../src/app/operator/routes.ts'
import { spacesRoutes } from '../../src/app/spaces/routes.ts'

const tables = { connectionRoutes, spacesRoutes, operatorRoutes, frameRoutes, flowRoutes }

/** Every route of the app's own tables. */
export const routes: readonly Route[] = Object.values(tables).flat()

/** The library's own paths in this app. */
export const keeperPaths = { post: ['/connect', '/disconnect'], get: ['/oauth', '/status'] }

/** Every path that takes a POST, the library's too. */
export const postPaths: readonly string[] = [
  ...new Set([...routes.filter(({ post }) => post).map(({ path }) => path), ...keeperPaths.post]),
]

/** Every path that can be read. */
export const getPaths: readonly string[] = [
  ...new Set([...routes.filter(({ get }) => get).map(({ path }) => path), ...keeperPaths.get]),
]

/** Those of them that a person looks at; the rest are files, streams and the ways of the library. */
export const pagePaths: readonly string[] = getPaths.filter(
  (path) => !keeperPaths.get.includes(path) && !/\.\w+$|\/(stream|progress|har)$/.test(path),
)

/** The tables that the app itself joins, by the names it imports them under. */
export function listJoinedTables(): string[] {
  const source = readFileSync(join(import.meta.dirname, '../../src/app/index.ts'), 'utf8')
  return [...new Set(source.match(/\b[a-z]+Routes\b/g) ?? [])].sort()
}

export const knownTables = Object.keys(tables).sort()
