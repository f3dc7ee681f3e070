import { readFilter } from '../../webhooks/filter.ts'
import { findWatched } from '../../webhooks/watched.ts'
import type { Webhook } from '../../webhooks/webhook.ts'
import { findProblem, type Written } from './read-written.ts'

/** What a new webhook is to watch and where it tells, without who makes it. */
export type Terms = Pick<Webhook, 'name' | 'targetUrl' | 'resource' | 'event' | 'filter' | 'secret' | 'ownedBy'>

/** Checks everything that does not depend on who asks. */
export function readTerms(written: Written): Terms | { problem: string } {
  const problem = findProblem(written) ?? findWatchProblem(written)
  if (problem !== undefined) return { problem }
  const { name = '', targetUrl = '', resource = '', event = '', filter, secret, ownedBy } = written
  return {
    name,
    targetUrl,
    resource,
    event,
    ...(filter && { filter }),
    ...(secret && { secret }),
    ownedBy: ownedBy === 'org' ? 'org' : 'creator',
  }
}

function findWatchProblem({ resource, event, filter, ownedBy = 'creator' }: Written): string | undefined {
  if (!resource) return 'resource cannot be null'
  if (!event) return 'event cannot be null'
  const watched = findWatched(resource)
  if (!watched) return 'Invalid value for resource'
  if (event !== 'all' && !watched.events.includes(event)) return 'Invalid value for event'
  if (ownedBy !== 'creator' && ownedBy !== 'org') return 'Invalid value for ownedBy'
  const reading = filter ? readFilter(resource, filter) : { conditions: [] }
  return 'invalid' in reading ? `Invalid value for filter: ${reading.invalid.slice(0, 40)}` : undefined
}
