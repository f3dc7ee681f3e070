import { withQuery } from './filter.ts'

/** What the page of a space shows beyond its usual beginning. */
export interface SpaceView {
  /** Page of members, from 1. */
  members?: number
  /** Only messages before this one. */
  before?: string | undefined
  /** Whether how to meet is looked up. */
  meeting?: boolean
  /** Whether a message has just been sent. */
  sent?: boolean
}

/** The address of a space's page. */
export function spaceUrl(id: string, { members = 1, before, meeting, sent }: SpaceView = {}): string {
  const query = new URLSearchParams()
  if (members > 1) query.set('members', String(members))
  if (before) query.set('before', before)
  if (meeting) query.set('meeting', '1')
  if (sent) query.set('sent', '1')
  return withQuery(`/spaces/${encodeURIComponent(id)}`, query)
}
