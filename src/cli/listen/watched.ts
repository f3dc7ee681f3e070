import { UsageError } from '../arguments.ts'

/** What happens in spaces, and the scope that it takes to hear of it. @see WEBEX.md §10 */
const RESOURCES: readonly [resource: string, scope: string][] = [
  ['messages', 'spark:messages_read'],
  ['rooms', 'spark:rooms_read'],
  ['memberships', 'spark:memberships_read'],
  ['attachmentActions', 'spark:messages_read'],
]

/** Which resources are listened to: those that were named, else all that the grant's scopes allow. @throws UsageError */
export function chooseResources(named: readonly string[] | undefined, granted: readonly string[]): string[] {
  if (named) return [...new Set(named)]
  const allowed = RESOURCES.filter(([, scope]) => granted.includes(scope) || granted.includes('spark:all'))
  if (allowed.length > 0) return allowed.map(([resource]) => resource)
  throw new UsageError(
    'The connection has no scope to hear of anything. Log in with spark:messages_read or spark:rooms_read.',
  )
}
