import { createGrantkeeper, optionsFromEnv } from 'grantkeeper'

export const keeper = createGrantkeeper(optionsFromEnv()) // WEBEX_* from the environment or .env
