import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'
import { postgresStore } from 'grantkeeper/stores/postgres'

/** A keeper on the pool that the app has already. Every process makes one; they agree through the database. */
export function createKeeper(pool, env = process.env) {
  return createGrantkeeper({ ...optionsFromEnv(env), store: postgresStore({ pool }) })
}
