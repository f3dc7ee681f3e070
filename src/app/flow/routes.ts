import type { Route } from '../context.ts'

export const flowRoutes: readonly Route[] = []
