import { type Grant, needs } from '../../index.ts'

/** What the pages of spaces can do with their list and beyond it, with the call that it takes. */
const CALLS = {
  'spark:rooms_read': 'GET /rooms',
  'spark:people_read': 'GET /people/:id',
  'spark:teams_read': 'GET /teams',
  'spark:memberships_read': 'GET /memberships',
  'spark:messages_read': 'GET /messages',
  'spark:messages_write': 'POST /messages',
} as const

export type UsefulScope = keyof typeof CALLS

/** Whether a grant has a scope, or `spark:all` in its place. */
export function mayUse({ scopesGranted }: Grant, scope: UsefulScope): boolean {
  return (
    scopesGranted.includes(scope) || (scopesGranted.includes('spark:all') && needs(CALLS[scope])?.sparkAll === true)
  )
}
