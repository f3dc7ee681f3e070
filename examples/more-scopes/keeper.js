import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'

/** Asks everybody for `WEBEX_SCOPES`, and for sending only whom it is needed for. `WEBEX_OPTIONAL_SCOPES` says the same. */
export const createKeeper = (env = process.env) =>
  createGrantkeeper({ ...optionsFromEnv(env), optionalScopes: ['spark:messages_write'] })
