/** All of them, however many there are: one page is in memory and one on its way. */
export async function findLocked(webex) {
  const locked = []
  for await (const room of webex.rooms.list({ type: 'group' })) if (room.isLocked) locked.push(room.title)
  return locked
}

/** The first twenty; no page beyond them is asked for. */
export function newestSpaces(webex) {
  return webex.rooms.list({ sortBy: 'lastactivity' }).toArray({ limit: 20 })
}

/** What the typed calls do not have. */
export function listTabs(webex, roomId) {
  return webex.list('/room/tabs', { roomId }).toArray()
}

/** A path is yours to encode. */
export function readOrganization(webex, orgId) {
  return webex.request({ method: 'GET', path: `/organizations/${encodeURIComponent(orgId)}` })
}
