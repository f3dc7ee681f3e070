import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'

/** A keeper for an app that knows its users, and hears of a grant that has ended before its user notices. */
export function createKeeper(currentUser, tell) {
  const keeper = createGrantkeeper({
    ...optionsFromEnv(),
    ownerOf: (request) => currentUser(request)?.id, // your function; undefined when nobody is signed in
  })
  keeper.on('grant.reconnect', ({ grantId, code }) => tell(grantId, code))
  return keeper
}

/** In a job or a queue, where there is no request. */
export async function listSpaces(keeper) {
  const webex = await keeper.webex({ owner: 'user-42' })
  return webex.rooms.list().toArray({ limit: 200 })
}
