import type { Route } from './context.ts'

export interface Found {
  route: Route
  id: string
}

/** Gives the route of a path. */
export type Router = (path: string) => Found | undefined

/** Ids as we and Webex make them: no spelling of a path reaches a page that it is not the path of. */
const ID = '([A-Za-z0-9_-][A-Za-z0-9._-]{0,255})'

/** Finds the route of a path, as sent: nothing is decoded or folded. */
export function createRouter(routes: readonly Route[]): Router {
  const exact = new Map<string, Found>()
  const patterns: { pattern: RegExp; route: Route }[] = []
  for (const route of routes) {
    if (route.path.includes(':id')) patterns.push({ pattern: readPattern(route.path), route })
    else exact.set(route.path, { route, id: '' })
  }
  return (path) => exact.get(path) ?? findPattern(patterns, path)
}

function readPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(':id', ID)}$`)
}

function findPattern(patterns: readonly { pattern: RegExp; route: Route }[], path: string): Found | undefined {
  for (const { pattern, route } of patterns) {
    const [, id] = pattern.exec(path) ?? []
    if (id !== undefined) return { route, id }
  }
  return undefined
}
