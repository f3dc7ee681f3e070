import { isGrantkeeperError } from 'grantkeeper'

/** A space, or nothing where it is gone, or is not this person's to see. */
export async function findSpace(webex, id) {
  try {
    return await webex.rooms.get(id)
  } catch (error) {
    if (isGrantkeeperError(error, 'WX-API-NOT-FOUND')) return undefined
    throw error
  }
}

/** For a page: two seconds of patience, and then what is known so far. */
export async function showSpaces(keeper, request, known) {
  try {
    const webex = await keeper.webex(request, { maxWaitMs: 2000 })
    return await webex.rooms.list({}, { timeoutMs: 5000 }).toArray({ limit: 100 })
  } catch (error) {
    if (isGrantkeeperError(error) && error.retryable) return known
    throw error
  }
}
